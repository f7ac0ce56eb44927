import Sessions
import SessionsTesting
import Synchronization

/// A memory store that counts its calls, and fails those that a test names.
final class HookedStore: ForwardingStore {
    enum Call: Hashable, Sendable {
        case create, load, update, touch, rotate, confirm, deleteFamily
    }

    /// What purging does instead of what the memory store does.
    typealias Purge = @Sendable () throws(StoreError) -> Int

    let base: any SessionStore = MemoryStore()
    private let purge: Purge?
    private let collisions: Mutex<Int>
    private let counts = Mutex<[Call: Int]>([:])
    private let failures = Mutex<[Call: Int]>([:])

    /// - Parameter collisions: how many creations at first find their key taken.
    init(collisions: Int = 0, purge: Purge? = nil) {
        self.collisions = Mutex(collisions)
        self.purge = purge
    }

    func count(of call: Call) -> Int {
        counts.withLock { $0[call, default: 0] }
    }

    /// From now on the call fails, once it has been let through so many more times.
    func fail(_ call: Call, after count: Int = 0) {
        failures.withLock { $0[call] = count }
    }

    private func enter(_ call: Call) throws(StoreError) {
        counts.withLock { $0[call, default: 0] += 1 }
        let fails = failures.withLock { failures in
            guard let left = failures[call] else { return false }
            failures[call] = left - 1
            return left <= 0
        }
        if fails { throw StoreError(.unavailable, "the wires are cut") }
    }

    func create(
        _ record: SessionRecord,
        admission: Admission?,
        now: Timestamp
    ) async throws(StoreError) -> CreateOutcome {
        try enter(.create)
        let collides = collisions.withLock { left in
            left -= 1
            return left >= 0
        }
        if collides { return .exists }
        return try await base.create(record, admission: admission, now: now)
    }

    func load(_ key: StoreKey) async throws(StoreError) -> SessionRecord? {
        try enter(.load)
        return try await base.load(key)
    }

    func update(
        _ key: StoreKey,
        expecting version: Int64,
        to record: SessionRecord,
        now: Timestamp
    ) async throws(StoreError) -> UpdateOutcome {
        try enter(.update)
        return try await base.update(key, expecting: version, to: record, now: now)
    }

    func touch(
        _ key: StoreKey,
        lastSeen: Timestamp,
        idleDeadline: Timestamp,
        now: Timestamp
    ) async throws(StoreError) -> Bool {
        try enter(.touch)
        return try await base.touch(key, lastSeen: lastSeen, idleDeadline: idleDeadline, now: now)
    }

    func rotate(
        _ key: StoreKey,
        expecting version: Int64,
        to record: SessionRecord,
        leaving tombstone: Tombstone,
        admission: Admission?,
        now: Timestamp
    ) async throws(StoreError) -> RotateOutcome {
        try enter(.rotate)
        return try await base.rotate(
            key,
            expecting: version,
            to: record,
            leaving: tombstone,
            admission: admission,
            now: now
        )
    }

    func confirm(_ successor: StoreKey, now: Timestamp) async throws(StoreError) -> Bool {
        try enter(.confirm)
        return try await base.confirm(successor, now: now)
    }

    func deleteFamily(_ family: SessionFamily, now: Timestamp) async throws(StoreError) -> Bool {
        try enter(.deleteFamily)
        return try await base.deleteFamily(family, now: now)
    }

    func deleteExpired(limit: Int, now: Timestamp) async throws(StoreError) -> Int {
        if let purge { return try purge() }
        return try await base.deleteExpired(limit: limit, now: now)
    }
}
