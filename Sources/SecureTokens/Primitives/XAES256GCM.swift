/// XAES-256-GCM of C2SP: AES-256-GCM under a key derived for each nonce of 24 bytes.
///
/// Random nonces are safe for 2^80 messages a key.
public enum XAES256GCM {
    /// Bytes of a key.
    public static let keyLength = 32
    /// Bytes of a nonce.
    public static let nonceLength = 24
    /// Bytes of a tag.
    public static let tagLength = 16

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
        var derived = try derive(key: key, nonce: nonce)
        defer { wipe(&derived) }
        return try AES256GCM.seal(
            plaintext,
            key: derived.span,
            nonce: nonce.extracting(droppingFirst: 12),
            associatedData: associatedData
        )
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
        var derived = try derive(key: key, nonce: nonce)
        defer { wipe(&derived) }
        return try AES256GCM.open(
            sealed,
            key: derived.span,
            nonce: nonce.extracting(droppingFirst: 12),
            associatedData: associatedData
        )
    }

    /// Encrypts under a long-lived key with a fresh random nonce; the thread keeps what it derived.
    ///
    /// - Returns: nonce 24, cipher text, tag 16.
    package static func seal(
        _ plaintext: Span<UInt8>,
        key: XAESKey,
        associatedData: Span<UInt8>
    ) throws(TokenError) -> [UInt8] {
        guard plaintext.count <= GCMContext.maximumLength else { throw .invalid(.inputLength) }
        var output = [UInt8](repeating: 0, count: plaintext.count + nonceLength + tagLength)
        var span = output.mutableSpan
        try ThreadState.current().state.seal(
            plaintext,
            associatedData: associatedData,
            identity: key.identity,
            with: key,
            into: &span
        )
        return output
    }

    /// Authenticates and decrypts nonce 24, cipher text, tag 16.
    package static func open(
        _ sealed: Span<UInt8>,
        key: XAESKey,
        associatedData: Span<UInt8>
    ) throws(TokenError) -> [UInt8] {
        guard sealed.count >= nonceLength + tagLength else { throw .rejected }
        var output = [UInt8](repeating: 0, count: sealed.count - nonceLength - tagLength)
        var span = output.mutableSpan
        try ThreadState.current().state.open(
            sealed,
            associatedData: associatedData,
            identity: key.identity,
            with: key,
            into: &span
        )
        return output
    }

    /// The key that one nonce's messages are sealed with.
    package static func derive(key: Span<UInt8>, nonce: Span<UInt8>) throws(TokenError) -> InlineArray<32, UInt8> {
        guard key.count == keyLength else { throw .invalid(.keyLength) }
        guard nonce.count == nonceLength else { throw .invalid(.nonceLength) }
        let thread = try ThreadState.current()
        try thread.state.blockScratch.setKey(key)
        var subkey = InlineArray<16, UInt8>(repeating: 0)
        defer { wipe(&subkey) }
        var span = subkey.mutableSpan
        try XAESDerivation.subkey(&span, with: thread.state.blockScratch)
        var derived = InlineArray<32, UInt8>(repeating: 0)
        try XAESDerivation.derive(
            &derived,
            prefix: nonce.extracting(first: 12),
            subkey: subkey.span,
            with: thread.state.blockScratch
        )
        return derived
    }
}
