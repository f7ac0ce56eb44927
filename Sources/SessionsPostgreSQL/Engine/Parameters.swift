#if PostgreSQL
    import Sessions

    /// What a query is given, in PostgreSQL's binary format, in the order of its numbers.
    ///
    /// A number must have the width of the column that it meets: 8 bytes for `bigint`, 4 for `integer`, 2 for `smallint`.
    struct Parameters: Sendable {
        /// All values one after the other.
        private(set) var bytes: [UInt8] = []
        /// How long each is; -1 for NULL.
        private(set) var lengths: [Int32] = []

        mutating func bind<Value: FixedWidthInteger>(_ value: Value?) {
            guard let value else { return bindNull() }
            for shift in stride(from: Value.bitWidth - 8, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: value >> Value(shift)))
            }
            lengths.append(Int32(Value.bitWidth / 8))
        }

        mutating func bind(_ time: Timestamp?) {
            bind(time?.milliseconds)
        }

        mutating func bind(_ value: [UInt8]?) {
            guard let value else { return bindNull() }
            bytes.append(contentsOf: value)
            // More than 2 GB are more than the server takes, which then refuses what is too short.
            lengths.append(Int32(clamping: value.count))
        }

        /// As bytes: PostgreSQL's text holds no U+0000, and has an encoding and an order of its own.
        mutating func bind(_ subject: String?) {
            bind(subject.map { Array($0.utf8) })
        }

        mutating func bind(_ family: SessionFamily?) {
            bind(family?.bytes)
        }

        /// Tag and hash.
        mutating func bind(_ key: StoreKey) {
            bind(Int32(bitPattern: key.tag))
            for index in 0..<32 { bytes.append(key.hash[index]) }
            lengths.append(32)
        }

        private mutating func bindNull() {
            lengths.append(-1)
        }
    }

    /// A query with its parameters.
    struct Statement: Sendable {
        let query: Query
        let parameters: Parameters

        init(_ query: Query, _ bind: (inout Parameters) -> Void = { _ in }) {
            self.query = query
            var parameters = Parameters()
            bind(&parameters)
            self.parameters = parameters
        }
    }
#endif
