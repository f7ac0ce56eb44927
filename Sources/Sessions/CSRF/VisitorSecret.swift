import SecureTokens

/// What a browser without a session is recognised by when it sends a form: 32 random bytes in a cookie of their own.
///
/// The server keeps nothing of it (T17). It is no session and leads to none; it dies at the login (OC-10).
struct VisitorSecret: Sendable, CustomStringConvertible, CustomReflectable {
    let bytes: InlineArray<32, UInt8>

    private init(bytes: InlineArray<32, UInt8>) {
        self.bytes = bytes
    }

    static func generate() throws(SessionError) -> VisitorSecret {
        VisitorSecret(bytes: try randomBytes())
    }

    /// Reads a cookie value; `nil` unless it is 43 canonical base64url characters.
    init?(cookieValue: Span<UInt8>) {
        guard let bytes = Base64URL.decode32(cookieValue) else { return nil }
        self.init(bytes: bytes)
    }

    init?(cookieValue: String) {
        self.init(cookieValue: cookieValue.utf8.span)
    }

    /// What the cookie holds.
    var cookieValue: String { Base64URL.encode(bytes.span) }

    /// Redacted.
    var description: String { "VisitorSecret(redacted)" }

    /// Hides the bytes from `dump` and from reflection.
    var customMirror: Mirror { Mirror(self, children: []) }
}
