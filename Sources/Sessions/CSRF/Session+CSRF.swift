extension Session {
    /// What the request wants with anti-forgery tokens, handed to the commit.
    struct CSRFIntent: Sendable {
        /// A page with a token in it is for one browser alone.
        var isHandedOut = false
        /// Made for a browser that came without one; the commit sets its cookie.
        var visitor: VisitorSecret?
        /// What a login, step-up or rotation of this request will leave in the session.
        var nextSeed: CSRFSeed?

        /// For a session that begins or whose tokens are to be replaced: what a page was given already, or a new one.
        func seed() throws(SessionError) -> CSRFSeed {
            if let nextSeed { return nextSeed }
            return try .generate()
        }
    }

    /// The text that a page of this application sends back with every request that changes something: in a hidden field
    /// of each form (`csrf_token`) or in a header field of a script's request (`X-CSRF-Token`). 92 characters of
    /// base64url, other ones each time; all that were handed out are good.
    ///
    /// It is the session's own (OC-01). A login, a step-up, `rotate()` and a logout make every earlier one worthless, those
    /// that this request handed out before it called them too; after a timed renewal of the ID the ones from before are
    /// good for one more renewal interval, so that open forms still work (OC-04).
    ///
    /// For a visitor without a session it belongs to a cookie, which the commit sets; nothing is stored (T17). The login
    /// ends it (OC-10).
    ///
    /// Asking for it makes the response one that no cache may keep. It is nothing to put in an address or a log.
    /// - Throws: ``SessionError`` `.alreadyCommitted` if the page asks for the first time after the commit: a page whose
    ///   body is streamed asks before. `.cryptography`.
    public var csrfToken: String {
        get throws(SessionError) { try csrfTokens.token(for: try bindingToHandOut()) }
    }

    /// Checks a token that came with this request, for handlers that find it where ``CSRFProtection`` does not look, such
    /// as in a form with files. It must have been sent as a field or header field, never as a cookie (OC-03).
    ///
    /// What counts is the session that the request came with, whatever was done to it since.
    /// - Throws: ``CSRFRefusal`` `.invalidToken`, with ``SessionEvent/Kind/csrfRefused``; `.cryptography`.
    public func verifyCSRFToken(_ token: String) throws(CSRFRefusal) {
        guard let code = refusal(ofToken: token) else { return }
        events.emit(.csrfRefused, family: family, refusal: code)
        throw CSRFRefusal(code)
    }

    /// Why a token is not good; `nil` if it is.
    func refusal(ofToken token: String) -> CSRFRefusal.Code? {
        do {
            return try csrfTokens.accepts(token, for: acceptedBindings) ? nil : .invalidToken
        } catch {
            return .cryptography
        }
    }

    private var acceptedBindings: [CSRFTokens.Binding] {
        var accepted: [CSRFTokens.Binding] = []
        if let payload = origin.payload {
            accepted.append(.session(payload.csrf))
            if let previous = payload.csrf.previous, began < payload.renewAt { accepted.append(.session(previous)) }
            // The pre-session token dies at the login (OC-10).
            guard payload.subject == nil else { return accepted }
        }
        // A visitor's session may have begun since the form was shown.
        if let visitor { accepted.append(.visitor(visitor)) }
        return accepted
    }

    /// What a token that is asked for now has to belong to, so that the next request can show it.
    private func bindingToHandOut() throws(SessionError) -> CSRFTokens.Binding {
        try withIntent { (intent, isCommitted) throws(SessionError) in
            if isCommitted, !intent.csrf.isHandedOut { throw Self.tooLate }
            let seed = origin.payload?.csrf
            let isReplaced = intent.reauthentication != nil || intent.replaces
            let binding: CSRFTokens.Binding
            if intent.isEnding {
                binding = .visitor(try newVisitor(&intent, isCommitted))
            } else if intent.login != nil || isReplaced && seed != nil {
                binding = .session(try nextSeed(&intent, isCommitted))
            } else if let seed {
                binding = .session(seed)
            } else if let visitor {
                binding = .visitor(visitor)
            } else {
                binding = .visitor(try newVisitor(&intent, isCommitted))
            }
            intent.csrf.isHandedOut = true
            return binding
        }
    }

    private func newVisitor(_ intent: inout Intent, _ isCommitted: Bool) throws(SessionError) -> VisitorSecret {
        if let visitor = intent.csrf.visitor { return visitor }
        if isCommitted { throw Self.tooLate }
        let visitor = try VisitorSecret.generate()
        intent.csrf.visitor = visitor
        return visitor
    }

    private func nextSeed(_ intent: inout Intent, _ isCommitted: Bool) throws(SessionError) -> CSRFSeed {
        if let seed = intent.csrf.nextSeed { return seed }
        if isCommitted { throw Self.tooLate }
        let seed = try CSRFSeed.generate()
        intent.csrf.nextSeed = seed
        return seed
    }

    private static let tooLate = SessionError(
        .alreadyCommitted,
        "The session was committed before a token was asked for; ask for it before the body is written."
    )
}
