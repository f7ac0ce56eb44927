import SecureTokens

/// What a store knows of sessions that are kept by their cookies alone: which of them have ended before their time.
///
/// A family that was ended, or replaced by a login, has a row under a key of its own until its absolute deadline (a deny
/// list); a subject whose sessions were all ended has a not-before, which is compared with the sealed time of his
/// authentication. Any session store will do, the one of other managers too.
///
/// ```
/// row  SHA-256(LP("hardtack.revoked.v1") | LP(namespace) | family 16), under the tag of the hash's first 4 bytes
/// ```
struct Revocations: Sendable {
    private let store: any SessionStore
    private let sealer: RecordSealer
    private let prefix: [UInt8]

    init(store: any SessionStore, sealer: RecordSealer, namespace: String) {
        self.store = store
        self.sealer = sealer
        var writer = ByteWriter(capacity: 64)
        writer.appendLengthPrefixed("hardtack.revoked.v1")
        writer.appendLengthPrefixed(namespace)
        prefix = writer.bytes
    }

    /// What a store is asked for: made once for a request, which asks twice.
    struct Names: Sendable {
        fileprivate let row: StoreKey
        fileprivate let subject: String?
    }

    func names(of payload: SessionPayload) throws(SessionError) -> Names {
        Names(row: try key(of: payload.family), subject: payload.subject.map(sealer.storedName))
    }

    /// Whether a session that its cookie says is alive has been ended.
    func haveEnded(_ session: CarriedSession) async throws(SessionError) -> Bool {
        do throws(StoreError) {
            if try await store.load(session.names.row) != nil { return true }
            guard let subject = session.names.subject, let authenticated = session.payload.authenticated,
                let notBefore = try await store.notBefore(subject: subject)
            else { return false }
            return authenticated <= notBefore
        } catch {
            throw SessionError(error)
        }
    }

    /// Whether a login of this subject, by a request that began then, comes too late.
    func refusesLogin(of subject: String, requestBegan began: Timestamp) async throws(SessionError) -> Bool {
        do throws(StoreError) {
            guard let notBefore = try await store.notBefore(subject: sealer.storedName(of: subject)) else {
                return false
            }
            return began <= notBefore
        } catch {
            throw SessionError(error)
        }
    }

    /// Ends a session, whichever of its cookies is presented. Of several at once one succeeds.
    /// - Returns: whether it was not ended yet.
    func end(_ session: CarriedSession, now: Timestamp) async throws(SessionError) -> Bool {
        let payload = session.payload
        let row = SessionRecord(
            key: session.names.row,
            version: 1,
            family: payload.family,
            subject: nil,
            created: payload.created,
            lastSeen: now,
            idleDeadline: payload.absoluteDeadline,
            absoluteDeadline: payload.absoluteDeadline,
            renewAt: payload.absoluteDeadline,
            authenticated: nil,
            assurance: .none,
            keyID: sealer.primaryKeyID,
            payload: [],
            state: .superseded,
            confirmedAt: now
        )
        do throws(StoreError) {
            guard case .created = try await store.create(row, admission: nil, now: now) else { return false }
            return true
        } catch {
            throw SessionError(error)
        }
    }

    private func key(of family: SessionFamily) throws(SessionError) -> StoreKey {
        var writer = ByteWriter(capacity: prefix.count + 16)
        writer.append(prefix)
        writer.append(count: 16) { family.write(to: &$0) }
        do {
            let hash = try SHA256.hash(writer.bytes.span)
            let tag = (0..<4).reduce(0 as UInt32) { $0 << 8 | UInt32(hash[$1]) }
            return StoreKey(tag: tag, hash: hash)
        } catch {
            throw SessionError(.cryptography, "OpenSSL failed; no session can be looked up.")
        }
    }
}
