public import HTTPTypes

extension SessionManager {
    /// Stores what the request has changed and sets the cookies. Call it once, before the response head is sent, and send
    /// the response only if it returns.
    ///
    /// A request that changed nothing costs no write, but for a note of its use once in a sixth of the idle timeout, and
    /// sets no cookie.
    /// - Parameters:
    ///   - session: what ``begin(_:from:)`` returned for this request.
    ///   - response: the header fields of the response.
    /// - Throws: ``SessionError``; nothing has been stored then. `.sessionEnded` and `.conflict` are for 409,
    ///   `.storeUnavailable` is for 503.
    public func commit(_ session: Session, to response: inout HTTPFields) async throws(SessionError) {
        guard let intent = session.takeIntent() else {
            throw SessionError(.alreadyCommitted, "The session has been committed once; begin one for each request.")
        }
        if let fault = intent.fault { throw fault }
        protect(intent, of: session, in: &response)
        try await carryOut(intent, of: session, to: &response)
    }

    /// Closes the session of a request that failed: what it changed and a login are dropped, a logout is carried out all
    /// the same. For responses with a status of 500 and above.
    ///
    /// The page that tells of the failure may show the user's name or an anti-forgery token: what keeps caches from a
    /// response is set as ever.
    /// - Throws: ``SessionError`` `.storeUnavailable`.
    public func abandon(_ session: Session, to response: inout HTTPFields) async throws(SessionError) {
        guard let intent = session.takeIntent() else { return }
        protect(intent, of: session, in: &response)
        if intent.isEnding { try await carryOut(intent, of: session, to: &response) }
    }

    /// Keeps caches from a page with a token in it, and by policy from whatever was read from the session.
    private func protect(_ intent: Session.Intent, of session: Session, in response: inout HTTPFields) {
        let isPrivate = policy.protectsReadResponses && session.isRead
        if isPrivate || intent.csrf.isHandedOut { cookies.forbidCaching(&response) }
    }

    private func carryOut(
        _ intent: Session.Intent,
        of session: Session,
        to response: inout HTTPFields
    ) async throws(SessionError) {
        let now = clock.now
        var emission = SessionCommit.Emission.nothing
        if intent.hasWork(on: session.origin) {
            emission = try await events.span("session.commit") { () async throws(SessionError) in
                let rules = PayloadRules(parts, session, intent, now: now)
                guard let carried else { return try await SessionCommit(manager: self, rules: rules).run() }
                return try await CarriedCommit(manager: self, carried: carried, rules: rules).run()
            }
        }
        switch emission {
        case .nothing:
            break
        case .set(let issued):
            try cookies.set(issued, at: now, in: &response)
        case .loggedIn(let issued):
            try cookies.set(issued, at: now, in: &response)
            cookies.delete(.guest, in: &response)
        case .deleted(let cookie):
            cookies.delete(cookie, in: &response)
            cookies.clearSiteData(in: &response)
        }
        try carryOutCSRF(intent, of: session, after: emission, to: &response)
    }

    /// The cookie of a visitor's anti-forgery tokens: one that was made is set, one that came is deleted where the visitor
    /// becomes somebody or somebody a visitor (OC-04, OC-10).
    private func carryOutCSRF(
        _ intent: Session.Intent,
        of session: Session,
        after emission: SessionCommit.Emission,
        to response: inout HTTPFields
    ) throws(SessionError) {
        let made: VisitorSecret?
        let dies: Bool
        switch emission {
        case .loggedIn: (made, dies) = (nil, true)
        case .deleted: (made, dies) = (intent.csrf.visitor, true)
        case .set: (made, dies) = (intent.csrf.visitor, intent.replaces && session.origin.payload != nil)
        case .nothing: (made, dies) = (intent.csrf.visitor, false)
        }
        if let made {
            try cookies.set(made, in: &response)
        } else if dies, session.visitor != nil {
            cookies.deleteVisitor(in: &response)
        }
    }
}
