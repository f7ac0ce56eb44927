#if PostgreSQL
    public import Sessions

    extension PostgreSQLStore {
        /// Deletes a session and its tombstones. Finds them by the family alone, which a database that is spread by tag asks
        /// all its machines for.
        public func deleteFamily(_ family: SessionFamily, now: Timestamp) async throws(StoreError) -> Bool {
            try await pool.transaction { (transaction) throws(Failure) in
                let deleted = try transaction.commit([
                    Statement(.lockFamily) { $0.bind(family) },
                    Statement(.deleteFamily) {
                        $0.bind(family)
                        $0.bind(now)
                    },
                ]).last
                return deleted?.flags ?? 0 > 0
            }
        }

        /// Ends every session of a subject but one family and sets the not-before.
        public func deleteAll(
            subject: String,
            except family: SessionFamily?,
            now: Timestamp
        ) async throws(StoreError) -> Int {
            try await pool.transaction { (transaction) throws(Failure) in
                let rows = try transaction.commit([
                    Statement(.lockSlot) { $0.bind(Slot.subject(subject)) },
                    Statement(.lockSubject) {
                        $0.bind(subject)
                        $0.bind(nil as Int32?)
                    },
                    Statement(.lockRows) {
                        $0.bind(subject)
                        $0.bind(family)
                    },
                    Statement(.raiseNotBefore) {
                        $0.bind(subject)
                        $0.bind(now)
                    },
                    Statement(.deleteSubject) {
                        $0.bind(subject)
                        $0.bind(family)
                        $0.bind(now)
                    },
                ])
                return rows.last?.flags ?? 0
            }
        }
    }

    extension Rows {
        /// In how many rows the first column is true.
        fileprivate var flags: Int { (0..<count).count { flag($0, 0) } }
    }
#endif
