public import Sessions
import Synchronization

/// Stores of several servers on one database, asked in turn: a browser whose requests hop between them.
public final class AlternatingStore<Store: IterableSessionStore>: IterableSessionStore {
    private let stores: [Store]
    private let turn = Atomic<Int>(0)

    public init(_ stores: [Store]) {
        self.stores = stores
    }

    private var next: Store { stores[turn.add(1, ordering: .relaxed).newValue % stores.count] }

    public func create(
        _ record: SessionRecord,
        admission: Admission?,
        now: Timestamp
    ) async throws(StoreError) -> CreateOutcome {
        try await next.create(record, admission: admission, now: now)
    }

    public func load(_ key: StoreKey) async throws(StoreError) -> SessionRecord? { try await next.load(key) }

    public func update(
        _ key: StoreKey,
        expecting version: Int64,
        to record: SessionRecord,
        now: Timestamp
    ) async throws(StoreError) -> UpdateOutcome {
        try await next.update(key, expecting: version, to: record, now: now)
    }

    public func touch(
        _ key: StoreKey,
        lastSeen: Timestamp,
        idleDeadline: Timestamp,
        now: Timestamp
    ) async throws(StoreError) -> Bool {
        try await next.touch(key, lastSeen: lastSeen, idleDeadline: idleDeadline, now: now)
    }

    public func rotate(
        _ key: StoreKey,
        expecting version: Int64,
        to record: SessionRecord,
        leaving tombstone: Tombstone,
        admission: Admission?,
        now: Timestamp
    ) async throws(StoreError) -> RotateOutcome {
        try await next.rotate(
            key,
            expecting: version,
            to: record,
            leaving: tombstone,
            admission: admission,
            now: now
        )
    }

    public func confirm(_ successor: StoreKey, now: Timestamp) async throws(StoreError) -> Bool {
        try await next.confirm(successor, now: now)
    }

    public func deleteFamily(_ family: SessionFamily, now: Timestamp) async throws(StoreError) -> Bool {
        try await next.deleteFamily(family, now: now)
    }

    public func list(subject: String, now: Timestamp) async throws(StoreError) -> [SessionRecord] {
        try await next.list(subject: subject, now: now)
    }

    public func deleteAll(
        subject: String,
        except family: SessionFamily?,
        now: Timestamp
    ) async throws(StoreError) -> Int {
        try await next.deleteAll(subject: subject, except: family, now: now)
    }

    public func notBefore(subject: String) async throws(StoreError) -> Timestamp? {
        try await next.notBefore(subject: subject)
    }

    public func deleteExpired(limit: Int, now: Timestamp) async throws(StoreError) -> Int {
        try await next.deleteExpired(limit: limit, now: now)
    }

    public func count(now: Timestamp) async throws(StoreError) -> Int { try await next.count(now: now) }

    public func page(after cursor: StoreCursor?, limit: Int) async throws(StoreError) -> StorePage {
        try await next.page(after: cursor, limit: limit)
    }
}
