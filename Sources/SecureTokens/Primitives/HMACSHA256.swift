/// HMAC-SHA256 (RFC 2104, FIPS 198-1).
public enum HMACSHA256 {
    /// The MAC of a message, 32 bytes.
    ///
    /// - Parameters:
    ///   - message: any length.
    ///   - key: at least one byte; 32 random ones are right.
    /// - Throws: `TokenError.invalid(.keyLength)` for an empty key, `TokenError.unavailable`.
    public static func authenticate(
        _ message: Span<UInt8>,
        key: Span<UInt8>
    ) throws(TokenError) -> InlineArray<32, UInt8> {
        guard !key.isEmpty else { throw .invalid(.keyLength) }
        return try ThreadState.current().state.digest.authenticate(key: key, message)
    }

    /// Whether `mac` is the MAC of a message, compared in constant time. Only all 32 bytes will do.
    ///
    /// - Throws: `TokenError.invalid(.keyLength)` for an empty key, `TokenError.unavailable`.
    public static func isValid(
        _ mac: Span<UInt8>,
        for message: Span<UInt8>,
        key: Span<UInt8>
    ) throws(TokenError) -> Bool {
        let expected = try authenticate(message, key: key)
        return constantTimeEquals(mac, expected.span)
    }

    /// The MAC with a long-lived key, whose context the thread keeps: the key itself is not touched.
    package static func authenticate(
        _ message: Span<UInt8>,
        key: SecretBytes
    ) throws(TokenError) -> InlineArray<32, UInt8> {
        try ThreadState.current().state.authenticate(message, identity: key.identity, with: key)
    }
}
