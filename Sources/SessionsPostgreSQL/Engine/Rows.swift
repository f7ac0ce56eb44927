#if PostgreSQL
    import CPostgreSQL
    import Sessions

    /// What a statement gave, in PostgreSQL's binary format. Columns are read by index.
    ///
    /// Nothing that a row holds can trap: a value of a length that it should not have is read as absent.
    @safe final class Rows {
        private let result: OpaquePointer

        /// Takes over the result.
        @unsafe init(_ result: OpaquePointer) {
            unsafe self.result = result
        }

        deinit {
            unsafe PQclear(result)
        }

        /// How many rows there are.
        var count: Int { Int(unsafe PQntuples(result)) }

        /// How many rows the statement changed.
        var changes: Int {
            guard let text = unsafe PQcmdTuples(result) else { return 0 }
            return Int(unsafe String(cString: text)) ?? 0
        }

        /// What the server says that it did: `COMMIT`, or `ROLLBACK` where a transaction could not be committed.
        var command: String {
            guard let text = unsafe PQcmdStatus(result) else { return "" }
            return unsafe String(cString: text)
        }

        func isNull(_ row: Int, _ column: Int) -> Bool {
            guard row < count else { return true }
            return unsafe PQgetisnull(result, Int32(row), Int32(column)) == 1
        }

        func optionalInteger(_ row: Int, _ column: Int) -> Int64? {
            if isNull(row, column) { return nil }
            return unsafe withValue(row, column) { bytes in
                guard [1, 2, 4, 8].contains(bytes.count) else { return nil }
                let value = unsafe bytes.reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
                let unused = 64 - 8 * UInt64(bytes.count)
                return Int64(bitPattern: value << unused) >> unused
            }
        }

        func integer(_ row: Int, _ column: Int) -> Int64 {
            optionalInteger(row, column) ?? 0
        }

        func flag(_ row: Int, _ column: Int) -> Bool {
            integer(row, column) != 0
        }

        func time(_ row: Int, _ column: Int) -> Timestamp {
            Timestamp(milliseconds: integer(row, column))
        }

        func optionalTime(_ row: Int, _ column: Int) -> Timestamp? {
            optionalInteger(row, column).map(Timestamp.init(milliseconds:))
        }

        func bytes(_ row: Int, _ column: Int) -> [UInt8] {
            unsafe withValue(row, column) { unsafe Array($0) }
        }

        func optionalBytes(_ row: Int, _ column: Int) -> [UInt8]? {
            isNull(row, column) ? nil : bytes(row, column)
        }

        /// `nil` for NULL and for what is no UTF-8.
        func text(_ row: Int, _ column: Int) -> String? {
            if isNull(row, column) { return nil }
            return unsafe withValue(row, column) { unsafe String(validating: $0, as: UTF8.self) }
        }

        func family(_ row: Int, _ column: Int) -> SessionFamily? {
            unsafe withValue(row, column) { unsafe SessionFamily(bytes: $0.span) }
        }

        func key(_ row: Int, tag: Int, hash: Int) -> StoreKey? {
            guard let tag = Int32(exactly: integer(row, tag)) else { return nil }
            return unsafe withValue(row, hash) { unsafe StoreKey(tag: UInt32(bitPattern: tag), hash: $0.span) }
        }

        @unsafe private func withValue<Value>(
            _ row: Int,
            _ column: Int,
            _ body: (UnsafeBufferPointer<UInt8>) -> Value
        ) -> Value {
            guard row < count, let start = unsafe PQgetvalue(result, Int32(row), Int32(column)) else {
                return unsafe body(UnsafeBufferPointer(start: nil, count: 0))
            }
            let length = Int(unsafe PQgetlength(result, Int32(row), Int32(column)))
            let bytes = unsafe UnsafeRawBufferPointer(start: start, count: length)
            return unsafe bytes.withMemoryRebound(to: UInt8.self, body)
        }
    }
#endif
