import SecureTokens

/// The secret that a browser presents: 32 bytes, a tag of 4 and a secret of 28, all random when a session begins.
///
/// A rotation keeps the tag and draws a new secret; see ``StoreKey/tag`` for what the tag is good for. The cookie holds
/// the 43 characters of its base64url form. There is no way to make one from a shorter, longer or otherwise spelt text,
/// and none that prints it.
struct SessionID: Sendable, CustomStringConvertible, CustomReflectable {
    /// Characters of the cookie value.
    static let encodedLength = 43

    let bytes: InlineArray<32, UInt8>

    private init(bytes: InlineArray<32, UInt8>) {
        self.bytes = bytes
    }

    /// A new ID under a new tag.
    /// - Throws: ``SessionError`` if the random generator fails; there is no second source (T8).
    static func generate() throws(SessionError) -> SessionID {
        SessionID(bytes: try randomBytes())
    }

    /// A new secret under the same tag.
    func successor() throws(SessionError) -> SessionID {
        var fresh: InlineArray<32, UInt8> = try randomBytes()
        for index in 0..<4 { fresh[index] = bytes[index] }
        return SessionID(bytes: fresh)
    }

    /// Reads a cookie value; `nil` unless it is 43 canonical base64url characters, so that nothing else ever reaches
    /// the store (OS-09, T4).
    init?(cookieValue: Span<UInt8>) {
        guard let bytes = Base64URL.decode32(cookieValue) else { return nil }
        self.init(bytes: bytes)
    }

    init?(cookieValue: String) {
        self.init(cookieValue: cookieValue.utf8.span)
    }

    /// Reads the 32 bytes that a tombstone of a renewal held.
    init?(unsealed bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.init(bytes: InlineArray { bytes[$0] })
    }

    /// What the cookie holds.
    var cookieValue: String { Base64URL.encode(bytes.span) }

    /// Redacted.
    var description: String { "SessionID(redacted)" }

    /// Hides the bytes from `dump` and from reflection.
    var customMirror: Mirror { Mirror(self, children: []) }
}

/// Random bytes, or the one error that this module's callers know.
func randomBytes<let count: Int>() throws(SessionError) -> InlineArray<count, UInt8> {
    do {
        return try SecureRandom.inline()
    } catch {
        throw SessionError(.cryptography, "The random generator of OpenSSL failed; no session can be made.")
    }
}

extension SessionFamily {
    /// A new family.
    static func generate() throws(SessionError) -> SessionFamily {
        let bytes: InlineArray<16, UInt8> = try randomBytes()
        guard let family = SessionFamily(bytes: bytes.span) else {
            throw SessionError(.cryptography, "The random generator of OpenSSL gave too few bytes.")
        }
        return family
    }
}
