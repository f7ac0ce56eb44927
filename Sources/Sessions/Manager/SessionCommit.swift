import SecureTokens

/// One commit: from what a request wants to what the store does and the response may set.
///
/// The rules are those of the design, R1 to R12; they are cited where they decide.
struct SessionCommit: Sendable {
    /// What the response sets (rule R12). There is no case that sets or deletes anything for an ID that is dead.
    enum Emission: Sendable {
        case nothing
        case set(IssuedCookie)
        /// A login: the cookie of the session is set, the visitor's is deleted (rule R10).
        case loggedIn(IssuedCookie)
        case deleted(SessionCookie)
    }

    let manager: SessionManager
    let rules: PayloadRules

    var origin: SessionOrigin { rules.origin }
    var intent: Session.Intent { rules.intent }
    var now: Timestamp { rules.now }

    func run() async throws(SessionError) -> Emission {
        if intent.isEnding {
            return try await end()
        }
        if let login = intent.login {
            return try await logIn(login)
        }
        guard let presented = origin.presented else {
            return try await createGuest()
        }
        if let reauthentication = intent.reauthentication {
            return try await reauthenticate(presented, reauthentication)
        }
        if intent.replaces {
            return try await write(presented, .replace(nil))
        }
        if intent.isWriting {
            return try await write(presented, isRenewalDue(presented) ? .renew : .update)
        }
        return try await keepAlive(presented)
    }

    // MARK: Ending

    /// By family, so that it does not matter whether the ID was renewed since the request began (rule R1).
    private func end() async throws(SessionError) -> Emission {
        guard let presented = origin.presented else { return .nothing }
        let family = presented.payload.family
        let endedLive = try await manager.storing { () async throws(StoreError) in
            try await manager.store.deleteFamily(family, now: now)
        }
        guard endedLive else { return .nothing }
        manager.events.emit(.destroyed, family: family)
        return .deleted(SessionCookie(for: presented.payload))
    }

    // MARK: Creating

    private func createGuest() async throws(SessionError) -> Emission {
        guard !intent.patch.isEmpty else { return .nothing }
        if case .superseded = origin { throw .ended }
        let values = try intent.patch.applied(to: .empty, readFrom: .empty)
        guard !values.isEmpty else { return .nothing }
        let (payload, id) = try await create(try rules.fresh(subject: nil, assurance: .none, values: values))
        return .set(IssuedCookie(id, of: payload))
    }

    /// A login that has no session to replace: there was none, or it has vanished and takes its data along (rule R2).
    /// - Parameter original: what the request saw under its own changes.
    func createLogin(
        subject: String,
        assurance: AssuranceLevel,
        over values: ValueTable = .empty,
        readFrom original: ValueTable
    ) async throws(SessionError) -> Emission {
        let values = try intent.patch.applied(to: values, readFrom: original)
        let (payload, id) = try await create(try rules.fresh(subject: subject, assurance: assurance, values: values))
        return .loggedIn(IssuedCookie(id, of: payload))
    }

    func create(_ payload: SessionPayload) async throws(SessionError) -> (SessionPayload, SessionID) {
        let admission = payload.subject == nil ? nil : self.admission
        // An ID that exists means 2^-224 has happened, or a broken generator: three tries, then the request fails.
        for _ in 0..<3 {
            let id = try SessionID.generate()
            let record = try record(of: payload, id: id, label: nil, confirmedAt: now)
            let outcome = try await manager.storing { () async throws(StoreError) in
                try await manager.store.create(record, admission: admission, now: now)
            }
            switch outcome {
            case .created(let ended):
                report(ended: ended)
                manager.events.emit(payload.subject == nil ? .created : .loggedIn, family: payload.family)
                return (payload, id)
            case .exists: continue
            case .refusedByNotBefore: throw .loginRefused
            case .refusedByLimit: throw limitReached()
            }
        }
        throw SessionError(.cryptography, "Three fresh session IDs in a row exist already: check the random generator.")
    }

    // MARK: Changing a session that exists

    /// How a session's row is changed. The session stays the same: its family does.
    enum Change: Sendable {
        /// In place.
        case update
        /// A new ID because the old one is due; the old one forwards (rule R7).
        case renew
        /// A new ID because a privilege changed; the old one is superseded (rule R4). With fresh authentication the
        /// deadlines start anew (rule R3).
        case replace(Session.Intent.Reauthentication?)
    }

    func write(_ presented: PresentedSession, _ wanted: Change) async throws(SessionError) -> Emission {
        var current = presented
        var change = wanted
        return try await retrying(in: presented.payload.family) { () async throws(SessionError) -> Emission? in
            if let emission = try await attempt(change, on: current) { return emission }
            guard let next = try await reload(current) else { throw .ended }
            current = next.session
            // Only a request that presents the ID itself may renew it (rule R8).
            if next.wasRenewed, case .renew = change { change = .update }
            return nil
        }
    }

