/// SHA-256 (FIPS 180-4).
public enum SHA256 {
    /// The hash of some bytes.
    ///
    /// - Throws: `TokenError.unavailable`.
    public static func hash(_ bytes: Span<UInt8>) throws(TokenError) -> InlineArray<32, UInt8> {
        try ThreadState.current().state.digest.hash(bytes)
    }

    /// The hash of two pieces, one behind the other.
    package static func hash(
        _ first: Span<UInt8>,
        _ second: Span<UInt8>
    ) throws(TokenError) -> InlineArray<32, UInt8> {
        try ThreadState.current().state.digest.hash(first, second)
    }
}
