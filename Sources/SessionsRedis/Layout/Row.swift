#if Redis
    import Sessions

    /// How a record stands in Redis: one string of bytes, numbers big-endian, which the scripts read and splice.
    ///
    /// ```
    /// 1      format, 1                     57-65   confirmed at: 1 and the time, or nine zeros
    /// 2      state, 0 to 3                 66-74   closed at: the same
    /// 3-10   version                       75-82   created
    /// 11-18  last seen                     83-98   family
    /// 19-26  idle deadline                 99-     subject, sealed successor, payload, label: each a count of four
    /// 27-34  absolute deadline                     bytes and as many bytes; count -1: none
    /// 35-42  renewal time
    /// 43-51  authenticated: 1 and the time, or nine zeros
    /// 52     assurance
    /// 53-56  server key id
    /// ```
    /// Places are counted from 1, as Lua does. Bytes 3 to 56, payload and label are what an update replaces.
    enum Row {
        static let format: UInt8 = 1
        private static let changeable = 2..<56

        static func bytes(of record: SessionRecord) -> [UInt8] {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(128 + record.payload.count + (record.label?.count ?? 0))
            bytes.append(format)
            let (state, successor, closedAt) = parts(of: record.state)
            bytes.append(state)
            bytes.append(record.version)
            bytes.append(record.lastSeen)
            bytes.append(record.idleDeadline)
            bytes.append(record.absoluteDeadline)
            bytes.append(record.renewAt)
            bytes.append(record.authenticated)
            bytes.append(record.assurance.rawValue)
            bytes.append(record.keyID)
            bytes.append(record.confirmedAt)
            bytes.append(closedAt)
            bytes.append(record.created)
            bytes += record.family.bytes
            bytes.append(counted: record.subject.map { Array($0.utf8) })
            bytes.append(counted: successor)
            bytes.append(tailOf: record)
            return bytes
        }

        /// What an update replaces among the fields of fixed length.
        static func head(of record: SessionRecord) -> [UInt8] {
            Array(bytes(of: record)[changeable])
        }

        /// What an update replaces among the others.
        static func tail(of record: SessionRecord) -> [UInt8] {
            var bytes: [UInt8] = []
            bytes.append(tailOf: record)
            return bytes
        }

        /// A time as it stands in a row.
        static func bytes(of time: Timestamp) -> [UInt8] {
            var bytes: [UInt8] = []
            bytes.append(time)
            return bytes
        }

        /// A version as it stands in a row.
        static func bytes(of version: Int64) -> [UInt8] {
            var bytes: [UInt8] = []
            bytes.append(version)
            return bytes
        }

        /// The bytes with their count.
        static func counted(_ value: [UInt8]) -> [UInt8] {
            var bytes: [UInt8] = []
            bytes.append(counted: value)
            return bytes
        }

        /// The record that those bytes are; `nil` if none can be made of them.
        /// - Throws: `StoreError.Code.newerSchema` for a row of a later format.
        static func record(_ bytes: [UInt8], under key: StoreKey) throws(StoreError) -> SessionRecord? {
            var reader = RowReader(bytes)
            guard let format = reader.byte(), format >= Self.format else { return nil }
            guard format == Self.format else {
                throw StoreError(
                    .newerSchema,
                    "A session in Redis was written by a newer version of this kit. Upgrade; nothing was changed."
                )
            }
            guard let state = reader.byte(), let version = reader.integer(),
                let lastSeen = reader.time(), let idleDeadline = reader.time(), let absoluteDeadline = reader.time(),
                let renewAt = reader.time(), let authenticated = reader.optionalTime(),
                let assurance = reader.byte(), let keyID = reader.word(),
                let confirmedAt = reader.optionalTime(), let closedAt = reader.optionalTime(),
                let created = reader.time(), let family = reader.take(16).flatMap({ SessionFamily(bytes: $0.span) }),
                let subject = reader.counted(), let successor = reader.counted(),
                let payload = reader.counted(), let label = reader.counted(), reader.isAtEnd,
                let payload, let state = Self.state(state, successor: successor, closedAt: closedAt)
            else { return nil }
            var name: String?
            if let subject {
                name = String(validating: subject, as: UTF8.self)
                if name == nil { return nil }
            }
            return SessionRecord(
                key: key,
                version: version,
                family: family,
                subject: name,
                created: created,
                lastSeen: lastSeen,
                idleDeadline: idleDeadline,
                absoluteDeadline: absoluteDeadline,
                renewAt: renewAt,
                authenticated: authenticated,
                assurance: AssuranceLevel(rawValue: assurance),
                keyID: keyID,
                payload: payload,
                label: label,
                state: state,
                confirmedAt: confirmedAt
            )
        }

        private static func parts(of state: SessionRecord.State) -> (UInt8, successor: [UInt8]?, closedAt: Timestamp?) {
            switch state {
            case .live: (0, nil, nil)
            case .forwarding(let successor): (1, successor, nil)
            case .closed(let successor, let at): (2, successor, at)
            case .superseded: (3, nil, nil)
            }
        }

        private static func state(
            _ number: UInt8,
            successor: [UInt8]?,
            closedAt: Timestamp?
        ) -> SessionRecord.State? {
            switch number {
            case 0: .live
            case 1: successor.map { .forwarding(successor: $0) }
            case 2: closedAt.map { .closed(successor: successor, at: $0) }
            case 3: .superseded
            default: nil
            }
        }
    }

    extension [UInt8] {
        fileprivate mutating func append(_ number: Int64) {
            for shift in stride(from: 56, through: 0, by: -8) { append(UInt8(truncatingIfNeeded: number >> shift)) }
        }

        fileprivate mutating func append(_ number: UInt32) {
            for shift in stride(from: 24, through: 0, by: -8) { append(UInt8(truncatingIfNeeded: number >> shift)) }
        }

        fileprivate mutating func append(_ time: Timestamp) {
            append(time.milliseconds)
        }

        fileprivate mutating func append(_ time: Timestamp?) {
            append(time == nil ? 0 as UInt8 : 1)
            append(time?.milliseconds ?? 0 as Int64)
        }

        fileprivate mutating func append(counted value: [UInt8]?) {
            append(value.map { UInt32(truncatingIfNeeded: $0.count) } ?? .max)
            if let value { self += value }
        }

        fileprivate mutating func append(tailOf record: SessionRecord) {
            append(counted: record.payload)
            append(counted: record.label)
        }
    }
#endif
