import CookieHeaders
import HTTPTypes
public import Logging
public import SecureTokens

/// Sessions that their cookies carry whole: what a manager needs in place of rows in a store.
struct CarriedSessions: Sendable {
    let cookies: CarriedCookies
    let revocations: Revocations
}

extension SessionManager {
    /// A manager whose sessions are kept by their cookies alone: the record travels sealed in the cookie, and the store
    /// holds no session, only which of them were ended before their time.
    ///
    /// Everything is as with a store, but for what cannot be:
    /// - An older cookie of a session that has not ended is as good as the newest, until its own deadline: whoever keeps one
    ///   has the values of that time back. So no counters, balances or codes that work once. Of two requests at once the
    ///   later response wins, whole.
    /// - All values have to fit into a cookie: some 2,900 bytes.
    /// - A login, a step-up, `rotate()` and `forget()` end the session's family and begin another.
    /// - `modify`, `take`, device labels, ``sessions(of:)``, ``revoke(_:of:)``, exceptions from ``revokeAll(of:except:)``
    ///   and limits throw ``SessionError/Code/unsupported``; for the first two the commit does.
    /// - There is no renewal and no theft signal.
    ///
    /// Logout, ``revokeAll(of:except:)``, both deadlines and rule R5 hold: the store is asked at begin and at commit, and
    /// its failure is 503.
    /// - Parameters:
    ///   - revocations: any session store; a row for each session that was ended early, until it would have ended anyway,
    ///     and a time for each subject whose sessions were all ended.
    ///   - keys: the server keys; the first seals, all open. Whoever has one can make sessions.
    ///   - policy: deadlines and names. `renewalInterval` and `signsIDs` mean nothing here.
    ///   - clock: the server's clock.
    ///   - logger: gets every event.
    ///   - onEvent: gets every event.
    /// - Throws: ``SessionError`` `.invalidPolicy`; `.unsupported` for a ``SessionPolicy/subjectLimit``.
    public static func cookieOnly(
        revocations: any SessionStore,
        keys: KeyRing,
        policy: SessionPolicy = SessionPolicy(),
        clock: WallClock = .system,
        logger: Logger = Logger(label: "hardtack.sessions"),
        onEvent: (@Sendable (SessionEvent) -> Void)? = nil
    ) throws(SessionError) -> SessionManager {
        guard policy.subjectLimit == nil else { throw .needsStore("A limit of sessions") }
        let events = Instruments(clock: clock, logger: logger, handler: onEvent)
        return try SessionManager(store: revocations, keys: keys, policy: policy, events: events, isCookieOnly: true)
    }

    /// What the cookies of a request carry: the identified one is tried first (rule R10).
    func origin(
        of presented: PresentedCookies,
        carriedBy carried: CarriedSessions,
        now: Timestamp
    ) async throws(SessionError) -> SessionOrigin {
        for cookie in SessionCookie.allCases {
            let sessions = presented.values(of: cookie).compactMap { carried.cookies.open($0, of: cookie, now: now) }
            // A neighbour host can toss a second cookie of the same name (T14): exactly one may authenticate.
            if sessions.count > 1 {
                events.emit(.ambiguousCookie)
                return .unknown
            }
            guard let (payload, issued) = sessions.first else { continue }
            let names = try carried.revocations.names(of: payload)
            let session = CarriedSession(payload: payload, issued: issued, names: names)
            if try await carried.revocations.haveEnded(session) {
                events.emit(.unknownID, family: payload.family)
                continue
            }
            return .carried(session)
        }
        events.emit(.unknownID)
        return .unknown
    }
}
