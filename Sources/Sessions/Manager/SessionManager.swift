public import HTTPTypes
public import Logging
public import SecureTokens

/// Begins a session for each request and commits it to the response: all that a framework needs.
///
/// ```swift
/// let session = try await manager.begin(request.headerFields)
/// session.username = "test"
/// try await manager.commit(session, to: &response.headerFields)
/// ```
public struct SessionManager: Sendable {
    let parts: ManagerParts

    /// Makes a manager.
    /// - Parameters:
    ///   - store: where sessions are kept.
    ///   - keys: the server keys under which records are sealed; the first seals, all open.
    ///   - policy: deadlines and names.
    ///   - clock: the server's clock.
    ///   - logger: gets every event; its label by default is `hardtack.sessions`.
    ///   - onEvent: gets every event. Called on the request's path: it should be quick.
    /// - Throws: ``SessionError`` `.invalidPolicy`.
    public init(
        store: any SessionStore,
        keys: KeyRing,
        policy: SessionPolicy = SessionPolicy(),
        clock: WallClock = .system,
        logger: Logger = Logger(label: "hardtack.sessions"),
        onEvent: (@Sendable (SessionEvent) -> Void)? = nil
    ) throws(SessionError) {
        let events = Instruments(clock: clock, logger: logger, handler: onEvent)
        try self.init(store: store, keys: keys, policy: policy, events: events)
    }

    init(
        store: any SessionStore,
        keys: KeyRing,
        policy: SessionPolicy,
        events: Instruments,
        isCookieOnly: Bool = false
    ) throws(SessionError) {
        parts = try ManagerParts(
            store: store,
            keys: keys,
            policy: policy,
            events: events,
            isCookieOnly: isCookieOnly
        )
    }

    /// Looks up the session that a request came with. Reads the store only if a well-formed session cookie was sent, and
    /// writes nothing but the note that a renewed ID has arrived.
    /// - Parameters:
    ///   - request: the header fields of the request.
    ///   - address: where it came from, if ``SessionPolicy/isAnomalous`` is to know; not read otherwise.
    /// - Returns: the session; a new and empty one if the request came with none that is alive.
    /// - Throws: ``SessionError`` `.storeUnavailable`: answer 503, and do not go on without the session.
    public func begin(_ request: HTTPFields, from address: String? = nil) async throws(SessionError) -> Session {
        let now = clock.now
        let presented = cookies.presented(in: request)
        var origin = SessionOrigin.none
        if presented.isPresent {
            origin = try await events.span("session.begin") { () async throws(SessionError) in
                if let carried { return try await self.origin(of: presented, carriedBy: carried, now: now) }
                return try await self.origin(of: presented, now: now)
            }
        }
        return Session(
            origin: origin,
            visitor: presented.visitor,
            began: now,
            signals: policy.isAnomalous == nil ? nil : ClientSignals(request, address: address),
            parts: parts
        )
    }

    /// The cookie of a logged-in session is tried first, then the visitor's (rule R10).
    private func origin(of presented: PresentedCookies, now: Timestamp) async throws(SessionError) -> SessionOrigin {
        var isSuperseded = false
        for cookie in SessionCookie.allCases {
            var alive: SessionOrigin?
            for id in presented.ids(for: cookie) {
                switch try await resolve(id, as: cookie, now: now) {
                case .none, .unknown: break
                case .superseded: isSuperseded = true
                case let origin:
                    // A neighbour host can toss a second cookie of the same name (T14): exactly one may be a session.
                    if alive != nil {
                        events.emit(.ambiguousCookie)
                        return .unknown
                    }
                    alive = origin
                }
            }
            if let alive { return alive }
            if isSuperseded { return .superseded }
        }
        if presented.hasMalformedID { events.emit(.unknownID) }
        return .unknown
    }

