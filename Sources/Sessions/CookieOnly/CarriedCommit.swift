/// One commit of a session that its cookie carries: the rules of ``SessionCommit``, without a row to compare with.
struct CarriedCommit: Sendable {
    let manager: SessionManager
    let carried: CarriedSessions
    let origin: SessionOrigin
    let began: Timestamp
    let intent: Session.Intent
    let now: Timestamp
    let rules: PayloadRules

    init(
        _ manager: SessionManager,
        _ carried: CarriedSessions,
        session: Session,
        intent: Session.Intent,
        now: Timestamp
    ) {
        self.manager = manager
        self.carried = carried
        origin = session.origin
        began = session.began
        self.intent = intent
        self.now = now
        rules = PayloadRules(manager.policy, session, intent, now: now)
    }

    func run() async throws(SessionError) -> SessionCommit.Emission {
        if intent.isEnding {
            return try await end()
        }
        if let login = intent.login {
            return try await logIn(login)
        }
        guard case .carried(let payload, let issued) = origin else {
            return try createGuest()
        }
        if intent.reauthentication != nil || intent.replaces {
            return try await replace(payload)
        }
        if intent.isWriting {
            return try await write(payload)
        }
        // A sixth: a session ends at most that much early.
        guard now - issued >= payload.idleTimeout / 6, try await !carried.revocations.haveEnded(payload) else {
            return .nothing
        }
        return .set(try issue(payload))
    }

    private func end() async throws(SessionError) -> SessionCommit.Emission {
        guard let payload = origin.payload, try await carried.revocations.end(payload, now: now) else {
            return .nothing
        }
        manager.events.emit(.destroyed, family: payload.family)
        return .deleted(SessionCookie(for: payload))
    }

    private func createGuest() throws(SessionError) -> SessionCommit.Emission {
        guard !intent.patch.isEmpty else { return .nothing }
        let values = try intent.patch.applied(to: .empty, readFrom: .empty)
        guard !values.isEmpty else { return .nothing }
        let payload = try rules.fresh(subject: nil, assurance: .none, values: values)
        let issued = try issue(payload)
        manager.events.emit(.created, family: payload.family)
        return .set(issued)
    }

    /// The session that there was ends first, so that its cookies are dead when the new one is out (T5).
    private func logIn(_ login: Session.Intent.Login) async throws(SessionError) -> SessionCommit.Emission {
        if try await carried.revocations.refusesLogin(of: login.subject, requestBegan: began) {
            throw .loginRefused
        }
        let kept = try rules.kept(of: intent.original, by: login)
        let new = try fresh(login.subject, login.assurance, over: kept, readFrom: kept)
        if let old = origin.payload, try await !takeOver(old) {
            // It has vanished, and takes its data along (rule R2).
            return begin(try fresh(login.subject, login.assurance, over: .empty, readFrom: kept))
        }
        return begin(new)
    }

    /// A step-up, a login of the same subject, or a rotation: another family with the same values.
    private func replace(_ old: SessionPayload) async throws(SessionError) -> SessionCommit.Emission {
        var payload = old
        payload.family = try .generate()
        payload.csrf = try intent.csrf.seed()
        payload.version = 1
        payload.values = try intent.patch.applied(to: payload.values, readFrom: intent.original)
        try rules.checkSize(payload.values, before: old.values)
        if let reauthentication = intent.reauthentication { rules.authenticate(&payload, reauthentication) }
        rules.shorten(&payload)
        // Whatever could fail has to, before the old cookie is dead.
        let issued = try issue(payload)
        if let subject = old.subject, intent.reauthentication != nil,
            try await carried.revocations.refusesLogin(of: subject, requestBegan: began)
        {
            throw .loginRefused
        }
        guard try await takeOver(old) else {
            guard let reauthentication = intent.reauthentication, reauthentication.isLogin, let subject = old.subject
            else {
                throw .ended
            }
            return begin(try fresh(subject, reauthentication.assurance, over: .empty, readFrom: intent.original))
        }
        manager.events.emit(intent.reauthentication == nil ? .rotated : .elevated, family: payload.family)
        return intent.reauthentication?.isLogin == true ? .loggedIn(issued) : .set(issued)
    }

    private func write(_ old: SessionPayload) async throws(SessionError) -> SessionCommit.Emission {
        var payload = old
        payload.version += 1
        payload.values = try intent.patch.applied(to: payload.values, readFrom: intent.original)
        try rules.checkSize(payload.values, before: old.values)
        rules.shorten(&payload)
        let issued = try issue(payload)
        // A session that was ended meanwhile is not brought back (rule R5, T6).
        if try await carried.revocations.haveEnded(old) { throw .ended }
        return .set(issued)
    }

    /// Ends the family that another one is to follow; false if it had ended already.
    private func takeOver(_ old: SessionPayload) async throws(SessionError) -> Bool {
        if try await carried.revocations.haveEnded(old) { return false }
        return try await carried.revocations.end(old, now: now)
    }

    private func fresh(
        _ subject: String,
        _ assurance: AssuranceLevel,
        over values: ValueTable,
        readFrom original: ValueTable
    ) throws(SessionError) -> (family: SessionFamily, cookie: IssuedCookie) {
        let values = try intent.patch.applied(to: values, readFrom: original)
        let payload = try rules.fresh(subject: subject, assurance: assurance, values: values)
        return (payload.family, try issue(payload))
    }

    private func begin(_ new: (family: SessionFamily, cookie: IssuedCookie)) -> SessionCommit.Emission {
        manager.events.emit(.loggedIn, family: new.family)
        return .loggedIn(new.cookie)
    }

    private func issue(_ payload: SessionPayload) throws(SessionError) -> IssuedCookie {
        let deadline = min(now + payload.idleTimeout, payload.absoluteDeadline)
        return IssuedCookie(value: try carried.cookies.seal(payload, until: deadline), of: payload)
    }
}
