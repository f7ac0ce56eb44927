#if PostgreSQL
    import Sessions

    /// How a record stands in a row.
    extension Parameters {
        /// Binds what the insertion of a record needs.
        mutating func bind(_ record: SessionRecord) {
            bind(record.key)
            bind(record.version)
            bind(record.family)
            bind(record.subject)
            bind(record.created)
            bind(record.lastSeen)
            bind(record.idleDeadline)
            bind(record.absoluteDeadline)
            bind(record.renewAt)
            bind(record.authenticated)
            bind(Int16(record.assurance.rawValue))
            bind(Int32(bitPattern: record.keyID))
            bind(record.payload)
            bind(record.label)
            switch record.state {
            case .live: bind(state: 0, successor: nil, closedAt: nil)
            case .forwarding(let successor): bind(state: 1, successor: successor, closedAt: nil)
            case .closed(let successor, let at): bind(state: 2, successor: successor, closedAt: at)
            case .superseded: bind(state: 3, successor: nil, closedAt: nil)
            }
            bind(record.confirmedAt)
        }

        private mutating func bind(state: Int16, successor: [UInt8]?, closedAt: Timestamp?) {
            bind(state)
            bind(successor)
            bind(closedAt)
        }
    }

    extension Rows {
        /// The record in that row of a query that selects the columns of one; `nil` if no record can be made of them, which
        /// only a damaged disk or a foreign hand brings about.
        func record(_ row: Int) -> SessionRecord? {
            guard let key = key(row, tag: 0, hash: 1),
                let family = family(row, 3),
                let assurance = UInt8(exactly: integer(row, 11)),
                let keyID = Int32(exactly: integer(row, 12)),
                let state = state(row)
            else { return nil }
            let subject = text(row, 4)
            if subject == nil, !isNull(row, 4) { return nil }
            return SessionRecord(
                key: key,
                version: integer(row, 2),
                family: family,
                subject: subject,
                created: time(row, 5),
                lastSeen: time(row, 6),
                idleDeadline: time(row, 7),
                absoluteDeadline: time(row, 8),
                renewAt: time(row, 9),
                authenticated: optionalTime(row, 10),
                assurance: AssuranceLevel(rawValue: assurance),
                keyID: UInt32(bitPattern: keyID),
                payload: bytes(row, 13),
                label: optionalBytes(row, 14),
                state: state,
                confirmedAt: optionalTime(row, 18)
            )
        }

        /// Those of which one can be made.
        var records: [SessionRecord] { (0..<count).compactMap { record($0) } }

        private func state(_ row: Int) -> SessionRecord.State? {
            switch integer(row, 15) {
            case 0: .live
            case 1: optionalBytes(row, 16).map { .forwarding(successor: $0) }
            case 2: optionalTime(row, 17).map { .closed(successor: optionalBytes(row, 16), at: $0) }
            case 3: .superseded
            default: nil
            }
        }
    }
#endif