    /// One try; `nil` if the row is no longer as it was read.
    private func attempt(_ change: Change, on current: PresentedSession) async throws(SessionError) -> Emission? {
        var payload = current.payload
        payload.values = try intent.patch.applied(to: payload.values, readFrom: intent.original)
        try rules.checkSize(payload.values, before: current.payload.values)
        if case .replace(let reauthentication?) = change { rules.authenticate(&payload, reauthentication) }
        rules.shorten(&payload)
        switch change {
        case .update:
            payload.version += 1
            let record = try record(
                of: payload,
                id: current.id,
                label: current.record.label,
                confirmedAt: current.record.confirmedAt,
                standing: current
            )
            let outcome = try await manager.storing { () async throws(StoreError) in
                try await manager.store.update(
                    current.record.key,
                    expecting: current.record.version,
                    to: record,
                    now: now
                )
            }
            guard outcome == .updated else { return nil }
            // The write is stored: it must not be reported as failed for a cookie that the next request can get as well.
            return (try? await forwardedEmission(current)) ?? .nothing
        case .renew:
            let id = try current.id.successor()
            let sealed = try manager.sealer.sealSuccessor(id, of: current.id, key: current.record.key)
            payload.version = 1
            payload.csrf = payload.csrf.renewed
            payload.renewAt = now + manager.policy.renewalInterval
            let outcome = try await rotate(
                current,
                to: payload,
                id: id,
                confirmedAt: nil,
                leaving: .forwarding(successor: sealed)
            )
            guard case .rotated = outcome else { return nil }
            manager.events.emit(.renewed, family: payload.family)
            return .set(IssuedCookie(id, of: payload))
        case .replace(let reauthentication):
            let id = try current.id.successor()
            payload.version = 1
            payload.csrf = try intent.csrf.seed()
            payload.renewAt = now + manager.policy.renewalInterval
            let outcome = try await rotate(current, to: payload, id: id, confirmedAt: now, leaving: superseded)
            guard case .rotated = outcome else { return nil }
            manager.events.emit(reauthentication == nil ? .rotated : .elevated, family: payload.family)
            let isLogin = reauthentication?.isLogin ?? false
            let issued = IssuedCookie(id, of: payload)
            return isLogin ? .loggedIn(issued) : .set(issued)
        }
    }

    /// A request that only read: renewal if it is due, else a note of its use once in a while. It has nothing to lose, so
    /// that it neither fails nor tries again if another request has renewed, changed or ended the session before it.
    private func keepAlive(_ presented: PresentedSession) async throws(SessionError) -> Emission {
        if isRenewalDue(presented) {
            return try await attempt(.renew, on: presented) ?? .nothing
        }
        let record = presented.record
        // A sixth: a session ends at most that much early.
        if now - record.lastSeen >= presented.payload.idleTimeout / 6 {
            _ = try await manager.storing { () async throws(StoreError) in
                try await manager.store.touch(
                    record.key,
                    lastSeen: now,
                    idleDeadline: idleDeadline(of: presented.payload),
                    now: now
                )
            }
        }
        return try await forwardedEmission(presented)
    }

    /// A request that came with the ID before a renewal is given the new one, if that still has not been seen (R12).
    private func forwardedEmission(_ current: PresentedSession) async throws(SessionError) -> Emission {
        guard case .forwarded(_, let tombstone) = origin,
            case .forwarding? = try await manager.load(tombstone)?.state,
            case .live? = try await manager.load(current.record.key)?.state
        else { return .nothing }
        return .set(IssuedCookie(current.id, of: current.payload))
    }

    /// Only of an ID that was presented itself and has been in use for a minute (rule R8). Before that, responses to
    /// requests with its predecessor may still be on their way: they set this ID, which then must not have been replaced.
    private func isRenewalDue(_ presented: PresentedSession) -> Bool {
        guard case .live = origin, let confirmed = presented.record.confirmedAt else { return false }
        return now >= presented.payload.renewAt && now - confirmed >= Tombstone.successorLifetime
    }

    /// The session as it is now, behind however many renewals since it was read (rule R6); `nil` if it has ended.
    func reload(
        _ current: PresentedSession
    ) async throws(SessionError) -> (session: PresentedSession, wasRenewed: Bool)? {
        var (id, found, wasRenewed) = (current.id, try await manager.load(current.record.key), false)
        // Each renewal is an hour after the last: more than a few behind is no request that is still under way.
        for _ in 0..<4 {
            guard let record = found, record.family == current.payload.family else { return nil }
            switch record.state {
            case .live:
                return manager.open(record, id: id, as: nil, now: now).map { ($0, wasRenewed) }
            case .superseded, .closed(nil, _):
                return nil
            case .forwarding(let sealed), .closed(let sealed?, _):
                guard let next = try await manager.load(successor: sealed, of: id, record) else { return nil }
                (id, found, wasRenewed) = (next.id, next.record, true)
            }
        }
        return nil
    }

    /// Tries a few times at once; then this process's writers of that session take turns, so that all get through.
    func retrying<Result>(
        in family: SessionFamily,
        _ body: () async throws(SessionError) -> Result?
    ) async throws(SessionError) -> Result {
        if !manager.writers.isContended(family) {
            for _ in 0..<3 {
                if let result = try await body() { return result }
            }
        }
        return try await manager.writers.withTurn(in: family) { () async throws(SessionError) -> Result in
            // Other processes do not take turns with this one; each of these rounds means that one of them succeeded.
            for _ in 0..<100 {
                if let result = try await body() { return result }
            }
            throw SessionError(.conflict, "Too many requests change this session at once. Repeat the request.")
        }
    }
}
