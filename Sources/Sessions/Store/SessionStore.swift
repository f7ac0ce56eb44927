/// Where sessions are kept. A dozen small promises, and no way to write a session that is not there.
///
/// There is no "save": a record is *created* once, and from then on only changed if it still exists in the version that
/// was read. So a request that was slow cannot bring back what a logout, a revocation or a rotation has ended since
/// (CVE-2025-46336 and its kind), whatever the application does.
///
/// ### The contract
/// - Each call is atomic and isolated: it happens as a whole, in an order that all callers agree on, or it throws and
///   nothing has happened. A call that throws ``StoreError`` may be repeated by the caller.
/// - A call has taken effect, durably as far as the engine promises, before it returns.
/// - *Live* means state ``SessionRecord/State/live`` and `now` before both deadlines. A row past a deadline is missing
///   to ``update(_:expecting:to:now:)``, ``touch(_:lastSeen:idleDeadline:now:)`` and
///   ``rotate(_:expecting:to:leaving:admission:now:)``, whether or not it has been purged.
/// - The store never opens a payload and never invents a time: `now` is given by the caller.
/// - A subject is compared byte by byte, not by Unicode equivalence.
///
/// `SessionsTesting` holds the suite that every store passes, races included: an author runs it with one call.
public protocol SessionStore: Sendable {
    /// Adds a record under a key that is not in the store, in any state.
    ///
    /// With an `admission` (a login) the same transaction first checks it: the request must have begun after the
    /// subject's not-before, and the subject's limit is enforced over his other live families.
    func create(
        _ record: SessionRecord,
        admission: Admission?,
        now: Timestamp
    ) async throws(StoreError) -> CreateOutcome

    /// The row under that key as it is, live or not, expired or not; `nil` if there is none.
    func load(_ key: StoreKey) async throws(StoreError) -> SessionRecord?

    /// Replaces what may change in a live record if its version is still `version`: payload, version, deadlines, last
    /// seen, renewal time, authentication time, assurance, server key id and label. Key, family, subject, creation time,
    /// state and ``SessionRecord/confirmedAt`` stay as they are in the store.
    func update(
        _ key: StoreKey,
        expecting version: Int64,
        to record: SessionRecord,
        now: Timestamp
    ) async throws(StoreError) -> UpdateOutcome

    /// Notes that a live session is in use: sets last seen and the idle deadline, which is cut at the row's absolute
    /// deadline. The version stays. Returns whether there was a live record.
    func touch(
        _ key: StoreKey,
        lastSeen: Timestamp,
        idleDeadline: Timestamp,
        now: Timestamp
    ) async throws(StoreError) -> Bool

    /// Replaces a live record in that version by another under a new key, and leaves a tombstone under the old one, in
    /// one transaction. The new record may belong to another family (a login).
    ///
    /// With an `admission` the same transaction checks it as ``create(_:admission:now:)`` does; the family of the old
    /// record does not count against the limit.
    func rotate(
        _ key: StoreKey,
        expecting version: Int64,
        to record: SessionRecord,
        leaving tombstone: Tombstone,
        admission: Admission?,
        now: Timestamp
    ) async throws(StoreError) -> RotateOutcome

    /// Notes that the successor of a renewal has been presented as a cookie: sets its ``SessionRecord/confirmedAt`` to
    /// `now` if it is live and not confirmed yet, and in the same transaction turns the forwarding tombstone of its
    /// family into ``SessionRecord/State/closed(successor:at:)`` at `now`. Returns whether this call did it.
    func confirm(_ successor: StoreKey, now: Timestamp) async throws(StoreError) -> Bool

    /// Ends a session: deletes the record and all its tombstones. Returns whether a live record (not expired at `now`)
    /// was among them.
    func deleteFamily(_ family: SessionFamily, now: Timestamp) async throws(StoreError) -> Bool

    /// The live records of a subject, newest ``SessionRecord/lastSeen`` first.
    func list(subject: String, now: Timestamp) async throws(StoreError) -> [SessionRecord]

    /// Ends every session of a subject but the given family, tombstones included, and sets the subject's not-before to
    /// `now` in the same transaction (it never moves back). Returns how many live records were ended.
    func deleteAll(
        subject: String,
        except family: SessionFamily?,
        now: Timestamp
    ) async throws(StoreError) -> Int

    /// Logins of this subject by requests that began at or before that time are refused; `nil` if none was ever set.
    /// Kept for at least 400 days, the longest life of a cookie (SC-17).
    func notBefore(subject: String) async throws(StoreError) -> Timestamp?

    /// Deletes up to `limit` rows past a deadline, and wipes the sealed successor of up to `limit` tombstones that were
    /// closed ``Tombstone/successorLifetime`` ago or earlier. Returns how many rows it deleted or wiped, whichever are
    /// more; fewer than `limit` means that no more were found.
    func deleteExpired(limit: Int, now: Timestamp) async throws(StoreError) -> Int

    /// How many live records there are.
    func count(now: Timestamp) async throws(StoreError) -> Int
}

/// What a login asks of the store, checked in the transaction that creates its record.
public struct Admission: Sendable, Equatable {
    /// When the request that logs in began. Refused unless later than the subject's not-before.
    public var requestBegan: Timestamp
    /// How many live families the subject may have, this one included; `nil` for no limit.
    public var limit: SubjectLimit?

    /// Makes an admission.
    public init(requestBegan: Timestamp, limit: SubjectLimit? = nil) {
        self.requestBegan = requestBegan
        self.limit = limit
    }
}

/// How many sessions one subject may have at a time, and what happens beyond (OS-21).
public enum SubjectLimit: Sendable, Equatable {
    /// The login is refused.
    case refuse(over: Int)
    /// The families with the oldest ``SessionRecord/lastSeen`` are deleted to make room.
    case endOldest(over: Int)
}

/// What became of ``SessionStore/create(_:admission:now:)``.
public enum CreateOutcome: Sendable, Equatable {
    /// The record is stored; `ended` are the families that made room for it.
    case created(ended: [SessionFamily])
    /// There is a row under that key.
    case exists
    /// The request began at or before the subject's not-before.
    case refusedByNotBefore
    /// The subject has as many sessions as he may.
    case refusedByLimit
}

/// What became of ``SessionStore/update(_:expecting:to:now:)``.
public enum UpdateOutcome: Sendable, Equatable {
    /// The record is stored.
    case updated
    /// There is a live record in another version: load it, reapply, compare again.
    case conflict
    /// There is no live record under that key.
    case missing
}

/// What became of ``SessionStore/rotate(_:expecting:to:leaving:admission:now:)``.
public enum RotateOutcome: Sendable, Equatable {
    /// The new record is stored and the old key holds its tombstone; `ended` are the families that made room.
    case rotated(ended: [SessionFamily])
    /// There is a live record in another version.
    case conflict
    /// There is no live record under the old key.
    case missing
    /// There is a row under the new key.
    case exists
    /// The request began at or before the subject's not-before.
    case refusedByNotBefore
    /// The subject has as many sessions as he may.
    case refusedByLimit
}
