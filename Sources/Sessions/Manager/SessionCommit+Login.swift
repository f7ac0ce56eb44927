/// Logging in: a new session in place of the visitor's, or fresh authentication of the one that there is.
extension SessionCommit {
    func logIn(_ login: Session.Intent.Login) async throws(SessionError) -> Emission {
        let (subject, assurance) = (login.subject, login.assurance)
        let keptAtFirst = try rules.kept(of: intent.original, by: login)
        guard let presented = origin.presented else {
            return try await createLogin(
                subject: subject,
                assurance: assurance,
                over: keptAtFirst,
                readFrom: keptAtFirst
            )
        }
        var current = presented
        return try await retrying(in: presented.payload.family) { () async throws(SessionError) -> Emission? in
            let keptNow = try rules.kept(of: current.payload.values, by: login)
            let values = try intent.patch.applied(to: keptNow, readFrom: keptAtFirst)
            let payload = try rules.fresh(subject: subject, assurance: assurance, values: values)
            let id = try current.id.successor()
            switch try await rotate(
                current,
                to: payload,
                id: id,
                confirmedAt: now,
                leaving: superseded,
                admission: admission
            ) {
            case .rotated(let ended):
                report(ended: ended)
                manager.events.emit(.loggedIn, family: payload.family)
                return .loggedIn(IssuedCookie(id, of: payload))
            case .exists: return nil
            case .conflict, .missing:
                guard let next = try await reload(current) else {
                    return try await createLogin(subject: subject, assurance: assurance, readFrom: keptAtFirst)
                }
                current = next.session
                return nil
            case .refusedByNotBefore: throw .loginRefused
            case .refusedByLimit: throw limitReached()
            }
        }
    }

    func reauthenticate(
        _ presented: PresentedSession,
        _ reauthentication: Session.Intent.Reauthentication
    ) async throws(SessionError) -> Emission {
        do {
            return try await write(presented, .replace(reauthentication))
        } catch {
            guard error.code == .sessionEnded, reauthentication.isLogin, let subject = presented.payload.subject else {
                throw error
            }
            return try await createLogin(
                subject: subject,
                assurance: reauthentication.assurance,
                readFrom: intent.original
            )
        }
    }
}
