/// What a commit puts together: payloads, records, and what it says when a login is refused.
extension SessionCommit {
    var superseded: Tombstone { .superseded(until: now + SessionPolicy.overlap) }

    var admission: Admission {
        Admission(requestBegan: began, limit: manager.policy.subjectLimit)
    }

    func fresh(
        subject: String?,
        assurance: AssuranceLevel,
        values: ValueTable
    ) throws(SessionError) -> SessionPayload {
        try checkSize(values)
        var payload = SessionPayload(
            family: try .generate(),
            csrf: try intent.csrf.seed(),
            subject: subject,
            created: now,
            authenticated: subject == nil ? nil : now,
            assurance: assurance,
            absoluteDeadline: now + manager.policy.absoluteTimeout,
            renewAt: now + manager.policy.renewalInterval,
            idleTimeout: manager.policy.idleTimeout,
            signals: signals,
            values: values
        )
        lengthen(&payload, isLogin: true)
        shorten(&payload)
        return payload
    }

    /// Deadlines from now on, as somebody has just begun or proved who he is (rule R3). A step-up leaves a session that is
    /// remembered as it is, or lengthens it.
    func lengthen(_ payload: inout SessionPayload, isLogin: Bool) {
        let policy = manager.policy
        if case .remembered(let lifetime, let idle) = intent.persistence {
            payload.isRemembered = true
            payload.absoluteDeadline = now + lifetime
            payload.idleTimeout = idle
        } else if payload.isRemembered, !isLogin {
            payload.absoluteDeadline = max(payload.absoluteDeadline, now + policy.absoluteTimeout)
        } else {
            payload.isRemembered = false
            payload.absoluteDeadline = now + policy.absoluteTimeout
            payload.idleTimeout = policy.idleTimeout
        }
    }

    /// What brings the end nearer.
    func shorten(_ payload: inout SessionPayload) {
        if intent.isForgetting {
            payload.isRemembered = false
            payload.absoluteDeadline = min(payload.absoluteDeadline, now + manager.policy.absoluteTimeout)
            payload.idleTimeout = min(payload.idleTimeout, manager.policy.idleTimeout)
        }
        if let limit = intent.lifetimeLimit {
            payload.absoluteDeadline = min(payload.absoluteDeadline, now + limit)
        }
    }

    func idleDeadline(of payload: SessionPayload) -> Timestamp {
        min(now + payload.idleTimeout, payload.absoluteDeadline)
    }

    func record(
        of payload: SessionPayload,
        id: SessionID,
        label: [UInt8]?,
        confirmedAt: Timestamp?
    ) throws(SessionError) -> SessionRecord {
        let key = try manager.sealer.storeKey(of: id)
        var label = label
        if let wanted = intent.deviceLabel {
            label = try wanted.map { (text) throws(SessionError) in try manager.labels.seal(text, of: payload.family) }
        }
        return SessionRecord(
            key: key,
            version: payload.version,
            family: payload.family,
            subject: payload.subject.map(manager.sealer.storedName),
            created: payload.created,
            lastSeen: now,
            idleDeadline: idleDeadline(of: payload),
            absoluteDeadline: payload.absoluteDeadline,
            renewAt: payload.renewAt,
            authenticated: payload.authenticated,
            assurance: payload.assurance,
            keyID: manager.sealer.primaryKeyID,
            payload: try manager.sealer.seal(payload, id: id, key: key),
            label: label,
            confirmedAt: confirmedAt
        )
    }

    func rotate(
        _ current: PresentedSession,
        to payload: SessionPayload,
        id: SessionID,
        confirmedAt: Timestamp?,
        leaving tombstone: Tombstone,
        admission: Admission? = nil
    ) async throws(SessionError) -> RotateOutcome {
        // The label is the family's: a login begins another.
        let label = payload.family == current.payload.family ? current.record.label : nil
        let record = try record(of: payload, id: id, label: label, confirmedAt: confirmedAt)
        return try await manager.storing { () async throws(StoreError) in
            try await manager.store.rotate(
                current.record.key,
                expecting: current.record.version,
                to: record,
                leaving: tombstone,
                admission: admission,
                now: now
            )
        }
    }

    /// A session that is larger than a limit lowered since may stay as large.
    func checkSize(_ values: ValueTable, before: ValueTable = .empty) throws(SessionError) {
        guard values.bytes.count <= max(manager.policy.maximumSize, before.bytes.count) else {
            throw SessionError(
                .invalidValue,
                "The session's values would take \(values.bytes.count) bytes; \(manager.policy.maximumSize) are allowed."
            )
        }
    }

    func report(ended families: [SessionFamily]) {
        for family in families { manager.events.emit(.revoked, family: family) }
    }

    func loginRefused() -> SessionError {
        SessionError(
            .loginRefused,
            "All sessions of this subject were ended while the login was under way. Ask the user to log in again."
        )
    }

    func limitReached() -> SessionError {
        manager.events.emit(.limitReached)
        return SessionError(
            .limitReached,
            "The subject has as many sessions as the policy allows. End one of them, or raise subjectLimit."
        )
    }
}
