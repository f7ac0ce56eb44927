import CookieHeaders
import SecureTokens

/// Turns payloads into what a store may see, and back.
///
/// ```
/// store key  SHA-256(LP(namespace) | ID)
/// key        HKDF-SHA256(ID, salt: the server key's sub-key "at-rest", info: namespace)
/// payload    01 | nonce 12 | cipher text | tag 16, AES-256-GCM
/// AAD        LP(namespace) | LP(store key) | version 8 | server key id 4
/// plain      padded with 80 00* to a multiple of 64 bytes
/// ```
/// So a thief of the store needs the server key *and* the browser's cookie to read a session, and a payload cannot be
/// moved to another row, another version or another manager. The nonce is random and each key seals one session's
/// versions only, far from the bound of SP 800-38D.
struct RecordSealer: Sendable {
    static let format: UInt8 = 1
    static let paddingBlock = 64
    private static let overhead = 1 + 12 + 16

    /// The manager's name among all that share the store, and a `/`.
    private let namePrefix: String
    private let namespace: [UInt8]
    private let prefix: [UInt8]
    private let subkeys: [UInt32: SecretBytes]
    /// The id of the server key that new payloads are sealed under.
    let primaryKeyID: UInt32

    /// Why a record counts as absent. Never leads to a deletion: a half-deployed key must not log people out.
    enum Unreadable: Error {
        /// Sealed under a server key that is not in the ring.
        case unknownKey
        /// Not authentic, of another format, or at odds with its columns.
        case damaged
    }

    init(namespace: String, keys: KeyRing) {
        namePrefix = namespace + "/"
        self.namespace = Array(namespace.utf8)
        var writer = ByteWriter(capacity: 4 + self.namespace.count)
        writer.appendLengthPrefixed(namespace)
        prefix = writer.bytes
        primaryKeyID = keys.primaryID.rawValue
        var subkeys: [UInt32: SecretBytes] = [:]
        for id in keys.ids { subkeys[id.rawValue] = keys.subkey(.atRest, of: id) }
        self.subkeys = subkeys
    }

    func storeKey(of id: SessionID) throws(SessionError) -> StoreKey {
        let tag = (0..<4).reduce(0 as UInt32) { $0 << 8 | UInt32(id.bytes[$1]) }
        return try cryptography { () throws(TokenError) in
            StoreKey(tag: tag, hash: try SHA256.hash(prefix.span, id.bytes.span))
        }
    }

    /// The name of a subject in the store: with the namespace, so that managers which share a store do not list, limit or
    /// revoke each other's sessions. A namespace holds no `/`, so the two cannot run into each other (T2).
    func storedName(of subject: String) -> String {
        namePrefix + subject
    }

    /// Whether a record's column is that name, byte for byte.
    private func isStoredName(_ stored: String?, of subject: String?) -> Bool {
        guard let stored, let subject else { return stored == nil && subject == nil }
        let (prefixCount, count) = (namePrefix.utf8.count, stored.utf8.count)
        return count == prefixCount + subject.utf8.count
            && stored.utf8.span.extracting(0..<prefixCount).equals(namePrefix.utf8.span)
            && stored.utf8.span.extracting(prefixCount..<count).equals(subject.utf8.span)
    }

    /// - Parameter recordKey: what the session was opened with; derived if it is of another server key, or `nil`.
    func seal(
        _ payload: SessionPayload,
        id: SessionID,
        key: StoreKey,
        with recordKey: RecordKey? = nil
    ) throws(SessionError) -> [UInt8] {
        var plaintext = payload.encoded()
        plaintext.append(0x80)
        let remainder = plaintext.count % Self.paddingBlock
        if remainder != 0 {
            let missing = Self.paddingBlock - remainder
            plaintext.append(addingCapacity: missing) { $0.append(repeating: 0, count: missing) }
        }
        return try seal(
            plaintext,
            with: recordKey?.keyID == primaryKeyID ? recordKey : nil,
            id: id,
            keyID: primaryKeyID,
            info: namespace,
            associatedData: associatedData(key: key, version: payload.version, keyID: primaryKeyID)
        )
    }

    func open(_ record: SessionRecord, id: SessionID) throws(Unreadable) -> SessionPayload {
        try open(record, with: recordKey(of: id, keyID: record.keyID))
    }

    /// The key that the records of an ID are sealed under: derived once for a request that reads and writes.
    func recordKey(of id: SessionID, keyID: UInt32) throws(Unreadable) -> RecordKey {
        try recordKey(of: id, keyID: keyID, info: namespace)
    }

    private func recordKey(of id: SessionID, keyID: UInt32, info: [UInt8]) throws(Unreadable) -> RecordKey {
        do {
            guard let key = try recordKey(id: id, keyID: keyID, info: info) else { throw Unreadable.unknownKey }
            return key
        } catch let unreadable as Unreadable {
            throw unreadable
        } catch {
            throw .damaged
        }
    }

