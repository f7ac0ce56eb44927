#if PostgreSQL
    public import Sessions

    extension PostgreSQLStore {
        /// Deletes rows past a deadline and wipes the successors of tombstones that were closed a minute ago.
        ///
        /// One server purges at a time: another one that comes meanwhile finds nothing to do, and says so. Goes in steps, each
        /// a transaction of some milliseconds that waits for nobody: rows that somebody is changing are left for the next
        /// purge. Each step is atomic; a call that throws may have done some.
        public func deleteExpired(limit: Int, now: Timestamp) async throws(StoreError) -> Int {
            let closed = now + (.zero - Tombstone.successorLifetime)
            let longAgo = now + (.zero - PurgeStep.notBeforeLifetime)
            let wiped = try await repeatedly(upTo: limit) { count in
                [Self.step(.wipeSuccessors, upTo: count, by: closed)]
            }
            let forgotten = try await repeatedly(upTo: limit) { count in
                [Self.step(.forgetNotBefores, upTo: count, by: longAgo)]
            }
            let deleted = try await repeatedly(upTo: limit) { count in
                // Those that are still alive are moved out of the way first.
                [Self.step(.postponeChecks, upTo: count, by: now), Self.step(.deleteExpired, upTo: count, by: now)]
            }
            return max(deleted, wiped, forgotten)
        }

        /// Runs the statements that `step` gives for a number of rows until they change none, or the last of them has changed
        /// `limit`.
        private func repeatedly(
            upTo limit: Int,
            _ step: @escaping @Sendable (Int) -> [Statement]
        ) async throws(StoreError) -> Int {
            var total = 0
            while total < limit {
                let count = min(limit - total, PurgeStep.rows)
                let (changed, done) = try await pool.transaction { (transaction) throws(Failure) in
                    let rows = try transaction.commit(step(count))
                    return (rows.reduce(0) { $0 + $1.changes }, rows.last?.changes ?? 0)
                }
                total += done
                if changed == 0 { break }
            }
            return total
        }

        private static func step(_ query: Query, upTo count: Int, by time: Timestamp) -> Statement {
            Statement(query) {
                $0.bind(time)
                $0.bind(Int64(count))
            }
        }
    }

    private enum PurgeStep {
        /// Rows that one transaction changes at most.
        static let rows = 500
        /// The longest life of a cookie (SC-17): so long a not-before may matter.
        static let notBeforeLifetime = Duration.seconds(400 * 86_400)
    }
#endif
