#if PostgreSQL
    public import Sessions

    extension PostgreSQLStore {
        /// Replaces a live record of that version by one under a new key. Two round trips: one locks and looks, one writes.
        public func rotate(
            _ key: StoreKey,
            expecting version: Int64,
            to record: SessionRecord,
            leaving tombstone: Tombstone,
            admission: Admission?,
            now: Timestamp
        ) async throws(StoreError) -> RotateOutcome {
            let entry = Entry(record, replacing: key, admission: admission, now: now)
            return try await pool.transaction { (transaction) throws(Failure) in
                let sight = try entry.look(transaction)
                guard let old = sight.old else { return .missing }
                guard old.version == version else { return .conflict }
                switch entry.verdict(of: sight) {
                case .refusedByNotBefore: return .refusedByNotBefore
                case .refusedByLimit: return .refusedByLimit
                case .admitted(let ended):
                    let burial = Self.burial(of: key, family: old.family, as: tombstone)
                    let isNew = try entry.write(ending: ended, then: burial, transaction)
                    return isNew ? .rotated(ended: ended.compactMap { SessionFamily(bytes: $0.span) }) : .exists
                }
            }
        }

        /// A login that no session came before.
        func admit(
            _ record: SessionRecord,
            by admission: Admission,
            now: Timestamp
        ) async throws(StoreError) -> CreateOutcome {
            let entry = Entry(record, replacing: nil, admission: admission, now: now)
            return try await pool.transaction { (transaction) throws(Failure) in
                switch entry.verdict(of: try entry.look(transaction)) {
                case .refusedByNotBefore: return .refusedByNotBefore
                case .refusedByLimit: return .refusedByLimit
                case .admitted(let ended):
                    let isNew = try entry.write(ending: ended, then: [], transaction)
                    return isNew ? .created(ended: ended.compactMap { SessionFamily(bytes: $0.span) }) : .exists
                }
            }
        }

        /// Notes that the successor of a renewal has been presented, and closes what forwards to it.
        public func confirm(_ successor: StoreKey, now: Timestamp) async throws(StoreError) -> Bool {
            try await pool.transaction { (transaction) throws(Failure) in
                let rows = try transaction.run([
                    Statement(.lockSlot) { $0.bind(Slot.tag(successor)) },
                    Statement(.confirm) {
                        $0.bind(successor)
                        $0.bind(now)
                    },
                ])
                guard let confirmed = rows.last, confirmed.count == 1 else { return false }
                _ = try transaction.commit([
                    Statement(.closePredecessors) {
                        $0.bind(Int32(bitPattern: successor.tag))
                        $0.bind(confirmed.bytes(0, 0))
                        $0.bind(now)
                    }
                ])
                return true
            }
        }

        /// What makes a tombstone of the old row.
        private static func burial(of key: StoreKey, family: [UInt8], as tombstone: Tombstone) -> [Statement] {
            let change: Statement
            switch tombstone {
            case .forwarding(let successor):
                change = Statement(.forward) {
                    $0.bind(key)
                    $0.bind(successor)
                }
            case .superseded(let until):
                change = Statement(.supersede) {
                    $0.bind(key)
                    $0.bind(family)
                    $0.bind(until)
                }
            }
            let trim = Statement(.trimTombstones) {
                $0.bind(key)
                $0.bind(family)
                $0.bind(Int64(Tombstone.maximumPerFamily - 1))
            }
            return [change, trim]
        }
    }
#endif
