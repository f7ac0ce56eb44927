#if PostgreSQL
    import Sessions
    import StoreSupport

    /// A thread of the pool, with the one connection that it keeps up.
    struct Worker {
        let pool: Pool

        func run() {
            var held: [Job] = []
            while let connection = connect(for: &held) {
                pool.hasConnected()
                let isDone = serve(connection, &held)
                pool.hasDisconnected()
                if isDone { break }
            }
            pool.hasEnded()
        }

        /// Connects, as often as it takes; `nil` once the pool is closing.
        /// - Parameter held: jobs that were taken already. They are answered with the first failure.
        private func connect(for held: inout [Job]) -> Connection? {
            var pause = BackOff()
            while held.isEmpty == false || !pool.isClosing {
                do throws(StoreError) {
                    return try pool.settings.connect()
                } catch {
                    for job in held { job.fail(error) }
                    held = []
                    pool.hasFailedToConnect(error)
                }
                pause.wait { pool.isClosing }
            }
            return nil
        }

        /// Runs what there is to do until the connection is of no use any more, or, which gives true, until the pool has
        /// closed.
        /// - Parameter held: jobs that were taken for another connection, and afterwards those that are left for the next.
        private func serve(_ connection: Connection, _ held: inout [Job]) -> Bool {
            while true {
                var jobs = held
                held = []
                if jobs.isEmpty {
                    guard let taken = pool.take() else { return true }
                    jobs = taken
                }
                guard connection.isUsable() else {
                    held = jobs
                    return false
                }
                let now = ContinuousClock.now
                for job in jobs where job.deadline <= now { job.fail(.late) }
                jobs.removeAll { $0.deadline <= now }
                guard !jobs.isEmpty else { continue }
                let before = connection.roundTrips
                held = Batch(jobs, patience: pool.settings.timeout).run(on: connection)
                pool.hasRun(jobs: jobs.count, roundTrips: connection.roundTrips - before)
                if !connection.isUsable() { return false }
            }
        }
    }

    /// How long to wait before the server is tried again: longer each time, and not all servers at the same moment.
    private struct BackOff {
        private static let longest = 2_000.0
        private static let slice: UInt32 = 20
        private var milliseconds = 50.0

        /// - Parameter isOver: whether nobody is interested any more.
        mutating func wait(unless isOver: () -> Bool) {
            var left = milliseconds * Double.random(in: 0.75...1.25)
            // In slices, so that closing a store does not take that long.
            while left > 0, !isOver() {
                WorkerThread.pause(milliseconds: Self.slice)
                left -= Double(Self.slice)
            }
            milliseconds = min(milliseconds * 2, Self.longest)
        }
    }
#endif
