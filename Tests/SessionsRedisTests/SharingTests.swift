#if Redis
    import Sessions
    import SessionsRedis
    import SessionsTesting
    import Synchronization
    import Testing

    @Suite("Several application servers on one Redis", .serialized)
    struct SharingTests {
        /// From the first of the cases about races on: they end the list.
        private static let racing = Array(
            StoreConformance.cases.drop { !$0.name.hasPrefix("of a hundred concurrent updates") }
        )

        @Test("keep the contract together", arguments: racing, Kind.allCases)
        func races(rule: StoreConformance.Case, kind: Kind) async throws {
            try await rule.run {
                let prefix = freshPrefix()
                var stores: [RedisStore] = []
                for _ in 0..<3 { stores.append(try await kind.store(prefix: prefix)) }
                return SpreadStore(stores)
            }
        }

        @Test("there are such cases")
        func complete() {
            #expect(Self.racing.count >= 9)
        }
    }

    /// Gives each call to another of some stores.
    private struct SpreadStore: SessionStore {
        private let stores: [RedisStore]
        private let turn = Turn()

        private final class Turn: Sendable {
            let number = Atomic<Int>(0)
        }

        init(_ stores: [RedisStore]) {
            self.stores = stores
        }

        private var any: RedisStore {
            stores[turn.number.wrappingAdd(1, ordering: .relaxed).newValue % stores.count]
        }

        func create(
            _ record: SessionRecord,
            admission: Admission?,
            now: Timestamp
        ) async throws(StoreError) -> CreateOutcome {
            try await any.create(record, admission: admission, now: now)
        }

        func load(_ key: StoreKey) async throws(StoreError) -> SessionRecord? {
            try await any.load(key)
        }

        func update(
            _ key: StoreKey,
            expecting version: Int64,
            to record: SessionRecord,
            now: Timestamp
        ) async throws(StoreError) -> UpdateOutcome {
            try await any.update(key, expecting: version, to: record, now: now)
        }

        func touch(
            _ key: StoreKey,
            lastSeen: Timestamp,
            idleDeadline: Timestamp,
            now: Timestamp
        ) async throws(StoreError) -> Bool {
            try await any.touch(key, lastSeen: lastSeen, idleDeadline: idleDeadline, now: now)
        }

        func rotate(
            _ key: StoreKey,
            expecting version: Int64,
            to record: SessionRecord,
            leaving tombstone: Tombstone,
            admission: Admission?,
            now: Timestamp
        ) async throws(StoreError) -> RotateOutcome {
            try await any.rotate(
                key,
                expecting: version,
                to: record,
                leaving: tombstone,
                admission: admission,
                now: now
            )
        }

        func confirm(_ successor: StoreKey, now: Timestamp) async throws(StoreError) -> Bool {
            try await any.confirm(successor, now: now)
        }

        func deleteFamily(_ family: SessionFamily, now: Timestamp) async throws(StoreError) -> Bool {
            try await any.deleteFamily(family, now: now)
        }

        func list(subject: String, now: Timestamp) async throws(StoreError) -> [SessionRecord] {
            try await any.list(subject: subject, now: now)
        }

        func deleteAll(
            subject: String,
            except family: SessionFamily?,
            now: Timestamp
        ) async throws(StoreError) -> Int {
            try await any.deleteAll(subject: subject, except: family, now: now)
        }

        func notBefore(subject: String) async throws(StoreError) -> Timestamp? {
            try await any.notBefore(subject: subject)
        }

        func deleteExpired(limit: Int, now: Timestamp) async throws(StoreError) -> Int {
            try await any.deleteExpired(limit: limit, now: now)
        }

        func count(now: Timestamp) async throws(StoreError) -> Int {
            try await any.count(now: now)
        }
    }
#endif
