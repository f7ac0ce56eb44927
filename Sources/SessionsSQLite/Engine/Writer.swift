import CSQLiteSupport
import Sessions
import StoreSupport
import Synchronization

/// The one thread that writes: it drains its queue into one transaction and answers after COMMIT.
///
/// A commit costs a flush of the disk, whether it holds one job or sixty-four, so under load most of that cost is
/// shared. While one transaction is flushed the next one's jobs gather by themselves. Those who have just been answered
/// come back with their next jobs a moment later: on a slow disk the transaction stays open for them, as ``Pace`` says, lest
/// the first of them has a flush to itself and all others wait for it; and the thread has done the first ones' work by the
/// time that the last ones come.
final class Writer: Sendable {
    /// How many jobs share a transaction: a bound on how long the lock is held against other processes.
    static let jobsPerTransaction = 64

    /// How long a bulk job's transaction should take at most. A request that comes while it is under way waits for it,
    /// and 25 ms is the most that a purge may keep others from the lock.
    private static let bulkTime = Duration.milliseconds(8)
    private static let fewestBulkRows = 8
    private static let mostBulkRows = 256

    /// How many rows a bulk job should change, going by what the last ones took.
    let bulkRows = Atomic<Int>(32)

    private let queue = WorkQueue<any Job>()
    private let end = Completion()
    private let committed = Mutex((jobs: 0, transactions: 0))
    /// Locked by the thread for as long as it lives.
    private let connection: Mutex<Connection?>
    private let checkpointer: Checkpointer
    private let flushes: Bool
    private let optimises: Bool
    private let rows: RowCache

    /// How many jobs have been committed, and in how many transactions.
    var statistics: (jobs: Int, transactions: Int) { committed.withLock { $0 } }

    /// Starts the thread.
    /// - Parameters:
    ///   - connection: open, with its tables in place.
    ///   - rows: those that are kept in memory, which is told of every change.
    ///   - checkpointing: another one to the same file.
    ///   - flushes: whether a job is answered only when the disk has it. A bulk job never waits: it is upkeep, which is done
    ///     again where a failure of power undoes it, and would keep others from the lock for as long as its flush takes.
    ///   - optimises: whether to leave what the planner should know of the file, at the end. Not for one who only looks.
    ///   - beforeEnd: called on the thread when everything is drained, before the connection is closed.
    init(
        _ connection: sending Connection,
        rows: RowCache,
        checkpointing: sending Connection,
        flushes: Bool = true,
        optimises: Bool = true,
        beforeEnd: @escaping @Sendable () -> Void
    ) throws(StoreError) {
        connection.checkpointManually()
        self.connection = Mutex(connection)
        checkpointer = Checkpointer(checkpointing)
        self.flushes = flushes
        self.optimises = optimises
        self.rows = rows
        try WorkerThread.start { [self] in
            hardtack_take_short_turns()
            self.connection.withLock { connection in
                if let connection { serve(connection) }
                beforeEnd()
                checkpointer.close()
                connection = nil
            }
            end.complete()
        }
    }

    /// Runs `body` within a transaction and gives its result once that is committed.
    ///
    /// A body may run twice, the first time in a transaction that was rolled back: it must have no effect but on the
    /// database.
    /// - Parameter isBulk: whether the job is to have a transaction of its own, because it takes long enough: those who
    ///   came before it are answered first.
    func write<Value: Sendable>(
        isBulk: Bool = false,
        _ body: @escaping @Sendable (Connection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            let job = Write(isBulk: isBulk, answering: continuation, body)
            if !queue.add(job, isAlone: isBulk) { job.fail(.closed) }
        }
        return try result.get()
    }

    /// Between two bulk jobs of one caller: rests for as long as the last took, so that other processes get the lock, which
    /// they only learn of by trying again and again. Then lets the disk copy the log, for a second at most: every request's
    /// flush would wait for both, and the copying would never catch up.
    func giveWay(after step: Duration) async {
        try? await Task.sleep(for: step)
        for _ in 0..<100 where checkpointer.isCopying { try? await Task.sleep(for: .milliseconds(10)) }
    }

    /// Lets the thread end once the queue is drained.
    func stop() {
        queue.close()
    }

    /// Returns once the thread has drained its queue and closed its connection.
    func waitForEnd() async {
        await end.wait()
    }

    /// What a transaction was.
    private struct Transaction {
        let jobs: Int
        /// How long the jobs took by themselves, and COMMIT after them.
        var work = Duration.zero
        var flush = Duration.zero
    }

    /// How many jobs the next transaction is likely to have, and how long it is worth keeping it open for them.
    ///
    /// Where the disk takes longer than those who were answered take to come back, each flush that is saved is time saved
    /// for all. Where it is quicker, waiting for everybody only makes everybody wait: those who come during one flush are
    /// enough for the next.
    private struct Pace {
        /// A disk may be slow for other reasons than ours.
        private static let mostPatience = Duration.milliseconds(4)
        /// Waking the thread for each job would cost more than the job.
        private static let together = 16
        /// So few share so little that the wait would be longer for all.
        private static let fewest = 4
        /// Hardly any disk is quicker.
        private static let quickFlush = Duration.microseconds(200)
        /// How many times as long as the jobs' work a flush has to be: a request as a whole takes about so much, so that it
        /// is back before the flush would be over. Measured on two processors with flushes from 0.3 to 3 ms: by 2 those of a
        /// quick disk are waited for in vain, by 8 those of a slow one are not waited for.
        private static let slowness = 5

