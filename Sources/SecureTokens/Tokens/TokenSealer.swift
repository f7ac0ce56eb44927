/// Makes and opens tokens that nobody else can read or change.
///
/// A sealed token is base64url of `01 | key id 4 | issued 4 | expires 4 | nonce 24 | cipher text | tag 16`, with
/// XAES-256-GCM; header and context are its associated data. Two tokens whose nonces begin with the same 12 bytes were
/// made by one thread of one process.
public struct TokenSealer: Sendable {
    private static let overhead = TokenHeader.length + 24 + 16

    private let frame: TokenFrame
    private let use: TokenUse

    /// A sealer.
    ///
    /// - Parameters:
    ///   - keys: makes tokens with the primary, opens those of any.
    ///   - context: what the tokens are for.
    ///   - maximumLength: the most characters of a token, either way; by default what a cookie holds. At most 2^30.
    ///   - clock: tells when tokens are issued and expire.
    public init(keys: KeyRing, context: TokenContext, maximumLength: Int = 4096, clock: WallClock = .system) {
        self.init(.application, keys: keys, context: context, maximumLength: maximumLength, clock: clock)
    }

    /// The same for the kit's own tokens, with keys of their own.
    package init(
        _ use: TokenUse,
        keys: KeyRing,
        context: TokenContext,
        maximumLength: Int = 4096,
        clock: WallClock = .system
    ) {
        self.use = use
        frame = TokenFrame(
            .sealed,
            overhead: Self.overhead,
            keys: keys,
            context: context,
            maximumLength: maximumLength,
            clock: clock,
            identity: { $0.sealingKey(use).identity }
        )
    }

    /// Makes a token.
    ///
    /// - Parameters:
    ///   - payload: may be empty.
    ///   - lifetime: how long it is good for.
    /// - Throws: `TokenError.invalid` with `inputLength`, `lifetime` or `clock`; `TokenError.unavailable`.
    public func seal(_ payload: Span<UInt8>, for lifetime: TokenLifetime) throws(TokenError) -> String {
        try frame.make(payload: payload.count, for: lifetime) { (body, bound, key) throws(TokenError) in
            try ThreadState.current().state.seal(
                payload,
                associatedData: bound,
                identity: key.identity,
                with: key.object.sealingKey(use),
                into: &body
            )
        }
    }

    /// Opens a token.
    ///
    /// - Parameters:
    ///   - token: as it was made.
    ///   - allowingUnlimited: whether a token without an end is good.
    /// - Throws: `TokenError.rejected`, `.expired`, `.unavailable`.
    public func open(_ token: String, allowingUnlimited: Bool = false) throws(TokenError) -> [UInt8] {
        try open(token.utf8.span, allowingUnlimited: allowingUnlimited).payload
    }

    /// Opens a token given as its ASCII characters, and tells its key and times.
    ///
    /// - Parameters:
    ///   - token: as it was made.
    ///   - allowingUnlimited: whether a token without an end is good.
    /// - Throws: `TokenError.rejected`, `.expired`, `.unavailable`.
    public func open(_ token: Span<UInt8>, allowingUnlimited: Bool = false) throws(TokenError) -> OpenedToken {
        try frame.read(token, allowingUnlimited: allowingUnlimited) { (body, bound, key) throws(TokenError) in
            // A copy of the cipher text, to be overwritten: the cheapest way to an array of that size.
            var payload = [UInt8](copying: body.extracting(24..<body.count - 16))
            var output = payload.mutableSpan
            try ThreadState.current().state.open(
                body,
                associatedData: bound,
                identity: key.identity,
                with: key.object.sealingKey(use),
                into: &output
            )
            return payload
        }
    }
}
