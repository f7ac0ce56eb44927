/// What a commit puts together: payloads, records, and what it says when a login is refused.
extension SessionCommit {
    var superseded: Tombstone { .superseded(until: now + SessionPolicy.overlap) }

    var admission: Admission {
        Admission(requestBegan: rules.session.began, limit: manager.policy.subjectLimit)
    }

    func idleDeadline(of payload: SessionPayload) -> Timestamp {
        min(now + payload.idleTimeout, payload.absoluteDeadline)
    }

    /// - Parameter standing: the session as it was read, if its ID stays: then no key need be derived again, nor a
    ///   name be made.
    func record(
        of payload: SessionPayload,
        id: SessionID,
        label: [UInt8]?,
        confirmedAt: Timestamp?,
        standing: PresentedSession? = nil
    ) throws(SessionError) -> SessionRecord {
        let key = if let standing { standing.record.key } else { try manager.sealer.storeKey(of: id) }
        var label = label
        if let wanted = intent.deviceLabel {
            label = try wanted.map { (text) throws(SessionError) in try manager.labels.seal(text, of: payload.family) }
        }
        return SessionRecord(
            key: key,
            version: payload.version,
            family: payload.family,
            subject: standing.map(\.record.subject) ?? payload.subject.map(manager.sealer.storedName),
            created: payload.created,
            lastSeen: now,
            idleDeadline: idleDeadline(of: payload),
            absoluteDeadline: payload.absoluteDeadline,
            renewAt: payload.renewAt,
            authenticated: payload.authenticated,
            assurance: payload.assurance,
            keyID: manager.sealer.primaryKeyID,
            payload: try manager.sealer.seal(payload, id: id, key: key, with: standing?.recordKey),
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

    func report(ended families: [SessionFamily]) {
        for family in families { manager.events.emit(.revoked, family: family) }
    }

    func limitReached() -> SessionError {
        manager.events.emit(.limitReached)
        return SessionError(
            .limitReached,
            "The subject has as many sessions as the policy allows. End one of them, or raise subjectLimit."
        )
    }
}