        /// What a transaction like the last ones takes: a single one may have few jobs, or the disk a bad moment.
        private var work = Duration.zero
        private var flush = Duration.zero
        /// As many as there were: a server under load has so many requests under way. None if nobody is waited for.
        private var expected = 0
        private(set) var began = ContinuousClock.now
        private var waitsUntil = ContinuousClock.now

        mutating func begin() {
            began = .now
        }

        /// How many more to wait for when `count` have come. None, as a rule, after a job that comes out of the blue.
        func missing(after count: Int) -> Int { min(max(expected - count, 0), Self.together) }

        /// What is left of a flush's time since the last transaction ended: who waited longer would do better to flush, and
        /// to flush again for those who come later.
        var patience: Duration { ContinuousClock.now.duration(to: waitsUntil) }

        mutating func end(_ transaction: Transaction) {
            expected = 0
            guard transaction.jobs >= Self.fewest else { return }
            work += (transaction.work - work) / 8
            // One that takes more than twice as long as usual says little of the next.
            flush += (min(transaction.flush, max(flush * 2, Self.quickFlush)) - flush) / 8
            guard flush > work * Self.slowness else { return }
            expected = transaction.jobs
            waitsUntil = .now + min(transaction.flush, Self.mostPatience)
        }
    }

    // MARK: On the thread

    private func serve(_ connection: Connection) {
        var pace = Pace()
        while let first = queue.take(upTo: Self.jobsPerTransaction) {
            // A bulk job is taken alone.
            let isBulk = first[0].isBulk
            pace.begin()
            let transaction = perform(first, on: connection) { count in
                if isBulk || count >= Self.jobsPerTransaction { return [] }
                return queue.takeMore(
                    upTo: Self.jobsPerTransaction - count,
                    expecting: pace.missing(after: count),
                    for: pace.patience
                )
            }
            if isBulk {
                measureBulk(pace.began.duration(to: .now))
            } else {
                pace.end(transaction)
            }
            checkpointer.tend(connection)
        }
        guard optimises else { return }
        // Whoever closes the store waits for this: not for another process's lock.
        _ = try? connection.execute("PRAGMA busy_timeout = 100")
        // So that the planner goes on choosing the right index as the file grows; looks at a sample only.
        _ = try? connection.execute("PRAGMA analysis_limit = 400")
        _ = try? connection.execute("PRAGMA optimize")
    }

    /// Others wait for as long as that took: a machine that gets slower is given less at a time.
    private func measureBulk(_ time: Duration) {
        let rows = bulkRows.load(ordering: .relaxed)
        if time > Self.bulkTime {
            bulkRows.store(max(rows / 2, Self.fewestBulkRows), ordering: .relaxed)
        } else if time < Self.bulkTime / 2 {
            bulkRows.store(min(rows + rows / 4, Self.mostBulkRows), ordering: .relaxed)
        }
    }

    /// Performs jobs in one transaction, those in hand and those that come meanwhile, and answers them all.
    /// - Parameter more: given how many have been performed, the next ones; none ends the transaction.
    /// - Returns: how many there were.
    private func perform(_ first: [any Job], on connection: Connection, more: (Int) -> [any Job]) -> Transaction {
        var jobs = first
        var performed = 0
        var work = Duration.zero
        do throws(StoreError) {
            try begin(on: connection, flushing: flushes && !first[0].isBulk)
            repeat {
                let start = ContinuousClock.now
                while performed < jobs.count {
                    try jobs[performed].perform(on: connection)
                    performed += 1
                }
                work += start.duration(to: .now)
                jobs += more(jobs.count)
            } while performed < jobs.count
        } catch {
            try? rollBack(connection)
            // One job must not take the others down. Alone in a transaction each fails or succeeds by itself; a
            // savepoint around each would cost every job of every transaction what only this rare case needs.
            if jobs.count == 1 {
                jobs[0].fail(error)
            } else {
                for job in jobs { _ = perform([job], on: connection) { _ in [] } }
            }
            return Transaction(jobs: jobs.count)
        }
        let committing = ContinuousClock.now
        do throws(StoreError) {
            try connection.commit()
        } catch {
            // Should it have been done all the same, nobody will say what.
            rows.clear(for: nil)
            try? rollBack(connection)
            for job in jobs { job.fail(error) }
            return Transaction(jobs: jobs.count)
        }
        let flush = committing.duration(to: .now)
        tell(rows, of: connection)
        committed.withLock { $0 = ($0.jobs + jobs.count, $0.transactions + 1) }
        for job in jobs { job.succeed() }
        return Transaction(jobs: jobs.count, work: work, flush: flush)
    }

    private func begin(on connection: Connection, flushing: Bool) throws(StoreError) {
        try rollBack(connection)
        try connection.setFlushing(flushing)
        try connection.begin()
    }

    /// Takes the cache on to what the transaction has left: before anybody is answered, lest he finds what was there before.
    private func tell(_ rows: RowCache, of connection: Connection) {
        guard rows.isEnabled else { return }
        let state = connection.logState
        // Asked for after the state: if nobody else has committed until now, the state is the one that this transaction left.
        let isOvertaken = connection.isOvertaken()
        if let state, !isOvertaken {
            rows.advance(to: state, by: connection.rowChanges)
        } else {
            // The same state before and after is that in which others' commits were looked for.
            rows.clear(for: connection.logState == state ? state : nil)
        }
    }

    /// SQLite ends a transaction by itself after some failures; after others it has to be told.
    private func rollBack(_ connection: Connection) throws(StoreError) {
        if connection.isInTransaction { try connection.run(.rollback) }
    }
}
