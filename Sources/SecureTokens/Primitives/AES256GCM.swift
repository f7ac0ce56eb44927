/// AES-256-GCM with 96-bit nonces and 16-byte tags, and no other sizes (SP 800-38D).
///
/// A nonce must never be used twice with a key. Random ones are safe for 2^32 messages a key, on all machines together;
/// ``XAES256GCM`` has no such bound in practice.
public enum AES256GCM {
    /// Bytes of a key.
    public static let keyLength = GCMContext.keyLength
    /// Bytes of a nonce.
    public static let nonceLength = GCMContext.nonceLength
    /// Bytes of a tag.
    public static let tagLength = GCMContext.tagLength

    /// Encrypts and authenticates.
    ///
    /// - Returns: the cipher text, as long as the plain text, and the tag.
    /// - Throws: `TokenError.invalid` for a wrong length, `TokenError.unavailable`.
    public static func seal(
        _ plaintext: Span<UInt8>,
        key: Span<UInt8>,
        nonce: Span<UInt8>,
        associatedData: Span<UInt8>
    ) throws(TokenError) -> [UInt8] {
        var output: [UInt8] = []
        try seal(plaintext, key: key, nonce: nonce, associatedData: associatedData, appendingTo: &output)
        return output
    }

    /// Authenticates and decrypts what ``seal(_:key:nonce:associatedData:)`` returned.
    ///
    /// - Throws: `TokenError.rejected` if it is not authentic, `TokenError.invalid` for a wrong length of key or nonce,
    ///   `TokenError.unavailable`.
    public static func open(
        _ sealed: Span<UInt8>,
        key: Span<UInt8>,
        nonce: Span<UInt8>,
        associatedData: Span<UInt8>
    ) throws(TokenError) -> [UInt8] {
        var output: [UInt8] = []
        try open(sealed, key: key, nonce: nonce, associatedData: associatedData, appendingTo: &output)
        return output
    }

    /// Appends cipher text and tag. On failure `output` is as before.
    package static func seal(
        _ plaintext: Span<UInt8>,
        key: Span<UInt8>,
        nonce: Span<UInt8>,
        associatedData: Span<UInt8>,
        appendingTo output: inout [UInt8]
    ) throws(TokenError) {
        guard plaintext.count <= GCMContext.maximumLength else { throw .invalid(.inputLength) }
        let thread = try ThreadState.current()
        try thread.state.sealScratch.setKey(key)
        try output.append(plaintext.count + tagLength) { (span) throws(TokenError) in
            try thread.state.sealScratch.seal(plaintext, nonce: nonce, associatedData: associatedData, into: &span)
        }
    }

    /// Appends the plain text. On failure `output` is as before.
    package static func open(
        _ sealed: Span<UInt8>,
        key: Span<UInt8>,
        nonce: Span<UInt8>,
        associatedData: Span<UInt8>,
        appendingTo output: inout [UInt8]
    ) throws(TokenError) {
        guard sealed.count >= tagLength else { throw .rejected }
        let thread = try ThreadState.current()
        try output.append(sealed.count - tagLength) { (span) throws(TokenError) in
            try thread.state.openScratch.open(
                sealed,
                key: key,
                nonce: nonce,
                associatedData: associatedData,
                into: &span
            )
        }
    }
}

extension [UInt8] {
    /// Appends `count` bytes that `write` fills; if it throws, the array is as before.
    mutating func append(
        _ count: Int,
        _ write: (inout MutableSpan<UInt8>) throws(TokenError) -> Void
    ) throws(TokenError) {
        let start = self.count
        append(contentsOf: repeatElement(0, count: count))
        var span = mutableSpan
        var tail = span._mutatingExtracting(start..<(start + count))
        do {
            try write(&tail)
        } catch {
            removeLast(count)
            throw error
        }
    }
}
