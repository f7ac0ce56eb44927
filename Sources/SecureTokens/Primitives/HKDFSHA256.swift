/// HKDF with HMAC-SHA256 (RFC 5869).
public enum HKDFSHA256 {
    /// RFC 5869 §2.3.
    public static let maximumLength = 255 * 32

    /// Derives bytes from a secret.
    ///
    /// - Parameters:
    ///   - secret: input keying material of any length. A password is none.
    ///   - salt: may be empty.
    ///   - info: what the bytes are for; sets apart what one secret is used for.
    ///   - count: 0 to ``maximumLength``.
    /// - Throws: `TokenError.invalid(.outputLength)`, `TokenError.unavailable`.
    public static func derive(
        _ secret: Span<UInt8>,
        salt: Span<UInt8>,
        info: Span<UInt8>,
        count: Int
    ) throws(TokenError) -> [UInt8] {
        guard 0...maximumLength ~= count else { throw .invalid(.outputLength) }
        var output = [UInt8](repeating: 0, count: count)
        var span = output.mutableSpan
        var pseudorandom = try extract(secret, salt: salt)
        defer { wipe(&pseudorandom) }
        do {
            try expand(pseudorandom.span, info: info, into: &span)
        } catch {
            wipe(&span)
            throw error
        }
        return output
    }

    /// Derives 32 bytes in place, without an allocation.
    package static func derive(
        _ secret: Span<UInt8>,
        salt: Span<UInt8>,
        info: Span<UInt8>
    ) throws(TokenError) -> InlineArray<32, UInt8> {
        var pseudorandom = try extract(secret, salt: salt)
        defer { wipe(&pseudorandom) }
        var output = InlineArray<32, UInt8>(repeating: 0)
        var span = output.mutableSpan
        try expand(pseudorandom.span, info: info, into: &span)
        return output
    }

    /// Derives 32 bytes with a long-lived salt, whose context the thread keeps: the salt itself is not touched.
    package static func derive(
        _ secret: Span<UInt8>,
        salt: SecretBytes,
        info: Span<UInt8>
    ) throws(TokenError) -> InlineArray<32, UInt8> {
        var pseudorandom = try ThreadState.current().state.authenticate(secret, identity: salt.identity, with: salt)
        defer { wipe(&pseudorandom) }
        var output = InlineArray<32, UInt8>(repeating: 0)
        var span = output.mutableSpan
        try expand(pseudorandom.span, info: info, into: &span)
        return output
    }

    /// RFC 5869 §2.2.
    private static func extract(
        _ secret: Span<UInt8>,
        salt: Span<UInt8>
    ) throws(TokenError) -> InlineArray<32, UInt8> {
        guard salt.isEmpty else { return try HMACSHA256.authenticate(secret, key: salt) }
        let zeros = InlineArray<32, UInt8>(repeating: 0)
        return try HMACSHA256.authenticate(secret, key: zeros.span)
    }

    /// RFC 5869 §2.3.
    private static func expand(
        _ key: Span<UInt8>,
        info: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(TokenError) {
        guard !output.isEmpty else { return }
        let thread = try ThreadState.current()
        var block = InlineArray<32, UInt8>(repeating: 0)
        defer { wipe(&block) }
        var written = 0
        var counter: UInt8 = 0
        while written < output.count {
            counter += 1
            let last: InlineArray<1, UInt8> = [counter]
            block = try thread.state.digest.authenticate(
                key: key,
                block.span.extracting(first: written == 0 ? 0 : 32),
                info,
                last.span
            )
            let count = min(32, output.count - written)
            let derived = block.span
            for index in 0..<count { output[written + index] = derived[index] }
            written += count
        }
    }
}
