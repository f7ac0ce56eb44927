/// What a user or an administrator may see of a session. Nothing in it is of use as a cookie.
public struct SessionSummary: Sendable, Equatable, Identifiable {
    /// The handle by which to end it.
    public let id: SessionFamily
    /// When it began.
    public let created: Timestamp
    /// When it was last noted to be in use: at most a sixth of the idle timeout ago while it is.
    public let lastSeen: Timestamp
    /// When the user last proved who he is.
    public let authenticated: Timestamp?
    /// How strongly.
    public let assurance: AssuranceLevel
    /// What ``Session/setDeviceLabel(_:)`` called it.
    public let deviceLabel: String?
}

extension SessionManager {
    /// The live sessions of a subject, the last used first (ASVS 7.5.2).
    public func sessions(of subject: String) async throws(SessionError) -> [SessionSummary] {
        guard carried == nil else { throw .needsStore("A list of sessions") }
        let (now, subject) = (clock.now, sealer.storedName(of: subject))
        let records = try await storing { () async throws(StoreError) in
            try await store.list(subject: subject, now: now)
        }
        return records.map { record in
            SessionSummary(
                id: record.family,
                created: record.created,
                lastSeen: record.lastSeen,
                authenticated: record.authenticated,
                assurance: record.assurance,
                deviceLabel: labels.open(record.label, of: record.family)
            )
        }
    }

    /// Ends one session of a subject. A family that is not the subject's is left alone.
    /// - Returns: whether there was a live one.
    @discardableResult
    public func revoke(_ family: SessionFamily, of subject: String) async throws(SessionError) -> Bool {
        guard try await sessions(of: subject).contains(where: { $0.id == family }) else { return false }
        let now = clock.now
        let ended = try await storing { () async throws(StoreError) in
            try await store.deleteFamily(family, now: now)
        }
        if ended { events.emit(.revoked, family: family) }
        return ended
    }

    /// Ends every session of a subject, or all but one, and refuses logins that are under way (ASVS 7.4.2, 7.4.3): also
    /// that of the request which calls this, unless the session was the subject's before and is the one excepted.
    /// - Returns: how many were ended.
    @discardableResult
    public func revokeAll(
        of subject: String,
        except family: SessionFamily? = nil
    ) async throws(SessionError) -> Int {
        guard carried == nil || family == nil else { throw .needsStore("An exception from the end of all sessions") }
        let (now, subject) = (clock.now, sealer.storedName(of: subject))
        let count = try await storing { () async throws(StoreError) in
            try await store.deleteAll(subject: subject, except: family, now: now)
        }
        if count > 0 { events.emit(.revoked) }
        return count
    }

    /// Deletes what has expired and wipes what is needed no longer (rule R9), at most `limit` rows of each. Run it every
    /// minute or so; a session is over at its deadline whether it has been purged or not.
    /// - Returns: how many rows were deleted or wiped, whichever are more; fewer than `limit` means that no more were found.
    @discardableResult
    public func purgeExpired(limit: Int = 1_000) async throws(SessionError) -> Int {
        let now = clock.now
        return try await storing { () async throws(StoreError) in
            try await store.deleteExpired(limit: limit, now: now)
        }
    }
}