    /// What one ID leads to.
    private func resolve(
        _ id: SessionID,
        as cookie: SessionCookie,
        now: Timestamp
    ) async throws(SessionError) -> SessionOrigin {
        let key = try sealer.storeKey(of: id)
        guard let record = try await load(key) else {
            events.emit(.unknownID)
            return .unknown
        }
        switch record.state {
        case .live:
            guard let session = open(record, id: id, as: cookie, now: now) else { return .unknown }
            guard record.confirmedAt == nil else { return .live(session) }
            _ = try await storing { () async throws(StoreError) in try await store.confirm(key, now: now) }
            return .live(session.confirmed(at: now))
        case .superseded:
            if record.isExpired(at: now) {
                events.emit(.unknownID)
                return .unknown
            }
            events.emit(.supersededID, family: record.family)
            return .superseded
        case .forwarding(let successor):
            return try await follow(successor, of: id, record, as: cookie, now: now)
        case .closed where record.isExpired(at: now):
            // The session is over, and with it the question of who else has had its ID.
            events.emit(.unknownID)
            return .unknown
        case .closed(let successor, let closed):
            let age = now - closed
            // Well before the time of closing: the clock has been set back. That must not open the ID again (F6).
            if age < SessionPolicy.overlap, .zero - age < SessionPolicy.overlap, let successor {
                return try await follow(successor, of: id, record, as: cookie, now: now)
            }
            let isLate = age < Tombstone.successorLifetime
            events.emit(isLate ? .lateID : .replayedID, family: record.family)
            return .unknown
        }
    }

    /// From the ID before a renewal to the one after it: one link, never a chain (rule R8).
    private func follow(
        _ successor: [UInt8],
        of old: SessionID,
        _ tombstone: SessionRecord,
        as cookie: SessionCookie,
        now: Timestamp
    ) async throws(SessionError) -> SessionOrigin {
        guard let next = try await load(successor: successor, of: old, tombstone),
            next.record.state == .live,
            let session = open(next.record, id: next.id, as: cookie, now: now)
        else {
            events.emit(.unknownID, family: tombstone.family)
            return .unknown
        }
        return .forwarded(session, from: tombstone.key)
    }

    // MARK: Reading the store

    /// The row that a tombstone's sealed successor leads to, in whatever state.
    func load(
        successor: [UInt8],
        of old: SessionID,
        _ tombstone: SessionRecord
    ) async throws(SessionError) -> (id: SessionID, record: SessionRecord)? {
        let id: SessionID
        do {
            id = try sealer.openSuccessor(successor, of: old, key: tombstone.key)
        } catch {
            report(error, tombstone)
            return nil
        }
        guard let record = try await load(try sealer.storeKey(of: id)), record.family == tombstone.family else {
            return nil
        }
        return (id, record)
    }

    func load(_ key: StoreKey) async throws(SessionError) -> SessionRecord? {
        try await storing { () async throws(StoreError) in try await store.load(key) }
    }

    /// Opens a live record; `nil`, with an event, if it is past a deadline, cannot be read, or is a visitor's under the
    /// cookie of a logged-in session or the reverse.
    func open(
        _ record: SessionRecord,
        id: SessionID,
        as cookie: SessionCookie?,
        now: Timestamp
    ) -> PresentedSession? {
        guard !record.isExpired(at: now) else {
            events.emit(.expired, family: record.family)
            return nil
        }
        let recordKey: RecordKey
        let payload: SessionPayload
        do {
            recordKey = try sealer.recordKey(of: id, keyID: record.keyID)
            payload = try sealer.open(record, with: recordKey)
        } catch {
            report(error, record)
            return nil
        }
        if let cookie, cookie != SessionCookie(for: payload) {
            events.emit(.unknownID, family: record.family)
            return nil
        }
        return PresentedSession(id: id, record: record, payload: payload, recordKey: recordKey)
    }

    private func report(_ problem: RecordSealer.Unreadable, _ record: SessionRecord) {
        switch problem {
        case .unknownKey: events.emit(.unknownKey, family: record.family)
        case .damaged: events.emit(.unreadableRecord, family: record.family)
        }
    }

    /// Gives a store's failure the one error that a framework knows.
    func storing<Result>(
        _ body: () async throws(StoreError) -> Result
    ) async throws(SessionError) -> Result {
        do {
            return try await body()
        } catch {
            throw SessionError(error)
        }
    }
}

extension SessionCookie {
    init(for payload: SessionPayload) {
        self = payload.subject == nil ? .guest : .identified
    }
}
