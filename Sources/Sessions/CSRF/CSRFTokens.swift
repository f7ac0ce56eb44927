import SecureTokens

/// Makes and checks the text that a page sends back to show that it is a page of this application.
///
/// ```
/// secret  HMAC-SHA256(the server key's sub-key "csrf", LP("hardtack.csrf.v1") | LP(namespace) | LP(kind) | LP(what))
/// what    kind "session": the seed in the record, 16 bytes, and the count of renewals, 4; "visitor": the cookie's 32 bytes
/// token   01 | server key id 4 | mask 32, fresh random | secret XOR mask 32, as base64url: 92 characters
/// ```
/// The mask makes the text another one each time it is asked for: a page that is compressed together with what an attacker
/// puts into it gives nothing away (BREACH). A token of another manager, another session or the other kind is none (T2).
struct CSRFTokens: Sendable {
    static let format: UInt8 = 1
    static let encodedLength = 92

    private let prefix: [UInt8]
    private let subkeys: [UInt32: SecretBytes]
    private let primaryKeyID: UInt32

    /// What a token belongs to.
    enum Binding: Sendable {
        case session(CSRFSeed)
        case visitor(VisitorSecret)
    }

    init(namespace: String, keys: KeyRing) {
        var writer = ByteWriter(capacity: 24 + namespace.utf8.count)
        writer.appendLengthPrefixed("hardtack.csrf.v1")
        writer.appendLengthPrefixed(namespace)
        prefix = writer.bytes
        primaryKeyID = keys.primaryID.rawValue
        var subkeys: [UInt32: SecretBytes] = [:]
        for id in keys.ids { subkeys[id.rawValue] = keys.subkey(.csrf, of: id) }
        self.subkeys = subkeys
    }

    /// The text for a page: another one each time.
    func token(for binding: Binding) throws(SessionError) -> String {
        let mask: InlineArray<32, UInt8> = try randomBytes()
        guard let subkey = subkeys[primaryKeyID] else { throw Self.failure }
        let secret = try secret(of: binding, subkey)
        var writer = ByteWriter(capacity: 69)
        writer.append(Self.format)
        writer.append(primaryKeyID)
        writer.append(mask)
        for index in 0..<32 { writer.append(secret[index] ^ mask[index]) }
        return Base64URL.encode(writer.bytes.span)
    }

    /// Whether a text is a token of one of these. All are tried, each in constant time (T3): what a failure takes says
    /// nothing about the secret.
    func accepts(_ token: String, for bindings: [Binding]) throws(SessionError) -> Bool {
        guard token.utf8.count == Self.encodedLength, let bytes = Base64URL.decode(token) else { return false }
        var reader = ByteReader(bytes)
        guard reader.read(UInt8.self) == Self.format, let id = reader.read(UInt32.self), let subkey = subkeys[id],
            let mask = reader.readRange(count: 32), let masked = reader.readRange(count: 32)
        else { return false }
        let presented = zip(bytes[mask], bytes[masked]).map { $0 ^ $1 }
        var isAccepted = false
        for binding in bindings {
            let secret = try secret(of: binding, subkey)
            isAccepted = constantTimeEquals(presented.span, secret.span) || isAccepted
        }
        return isAccepted
    }

    private func secret(of binding: Binding, _ subkey: SecretBytes) throws(SessionError) -> InlineArray<32, UInt8> {
        var writer = ByteWriter(capacity: prefix.count + 48)
        writer.append(prefix)
        switch binding {
        case .session(let seed):
            writer.appendLengthPrefixed("session")
            writer.append(UInt32(CSRFSeed.length))
            writer.append(count: CSRFSeed.length) { seed.write(to: &$0) }
        case .visitor(let secret):
            writer.appendLengthPrefixed("visitor")
            writer.append(UInt32(32))
            writer.append(secret.bytes)
        }
        do {
            return try HMACSHA256.authenticate(writer.bytes.span, key: subkey)
        } catch {
            throw Self.failure
        }
    }

    private static let failure = SessionError(
        .cryptography,
        "OpenSSL failed; no anti-forgery token can be made or checked."
    )
}
