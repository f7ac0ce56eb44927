public import Sessions

/// A store that hands on to another every call that it does not make itself: for tests of what an application does when a
/// call is late, fails or says something else.
///
/// ```swift
/// struct StoreWithoutReads: ForwardingStore {
///     let base: any SessionStore
///     func load(_ key: StoreKey) async throws(StoreError) -> SessionRecord? {
///         throw StoreError(.unavailable, "The disk is gone.")
///     }
/// }
/// ```
public protocol ForwardingStore: SessionStore {
    /// The store behind it.
    var base: any SessionStore { get }
}

extension ForwardingStore {
    /// Hands the call on.
    public func create(
        _ record: SessionRecord,
        admission: Admission?,
        now: Timestamp
    ) async throws(StoreError) -> CreateOutcome {
        try await base.create(record, admission: admission, now: now)
    }

    /// Hands the call on.
    public func load(_ key: StoreKey) async throws(StoreError) -> SessionRecord? {
        try await base.load(key)
    }

    /// Hands the call on.
    public func update(
        _ key: StoreKey,
        expecting version: Int64,
        to record: SessionRecord,
        now: Timestamp
    ) async throws(StoreError) -> UpdateOutcome {
        try await base.update(key, expecting: version, to: record, now: now)
    }

    /// Hands the call on.
    public func touch(
        _ key: StoreKey,
        lastSeen: Timestamp,
        idleDeadline: Timestamp,
        now: Timestamp
    ) async throws(StoreError) -> Bool {
        try await base.touch(key, lastSeen: lastSeen, idleDeadline: idleDeadline, now: now)
    }

    /// Hands the call on.
    public func rotate(
        _ key: StoreKey,
        expecting version: Int64,
        to record: SessionRecord,
        leaving tombstone: Tombstone,
        admission: Admission?,
        now: Timestamp
    ) async throws(StoreError) -> RotateOutcome {
        try await base.rotate(
            key,
            expecting: version,
            to: record,
            leaving: tombstone,
            admission: admission,
            now: now
        )
    }

    /// Hands the call on.
    public func confirm(_ successor: StoreKey, now: Timestamp) async throws(StoreError) -> Bool {
        try await base.confirm(successor, now: now)
    }

    /// Hands the call on.
    public func deleteFamily(_ family: SessionFamily, now: Timestamp) async throws(StoreError) -> Bool {
        try await base.deleteFamily(family, now: now)
    }

    /// Hands the call on.
    public func list(subject: String, now: Timestamp) async throws(StoreError) -> [SessionRecord] {
        try await base.list(subject: subject, now: now)
    }

    /// Hands the call on.
    public func deleteAll(
        subject: String,
        except family: SessionFamily?,
        now: Timestamp
    ) async throws(StoreError) -> Int {
        try await base.deleteAll(subject: subject, except: family, now: now)
    }

    /// Hands the call on.
    public func notBefore(subject: String) async throws(StoreError) -> Timestamp? {
        try await base.notBefore(subject: subject)
    }

    /// Hands the call on.
    public func deleteExpired(limit: Int, now: Timestamp) async throws(StoreError) -> Int {
        try await base.deleteExpired(limit: limit, now: now)
    }

    /// Hands the call on.
    public func count(now: Timestamp) async throws(StoreError) -> Int {
        try await base.count(now: now)
    }
}