    func open(_ record: SessionRecord, with recordKey: RecordKey) throws(Unreadable) -> SessionPayload {
        var plaintext = try open(
            record.payload,
            with: recordKey,
            associatedData: associatedData(key: record.key, version: record.version, keyID: record.keyID)
        )
        // The padding is looked at after authentication only: it can be no oracle.
        guard let marker = plaintext.lastIndex(where: { $0 != 0 }), plaintext[marker] == 0x80 else {
            throw .damaged
        }
        plaintext.removeLast(plaintext.count - marker)
        guard let payload = SessionPayload(encoded: plaintext),
            payload.matches(record),
            isStoredName(record.subject, of: payload.subject)
        else { throw .damaged }
        return payload
    }

    /// Seals the ID of a renewal's successor so that only the holder of the old ID can follow.
    func sealSuccessor(_ successor: SessionID, of old: SessionID, key: StoreKey) throws(SessionError) -> [UInt8] {
        var bytes = ByteWriter(capacity: 4 + Self.overhead + 32)
        bytes.append(primaryKeyID)
        bytes.append(
            try seal(
                (0..<32).map { successor.bytes[$0] },
                id: old,
                keyID: primaryKeyID,
                info: successorInfo,
                associatedData: associatedData(key: key, version: 0, keyID: primaryKeyID)
            )
        )
        return bytes.bytes
    }

    func openSuccessor(_ sealed: [UInt8], of old: SessionID, key: StoreKey) throws(Unreadable) -> SessionID {
        var reader = ByteReader(sealed)
        guard let keyID = reader.read(UInt32.self) else { throw .damaged }
        let bytes = try open(
            reader.rest,
            with: recordKey(of: old, keyID: keyID, info: successorInfo),
            associatedData: associatedData(key: key, version: 0, keyID: keyID)
        )
        guard let successor = SessionID(unsealed: bytes) else { throw .damaged }
        return successor
    }

    /// Never equal to a namespace, which holds no zero byte.
    private var successorInfo: [UInt8] {
        var writer = ByteWriter(capacity: prefix.count + 13)
        writer.append(prefix)
        writer.appendLengthPrefixed("successor")
        return writer.bytes
    }

    private func associatedData(key: StoreKey, version: Int64, keyID: UInt32) -> [UInt8] {
        var writer = ByteWriter(capacity: prefix.count + 48)
        writer.append(prefix)
        writer.append(count: 48) { output in
            output.append(UInt32(32))
            output.append(key.hash.span)
            output.append(UInt64(bitPattern: version))
            output.append(keyID)
        }
        return writer.bytes
    }

    private func recordKey(id: SessionID, keyID: UInt32, info: [UInt8]) throws(TokenError) -> RecordKey? {
        guard let subkey = subkeys[keyID] else { return nil }
        return RecordKey(keyID: keyID, bytes: try HKDFSHA256.derive(id.bytes.span, salt: subkey, info: info.span))
    }

    private func seal(
        _ plaintext: [UInt8],
        with recordKey: RecordKey? = nil,
        id: SessionID,
        keyID: UInt32,
        info: [UInt8],
        associatedData: [UInt8]
    ) throws(SessionError) -> [UInt8] {
        let nonce: InlineArray<12, UInt8> = try randomBytes()
        return try cryptography { () throws(TokenError) in
            var key = recordKey
            if key == nil { key = try self.recordKey(id: id, keyID: keyID, info: info) }
            guard let key else { throw .rejected }
            var sealed: [UInt8] = []
            sealed.reserveCapacity(Self.overhead + plaintext.count)
            sealed.append(Self.format)
            sealed.append(addingCapacity: 12) { $0.append(nonce.span) }
            try AES256GCM.seal(
                plaintext.span,
                key: key.bytes.span,
                nonce: nonce.span,
                associatedData: associatedData.span,
                appendingTo: &sealed
            )
            return sealed
        }
    }

    private func open(
        _ sealed: [UInt8],
        with key: RecordKey,
        associatedData: [UInt8]
    ) throws(Unreadable) -> [UInt8] {
        guard sealed.count >= Self.overhead, sealed[0] == Self.format else { throw .damaged }
        do {
            return try AES256GCM.open(
                sealed.span.extracting(13..<sealed.count),
                key: key.bytes.span,
                nonce: sealed.span.extracting(1..<13),
                associatedData: associatedData.span
            )
        } catch {
            throw .damaged
        }
    }
}

/// The key of one ID's records, for as long as a request lasts. Worth no more than the ID and the server key together.
struct RecordKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// The server key that it was derived from.
    let keyID: UInt32
    let bytes: InlineArray<32, UInt8>

    /// Redacted.
    var description: String { "RecordKey(redacted)" }

    /// Hides the bytes from `dump` and from reflection.
    var customMirror: Mirror { Mirror(self, children: []) }
}

/// Runs a call into OpenSSL and gives its failure the one error that this module's callers know.
private func cryptography<Result>(_ body: () throws(TokenError) -> Result) throws(SessionError) -> Result {
    do {
        return try body()
    } catch {
        throw SessionError(.cryptography, "OpenSSL failed; nothing was stored.")
    }
}
