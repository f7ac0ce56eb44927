package import Sessions
import Synchronization

/// Stores of several servers on one database, asked in turn: a browser whose requests hop between them.
package final class AlternatingStore<Store: IterableSessionStore>: IterableSessionStore {
    private let stores: [Store]
    private let turn = Atomic<Int>(0)

    package init(_ stores: [Store]) {
        self.stores = stores
    }

    private var next: Store { stores[turn.add(1, ordering: .relaxed).newValue % stores.count] }

    package func create(
        _ record: SessionRecord,
        admission: Admission?,
        now: Timestamp
    ) async throws(StoreError) -> CreateOutcome {
        try await next.create(record, admission: admission, now: now)
    }

    package func load(_ key: StoreKey) async throws(StoreError) -> SessionRecord? { try await next.load(key) }

    package func update(
        _ key: StoreKey,
        expecting version: Int64,
        to record: SessionRecord,
        now: Timestamp
    ) async throws(StoreError) -> UpdateOutcome {
        try await next.update(key, expecting: version, to: record, now: now)
    }

    package func touch(
        _ key: StoreKey,
        lastSeen: Timestamp,
        idleDeadline: Timestamp,
        now: Timestamp
    ) async throws(StoreError) -> Bool {
        try await next.touch(key, lastSeen: lastSeen, idleDeadline: idleDeadline, now: now)
    }

    package func rotate(
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

    package func confirm(_ successor: StoreKey, now: Timestamp) async throws(StoreError) -> Bool {
        try await next.confirm(successor, now: now)
    }

    package func deleteFamily(_ family: SessionFamily, now: Timestamp) async throws(StoreError) -> Bool {
        try await next.deleteFamily(family, now: now)
    }

    package func list(subject: String, now: Timestamp) async throws(StoreError) -> [SessionRecord] {
        try await next.list(subject: subject, now: now)
    }

    package func deleteAll(
        subject: String,
        except family: SessionFamily?,
        now: Timestamp
    ) async throws(StoreError) -> Int {
        try await next.deleteAll(subject: subject, except: family, now: now)
    }

    package func notBefore(subject: String) async throws(StoreError) -> Timestamp? {
        try await next.notBefore(subject: subject)
    }

    package func deleteExpired(limit: Int, now: Timestamp) async throws(StoreError) -> Int {
        try await next.deleteExpired(limit: limit, now: now)
    }

    package func count(now: Timestamp) async throws(StoreError) -> Int { try await next.count(now: now) }

    package func page(after cursor: StoreCursor?, limit: Int) async throws(StoreError) -> StorePage {
        try await next.page(after: cursor, limit: limit)
    }
}
