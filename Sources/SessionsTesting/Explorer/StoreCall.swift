import Sessions

/// One call of the manager to the store, as it stands at the gate.
enum StoreCall: Sendable {
    case create(SessionRecord, Admission?, now: Timestamp)
    case load(StoreKey)
    case update(StoreKey, expecting: Int64, SessionRecord, now: Timestamp)
    case touch(StoreKey, lastSeen: Timestamp, idleDeadline: Timestamp, now: Timestamp)
    case rotate(StoreKey, expecting: Int64, SessionRecord, Tombstone, Admission?, now: Timestamp)
    case confirm(StoreKey, now: Timestamp)
    case deleteFamily(SessionFamily, now: Timestamp)
    case list(subject: String, now: Timestamp)
    case deleteAll(subject: String, except: SessionFamily?, now: Timestamp)
    case notBefore(subject: String)
    case deleteExpired(limit: Int, now: Timestamp)
    case count(now: Timestamp)

    /// What the store answered.
    enum Reply: Sendable {
        case created(CreateOutcome)
        case loaded(SessionRecord?)
        case updated(UpdateOutcome)
        case touched(Bool)
        case rotated(RotateOutcome)
        case confirmed(Bool)
        case deleted(Bool)
        case listed([SessionRecord])
        case counted(Int)
        case time(Timestamp?)
        case failed(StoreError)
    }

    /// Makes the call.
    func carryOut(on store: any SessionStore) async throws(StoreError) -> Reply {
        switch self {
        case .create(let record, let admission, let now):
            .created(try await store.create(record, admission: admission, now: now))
        case .load(let key):
            .loaded(try await store.load(key))
        case .update(let key, let version, let record, let now):
            .updated(try await store.update(key, expecting: version, to: record, now: now))
        case .touch(let key, let lastSeen, let idleDeadline, let now):
            .touched(try await store.touch(key, lastSeen: lastSeen, idleDeadline: idleDeadline, now: now))
        case .rotate(let key, let version, let record, let tombstone, let admission, let now):
            .rotated(
                try await store.rotate(
                    key,
                    expecting: version,
                    to: record,
                    leaving: tombstone,
                    admission: admission,
                    now: now
                )
            )
        case .confirm(let key, let now):
            .confirmed(try await store.confirm(key, now: now))
        case .deleteFamily(let family, let now):
            .deleted(try await store.deleteFamily(family, now: now))
        case .list(let subject, let now):
            .listed(try await store.list(subject: subject, now: now))
        case .deleteAll(let subject, let family, let now):
            .counted(try await store.deleteAll(subject: subject, except: family, now: now))
        case .notBefore(let subject):
            .time(try await store.notBefore(subject: subject))
        case .deleteExpired(let limit, let now):
            .counted(try await store.deleteExpired(limit: limit, now: now))
        case .count(let now):
            .counted(try await store.count(now: now))
        }
    }
}
