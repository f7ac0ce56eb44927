#if PostgreSQL
    import Sessions
    import StoreSupport
    import Synchronization

    /// Some connections with a thread each, and the queue that they drain.
    ///
    /// A thread takes what has gathered while it was busy, so that the more there is to do, the more of it shares a round
    /// trip and a flush of the server's disk. Nobody waits longer than he was promised: a server that does not answer costs
    /// each call its time-out once, and while none of the connections can be made every call fails at once.
    final class Pool: Sendable {
        /// How many jobs share a round trip.
        static let jobsPerBatch = 64

        let settings: Settings
        private let queue = WorkQueue<Job>()
        private let end = Completion()
        private let waiting = Atomic<Int>(0)
        private let state: Mutex<State>

        private struct State {
            var isClosing = false
            var workers: Int
            var connected = 0
            /// Why the last attempt to connect failed. `nil` while it may still succeed.
            var failure: StoreError?
            var statistics = Statistics()
        }

        /// What was done so far.
        struct Statistics {
            var jobs = 0
            var batches = 0
            var roundTrips = 0
        }

        var statistics: Statistics { state.withLock { $0.statistics } }

        /// How many connections there are at the moment.
        var connections: Int { state.withLock { $0.connected } }

        /// Starts the threads, which connect by themselves.
        init(_ settings: Settings) throws(StoreError) {
            self.settings = settings
            state = Mutex(State(workers: settings.connections))
            for number in 0..<settings.connections {
                do throws(StoreError) {
                    try WorkerThread.start { [self] in Worker(pool: self).run() }
                } catch {
                    // Those that were started end again.
                    state.withLock { $0.workers = number }
                    stop()
                    throw error
                }
            }
        }

        // MARK: Calling

        /// Reads with one statement.
        func read<Value: Sendable>(
            _ statement: Statement,
            _ decode: @escaping @Sendable (Rows) -> Value
        ) async throws(StoreError) -> Value {
            try await answer { (deadline, answer) in
                Job(
                    work: .read(statement),
                    deadline: deadline,
                    succeed: { answer(.success(decode($0))) },
                    fail: { answer(.failure($0)) }
                )
            }
        }

        /// Changes the row under `key` with one statement, and gives how many rows that were.
        func write(_ statement: Statement, to key: StoreKey) async throws(StoreError) -> Int {
            try await answer { (deadline, answer) in
                Job(
                    work: .write(statement, key),
                    deadline: deadline,
                    succeed: { answer(.success($0.changes)) },
                    fail: { answer(.failure($0)) }
                )
            }
        }

        /// Runs `body` in a transaction of its own.
        ///
        /// It may run more than once, each time after what it did was undone: it must have no effect but on the database.
        /// What it does not commit is undone.
        func transaction<Value: Sendable>(
            _ body: @escaping @Sendable (Transaction) throws(Failure) -> Value
        ) async throws(StoreError) -> Value {
            try await answer { (deadline, answer) in
                Job(
                    work: .transaction { (transaction) throws(Failure) in
                        let value = try body(transaction)
                        return { answer(.success(value)) }
                    },
                    deadline: deadline,
                    succeed: { _ in },
                    fail: { answer(.failure($0)) }
                )
            }
        }

        private func answer<Value: Sendable>(
            _ job: (ContinuousClock.Instant, @escaping @Sendable (Result<Value, StoreError>) -> Void) -> Job
        ) async throws(StoreError) -> Value {
            defer { waiting.subtract(1, ordering: .relaxed) }
            guard waiting.add(1, ordering: .relaxed).newValue <= settings.mostWaiting else { throw .crowded }
            if let failure = state.withLock({ $0.connected == 0 ? $0.failure : nil }) { throw failure }
            let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
                let job = job(.now + settings.timeout) { continuation.resume(returning: $0) }
                if !queue.add(job, isAlone: job.isAlone) { job.fail(.closed) }
            }
            return try result.get()
        }

        // MARK: Ending

        /// Lets the threads end once the queue is drained.
        func stop() {
            let isOver = state.withLock { state in
                state.isClosing = true
                return state.workers == 0
            }
            queue.close()
            if isOver { end.complete() }
        }

        /// Returns once all connections are closed.
        func waitForEnd() async {
            await end.wait()
        }

        // MARK: For the workers

        var isClosing: Bool { state.withLock { $0.isClosing } }

        /// The next jobs; `nil` once the pool is closed and its queue is empty.
        func take() -> [Job]? {
            queue.take(upTo: Self.jobsPerBatch)
        }

        func hasConnected() {
            state.withLock { state in
                state.connected += 1
                state.failure = nil
            }
        }

        func hasDisconnected() {
            state.withLock { $0.connected -= 1 }
        }

        /// Notes that no connection could be made. If there is no other one nobody is left to wait for.
        func hasFailedToConnect(_ failure: StoreError) {
            // Taken before anybody can connect, who would perform them.
            let stranded: [Job] = state.withLock { state in
                guard state.connected == 0 else { return [] }
                state.failure = failure
                return queue.takeAll()
            }
            for job in stranded { job.fail(failure) }
        }

        func hasRun(jobs: Int, roundTrips: Int) {
            state.withLock { state in
                state.statistics.jobs += jobs
                state.statistics.batches += 1
                state.statistics.roundTrips += roundTrips
            }
        }

        /// A worker has ended. The last one leaves nobody without an answer.
        func hasEnded() {
            let isLast = state.withLock { state in
                state.workers -= 1
                return state.workers == 0
            }
            guard isLast else { return }
            for job in queue.takeAll() { job.fail(.closed) }
            end.complete()
        }
    }
#endif
