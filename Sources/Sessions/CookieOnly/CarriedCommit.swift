/// One commit of a session that its cookie carries: the rules of ``SessionCommit``, without a row to compare with.
struct CarriedCommit: Sendable {
    let manager: SessionManager
    let carried: CarriedSessions
    let rules: PayloadRules

    /// The session that the request came with.
    private var old: CarriedSession? { rules.origin.carried }
    private var began: Timestamp { rules.session.began }
    private var intent: Session.Intent { rules.intent }
    private var now: Timestamp { rules.now }

    func run() async throws(SessionError) -> SessionCommit.Emission {
        if intent.isEnding {
            return try await end()
        }
        if let login = intent.login {
            return try await logIn(login)
        }
        guard let old else {
            return try createGuest()
        }
        if intent.reauthentication != nil || intent.replaces {
            return try await replace(old)
        }
        if intent.isWriting {
            return try await write(old)
        }
        // A sixth: a session ends at most that much early.
        guard now - old.issued >= old.payload.idleTimeout / 6, try await !carried.revocations.haveEnded(old) else {
            return .nothing
        }
        return .set(try issue(old.payload))
    }

    private func end() async throws(SessionError) -> SessionCommit.Emission {
        guard let old, try await carried.revocations.end(old, now: now) else { return .nothing }
        manager.events.emit(.destroyed, family: old.payload.family)
        return .deleted(SessionCookie(for: old.payload))
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
        if let old, try await !takeOver(old) {
            // It has vanished, and takes its data along (rule R2).
            return begin(try fresh(login.subject, login.assurance, over: .empty, readFrom: kept))
        }
        return begin(new)
    }

    /// A step-up, a login of the same subject, or a rotation: another family with the same values.
    private func replace(_ old: CarriedSession) async throws(SessionError) -> SessionCommit.Emission {
        var payload = old.payload
        payload.family = try .generate()
        payload.csrf = try intent.csrf.seed()
        payload.version = 1
        payload.values = try intent.patch.applied(to: payload.values, readFrom: intent.original)
        try rules.checkSize(payload.values, before: old.payload.values)
        if let reauthentication = intent.reauthentication { rules.authenticate(&payload, reauthentication) }
        rules.shorten(&payload)
        // Whatever could fail has to, before the old cookie is dead.
        let issued = try issue(payload)
        if let subject = old.payload.subject, intent.reauthentication != nil,
            try await carried.revocations.refusesLogin(of: subject, requestBegan: began)
        {
            throw .loginRefused
        }
        guard try await takeOver(old) else {
            guard let reauthentication = intent.reauthentication, reauthentication.isLogin,
                let subject = old.payload.subject
            else {
                throw .ended
            }
            return begin(try fresh(subject, reauthentication.assurance, over: .empty, readFrom: intent.original))
        }
        manager.events.emit(intent.reauthentication == nil ? .rotated : .elevated, family: payload.family)
        return intent.reauthentication?.isLogin == true ? .loggedIn(issued) : .set(issued)
    }

    private func write(_ old: CarriedSession) async throws(SessionError) -> SessionCommit.Emission {
        var payload = old.payload
        payload.version += 1
        payload.values = try intent.patch.applied(to: payload.values, readFrom: intent.original)
        try rules.checkSize(payload.values, before: old.payload.values)
        rules.shorten(&payload)
        let issued = try issue(payload)
        // A session that was ended meanwhile is not brought back (rule R5, T6).
        if try await carried.revocations.haveEnded(old) { throw .ended }
        return .set(issued)
    }

    /// Ends the family that another one is to follow; false if it had ended already.
    private func takeOver(_ old: CarriedSession) async throws(SessionError) -> Bool {
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
