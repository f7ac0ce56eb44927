public import Sessions
import Synchronization

extension SQLiteStore {
    /// Deletes rows past a deadline and wipes the successors of tombstones that were closed a minute ago.
    ///
    /// Goes in steps, each a transaction of a few milliseconds with other writes between them, so that nobody waits
    /// long for the lock; how many rows that are depends on what the last steps took. Each step is atomic; a call that
    /// throws may have done some.
    public func deleteExpired(limit: Int, now: Timestamp) async throws(StoreError) -> Int {
        let wiped = try await repeatedly(upTo: limit) { (connection, count) throws(StoreError) in
            let wiped = try connection.wipeSuccessors(
                closedBy: now + (.zero - Tombstone.successorLifetime),
                limit: count
            )
            return (wiped, wiped == count)
        }
        let forgotten = try await repeatedly(upTo: limit) { (connection, count) throws(StoreError) in
            let forgotten = try connection.forgetNotBefores(
                setBy: now + (.zero - PurgeStep.notBeforeLifetime),
                limit: count
            )
            return (forgotten, forgotten == count)
        }
        let deleted = try await repeatedly(upTo: limit) { (connection, count) throws(StoreError) in
            try connection.deleteExpired(limit: count, now: now)
        }
        if deleted < limit { try await giveBackPages() }
        return max(deleted, wiped, forgotten)
    }

    /// Calls `step` with how many rows it may take on until it says that there are no more or `limit` is reached.
    private func repeatedly(
        upTo limit: Int,
        _ step: @escaping @Sendable (Connection, Int) throws(StoreError) -> (done: Int, more: Bool)
    ) async throws(StoreError) -> Int {
        var total = 0
        while total < limit {
            let count = min(limit - total, writer.bulkRows.load(ordering: .relaxed))
            let began = ContinuousClock.now
            let (done, more) = try await writer.write(isBulk: true) { (connection) throws(StoreError) in
                try step(connection, count)
            }
            total += done
            if !more || total >= limit { break }
            await writer.giveWay(after: began.duration(to: .now))
        }
        return total
    }
}

enum PurgeStep {
    /// Time after which no further row or page is begun, whatever the last steps took. What a step has changed is written to the
    /// disk by the next request's flush, which waits for it: of steps of 5 ms that was most of a request's wait.
    static let time = Duration.milliseconds(2)
    /// The longest life of a cookie (SC-17): so long a not-before may matter.
    static let notBeforeLifetime = Duration.seconds(400 * 86_400)
}

extension Connection {
    fileprivate func wipeSuccessors(closedBy time: Timestamp, limit: Int) throws(StoreError) -> Int {
        try run(.wipeSuccessors) { statement in
            statement.bind(time)
            statement.bind(Int64(limit))
        }
    }

    fileprivate func forgetNotBefores(setBy time: Timestamp, limit: Int) throws(StoreError) -> Int {
        try run(.forgetNotBefores) { statement in
            statement.bind(time)
            statement.bind(Int64(limit))
        }
    }

    /// Of up to `limit` rows that are due, deletes those that are past a deadline and moves the check of those that are
    /// alive.
    fileprivate func deleteExpired(limit: Int, now: Timestamp) throws(StoreError) -> (done: Int, more: Bool) {
        let end = ContinuousClock.now + PurgeStep.time
        let due = try due(limit: limit, now: now)
        var deleted = 0
        for (number, row) in due.enumerated() {
            // At least one, however slow the disk, so that every step gets on.
            if number > 0, ContinuousClock.now >= end { return (deleted, true) }
            try run(row.isExpired ? .deleteRow : .postponeCheck) { $0.bind(row.id) }
            guard row.isExpired else { continue }
            if let key = row.key { note(.gone, of: key) }
            deleted += 1
        }
        return (deleted, due.count == limit)
    }

    private func due(limit: Int, now: Timestamp) throws(StoreError) -> [(id: Int64, isExpired: Bool, key: StoreKey?)] {
        let statement = try statement(.due)
        defer { statement.reset() }
        statement.bind(now)
        statement.bind(Int64(limit))
        var rows: [(id: Int64, isExpired: Bool, key: StoreKey?)] = []
        while try statement.step() {
            rows.append((statement.integer(0), statement.integer(1) != 0, statement.key(tag: 0, hash: 2)))
        }
        return rows
    }
}
