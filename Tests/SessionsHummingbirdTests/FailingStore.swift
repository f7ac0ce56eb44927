#if Hummingbird
    import Sessions

    /// A store that nobody can reach.
    struct FailingStore: SessionStore {
        private var failure: StoreError { StoreError(.unavailable, "the wires are cut") }

        func create(
            _ record: SessionRecord,
            admission: Admission?,
            now: Timestamp
        ) async throws(StoreError) -> CreateOutcome { throw failure }

        func load(_ key: StoreKey) async throws(StoreError) -> SessionRecord? { throw failure }

        func update(
            _ key: StoreKey,
            expecting version: Int64,
            to record: SessionRecord,
            now: Timestamp
        ) async throws(StoreError) -> UpdateOutcome { throw failure }

        func touch(
            _ key: StoreKey,
            lastSeen: Timestamp,
            idleDeadline: Timestamp,
            now: Timestamp
        ) async throws(StoreError) -> Bool { throw failure }

        func rotate(
            _ key: StoreKey,
            expecting version: Int64,
            to record: SessionRecord,
            leaving tombstone: Tombstone,
            admission: Admission?,
            now: Timestamp
        ) async throws(StoreError) -> RotateOutcome { throw failure }

        func confirm(_ successor: StoreKey, now: Timestamp) async throws(StoreError) -> Bool { throw failure }

        func deleteFamily(_ family: SessionFamily, now: Timestamp) async throws(StoreError) -> Bool { throw failure }

        func list(subject: String, now: Timestamp) async throws(StoreError) -> [SessionRecord] { throw failure }

        func deleteAll(
            subject: String,
            except family: SessionFamily?,
            now: Timestamp
        ) async throws(StoreError) -> Int { throw failure }

        func notBefore(subject: String) async throws(StoreError) -> Timestamp? { throw failure }

        func deleteExpired(limit: Int, now: Timestamp) async throws(StoreError) -> Int { throw failure }

        func count(now: Timestamp) async throws(StoreError) -> Int { throw failure }
    }
#endif
