/// One session as a store keeps it.
///
/// The payload is sealed under a key that only the holder of the session's ID can derive, and it holds, besides the
/// values, an authoritative copy of every other field but ``lastSeen``, ``idleDeadline`` and ``confirmedAt``. What
/// stands here beside it is what a store needs to find, list and expire rows; a copy that differs from the sealed one
/// makes the record unreadable.
public struct SessionRecord: Sendable, Equatable {
    /// What the row is: the session itself, or what a rotation left behind under the old key (a tombstone).
    public enum State: Sendable, Equatable {
        /// The session.
        case live
        /// The ID was renewed, and the browser has not been seen with the new one yet: leads to the successor.
        /// The successor's ID is sealed under the old ID.
        case forwarding(successor: [UInt8])
        /// The ID was renewed and the browser has shown the new one at that time. The sealed successor is kept for
        /// ``Tombstone/successorLifetime`` and then wiped.
        case closed(successor: [UInt8]?, at: Timestamp)
        /// The ID was replaced by a login, a step-up or another change of privilege. Leads nowhere.
        case superseded
    }

    /// The name of the row, unique in the store.
    public var key: StoreKey
    /// 1 for a new record; each update adds one. Compared, never guessed.
    public var version: Int64
    /// The public handle. Tombstones carry the family of the session that they belonged to.
    public var family: SessionFamily
    /// Who is logged in, at most ``SessionPolicy/maximumSubjectLength`` bytes of UTF-8; `nil` for a visitor.
    public var subject: String?
    /// When the family began.
    public var created: Timestamp
    /// The last request that was noted (not every request is).
    public var lastSeen: Timestamp
    /// The session is over when nothing has been noted until then. Never later than ``absoluteDeadline``.
    public var idleDeadline: Timestamp
    /// The session is over at that time whatever happens. Renewal does not move it.
    public var absoluteDeadline: Timestamp
    /// From then on the next request that presents the ID renews it.
    public var renewAt: Timestamp
    /// When the user last proved who he is; `nil` for a visitor.
    public var authenticated: Timestamp?
    /// How strongly.
    public var assurance: AssuranceLevel
    /// The id of the server key that the payload is sealed under, four bytes, big-endian.
    public var keyID: UInt32
    /// The sealed payload; empty in a tombstone.
    public var payload: [UInt8]
    /// A device label for listings, sealed; `nil` if the application gave none.
    public var label: [UInt8]?
    /// Live, or which kind of tombstone.
    public var state: State
    /// When a browser first presented this ID as a cookie; for every record but the successor of a renewal that is
    /// the time it was created. `nil` means that its predecessor still forwards.
    public var confirmedAt: Timestamp?

    /// Makes a record.
    public init(
        key: StoreKey,
        version: Int64,
        family: SessionFamily,
        subject: String?,
        created: Timestamp,
        lastSeen: Timestamp,
        idleDeadline: Timestamp,
        absoluteDeadline: Timestamp,
        renewAt: Timestamp,
        authenticated: Timestamp?,
        assurance: AssuranceLevel,
        keyID: UInt32,
        payload: [UInt8],
        label: [UInt8]? = nil,
        state: State = .live,
        confirmedAt: Timestamp?
    ) {
        self.key = key
        self.version = version
        self.family = family
        self.subject = subject
        self.created = created
        self.lastSeen = lastSeen
        self.idleDeadline = idleDeadline
        self.absoluteDeadline = absoluteDeadline
        self.renewAt = renewAt
        self.authenticated = authenticated
        self.assurance = assurance
        self.keyID = keyID
        self.payload = payload
        self.label = label
        self.state = state
        self.confirmedAt = confirmedAt
    }

    /// Whether either deadline has passed. A session is valid while `now` is *before* both.
    public func isExpired(at now: Timestamp) -> Bool {
        now >= idleDeadline || now >= absoluteDeadline
    }
}

/// What a rotation leaves under the old key.
public enum Tombstone: Sendable, Equatable {
    /// After a login, a step-up or another change of privilege (rule R4): the old row and every tombstone of its
    /// family become ``SessionRecord/State/superseded``, their payloads and successors are wiped, and both deadlines
    /// of each are set to `until`, after which they are gone.
    case superseded(until: Timestamp)
    /// After a timed renewal (rule R7): the old row becomes ``SessionRecord/State/forwarding(successor:)``, its
    /// payload is wiped and its idle deadline is set to its absolute one.
    case forwarding(successor: [UInt8])

    /// A family keeps at most this many tombstones; a rotation deletes the oldest (lowest ``SessionRecord/lastSeen``)
    /// beyond (rule R9).
    public static let maximumPerFamily = 16

    /// How long a closed tombstone keeps its sealed successor: longer than any request takes (rule R9).
    public static let successorLifetime: Duration = .seconds(60)
}
