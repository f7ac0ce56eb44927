#if PostgreSQL
    import Sessions
    import StoreSupport

    /// What a worker takes from the queue at a time, and how it is run: in one round trip as a rule.
    ///
    /// Reads go first and are answered while the writes are still under way. The writes share one transaction and one
    /// flush of the server's disk, and are answered after COMMIT; if any of them fails, each is run once more by itself, so
    /// that none takes another one down.
    struct Batch {
        private let reads: [(job: Job, statement: Statement)]
        private let writes: [(job: Job, statement: Statement)]
        private let transactions: [Job]
        private let patience: Duration

        /// - Parameters:
        ///   - jobs: what to do.
        ///   - patience: how long the server has for each round trip: longer than it lets a statement run, so that it gives
        ///     up first and does nothing later of which its caller has been told that it has failed.
        init(_ jobs: [Job], patience: Duration) {
            var reads: [(Job, Statement)] = []
            var writes: [(job: Job, statement: Statement, key: StoreKey)] = []
            var transactions: [Job] = []
            for job in jobs {
                switch job.work {
                case .read(let statement): reads.append((job, statement))
                case .write(let statement, let key): writes.append((job, statement, key))
                case .transaction: transactions.append(job)
                }
            }
            // Everybody locks rows in the order of their keys.
            writes.sort { $0.key.comes(before: $1.key) }
            self.reads = reads
            self.writes = writes.map { ($0.job, $0.statement) }
            self.transactions = transactions
            self.patience = patience
        }

        /// Answers every job, but for those that it gives back because the connection was lost over them and they can be
        /// tried on another one.
        func run(on connection: Connection) -> [Job] {
            let unanswered = runStatements(on: connection)
            for job in transactions { run(job, on: connection) }
            return unanswered
        }

        // MARK: Statements

        private func runStatements(on connection: Connection) -> [Job] {
            guard !reads.isEmpty || !writes.isEmpty else { return [] }
            var requests = reads.map { Connection.Request.run($0.statement) }
            if !reads.isEmpty { requests.append(.sync) }
            let first = requests.count + (writes.count > 1 ? 1 : 0)
            if writes.count > 1 { requests.append(.run(Statement(.begin))) }
            requests += writes.map { .run($0.statement) }
            if writes.count > 1 { requests.append(.run(Statement(.commit))) }
            if !writes.isEmpty { requests.append(.sync) }

            var answered = 0
            var again: [(job: Job, statement: Statement)] = []
            var written: [Rows] = []
            var isCommitted = writes.count == 1
            var refusal: SQLState?
            do throws(Failure) {
                try connection.perform(requests, until: .now + patience) { index, outcome in
                    switch outcome {
                    case .success(let rows):
                        if index < reads.count {
                            reads[index].job.succeed(rows)
                        } else if index >= first, index < first + writes.count {
                            written.append(rows)
                        } else if index >= first {
                            isCommitted = rows.command == "COMMIT"
                        }
                    case .failure(let error):
                        if index < reads.count {
                            again.append(reads[index])
                        } else if writes.count == 1 {
                            refusal = error.state
                        }
                    }
                    answered = index + 1
                }
            } catch {
                // Nothing is lost with a read. What became of a write nobody knows.
                fail(writes, error)
                return giveBack(again + reads.dropFirst(answered), error)
            }
            if isCommitted, written.count == writes.count {
                for (write, rows) in zip(writes, written) { write.job.succeed(rows) }
            } else if let refusal, let write = writes.first, !write.job.mayTryAgain(after: refusal, 1) {
                // It was alone, and the fault is its own.
                if refusal.endsConnection { connection.giveUp() }
                write.job.fail(StoreError(refusal))
            } else {
                again += writes
            }
            return again.isEmpty ? [] : runOneByOne(again, on: connection)
        }

        /// Runs each in a transaction of its own, all in one round trip, and those once more that met another one.
        private func runOneByOne(_ pairs: [(job: Job, statement: Statement)], on connection: Connection) -> [Job] {
            var left = pairs
            for attempt in 1... {
                var transient: [(job: Job, statement: Statement)] = []
                var answered = 0
                do throws(Failure) {
                    try Transaction(connection: connection, patience: patience).rollBack()
                    try connection.perform(left.flatMap { [.run($0.statement), .sync] }, until: .now + patience) {
                        index,
                        outcome in
                        let pair = left[index / 2]
                        switch outcome {
                        case .success(let rows): pair.job.succeed(rows)
                        case .failure(let error) where pair.job.mayTryAgain(after: error.state, attempt):
                            transient.append(pair)
                        case .failure(let error):
                            if error.state.endsConnection { connection.giveUp() }
                            pair.job.fail(StoreError(error.state))
                        }
                        answered = index / 2 + 1
                    }
                } catch {
                    let lost = transient + left.dropFirst(answered)
                    fail(lost.filter { !$0.job.isRead }, error)
                    return giveBack(lost.filter(\.job.isRead), error)
                }
                if transient.isEmpty { break }
                left = transient
                Self.pause(attempt)
            }
            return []
        }

        private func fail(_ pairs: [(job: Job, statement: Statement)], _ failure: Failure) {
            for pair in pairs { pair.job.fail(StoreError(failure)) }
        }

        /// Reads that can be tried on another connection; the others are answered.
        private func giveBack(_ pairs: [(job: Job, statement: Statement)], _ failure: Failure) -> [Job] {
            pairs.compactMap { job, _ in
                guard !job.wasTried, job.deadline > .now else {
                    job.fail(StoreError(failure))
                    return nil
                }
                var next = job
                next.wasTried = true
                return next
            }
        }

        // MARK: Transactions

        private func run(_ job: Job, on connection: Connection) {
            guard case .transaction(let body) = job.work else { return }
            let transaction = Transaction(connection: connection, patience: patience)
            for attempt in 1... {
                do throws(Failure) {
                    let answer = try body(transaction)
                    try transaction.rollBack()
                    return answer()
                } catch {
                    do throws(Failure) {
                        guard case .refused(let state) = error else { throw error }
                        try transaction.rollBack()
                        if state.endsConnection { connection.giveUp() }
                        guard job.mayTryAgain(after: state, attempt) else { throw error }
                        Self.pause(attempt)
                    } catch {
                        return job.fail(StoreError(error))
                    }
                }
            }
        }

        /// Lets the other transaction end, and comes at another time than its next one.
        private static func pause(_ attempt: Int) {
            WorkerThread.pause(milliseconds: UInt32.random(in: 1...UInt32(2 + attempt * 2)))
        }
    }

    extension Job {
        /// How often something is tried that met another transaction.
        private static let attempts = 12

        fileprivate var isRead: Bool {
            if case .read = work { true } else { false }
        }

        fileprivate func mayTryAgain(after state: SQLState, _ attempt: Int) -> Bool {
            state.isTransient && attempt < Self.attempts && deadline > .now
        }
    }

    extension StoreKey {
        /// The order of `ORDER BY tag, hash`, where the tag is a signed number.
        fileprivate func comes(before other: StoreKey) -> Bool {
            let tags = (Int32(bitPattern: tag), Int32(bitPattern: other.tag))
            if tags.0 != tags.1 { return tags.0 < tags.1 }
            for index in 0..<32 where hash[index] != other.hash[index] { return hash[index] < other.hash[index] }
            return false
        }
    }
#endif
