/// Makes and verifies tokens that everybody can read and nobody else can make.
///
/// A signed token is base64url of `02 | key id 4 | issued 4 | expires 4 | payload | HMAC-SHA256 32`; the MAC covers the
/// header, the context and the payload.
public struct TokenSigner: Sendable {
    private static let overhead = TokenHeader.length + MACContext.tagLength

    private let frame: TokenFrame
    private let use: TokenUse

    /// A signer.
    ///
    /// - Parameters:
    ///   - keys: makes tokens with the primary, verifies those of any.
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
            .signed,
            overhead: Self.overhead,
            keys: keys,
            context: context,
            maximumLength: maximumLength,
            clock: clock,
            identity: { $0.signingKey(use).identity }
        )
    }

    /// Makes a token.
    ///
    /// - Parameters:
    ///   - payload: readable by whoever holds the token; may be empty.
    ///   - lifetime: how long it is good for.
    /// - Throws: `TokenError.invalid` with `inputLength`, `lifetime` or `clock`; `TokenError.unavailable`.
    public func sign(_ payload: Span<UInt8>, for lifetime: TokenLifetime) throws(TokenError) -> String {
        try frame.make(payload: payload.count, for: lifetime) { (body, bound, key) throws(TokenError) in
            let mac = try ThreadState.current().state.authenticate(
                bound,
                payload,
                identity: key.identity,
                with: key.object.signingKey(use)
            )
            body.copy(payload, to: 0)
            body.copy(mac.span, to: payload.count)
        }
    }

    /// Verifies a token and returns its payload.
    ///
    /// - Parameters:
    ///   - token: as it was made.
    ///   - allowingUnlimited: whether a token without an end is good.
    /// - Throws: `TokenError.rejected`, `.expired`, `.unavailable`.
    public func verify(_ token: String, allowingUnlimited: Bool = false) throws(TokenError) -> [UInt8] {
        try verify(token.utf8.span, allowingUnlimited: allowingUnlimited).payload
    }

    /// Verifies a token given as its ASCII characters, and tells its key and times.
    ///
    /// - Parameters:
    ///   - token: as it was made.
    ///   - allowingUnlimited: whether a token without an end is good.
    /// - Throws: `TokenError.rejected`, `.expired`, `.unavailable`.
    public func verify(_ token: Span<UInt8>, allowingUnlimited: Bool = false) throws(TokenError) -> OpenedToken {
        try frame.read(token, allowingUnlimited: allowingUnlimited) { (body, bound, key) throws(TokenError) in
            let payload = body.extracting(droppingLast: MACContext.tagLength)
            let expected = try ThreadState.current().state.authenticate(
                bound,
                payload,
                identity: key.identity,
                with: key.object.signingKey(use)
            )
            guard constantTimeEquals(body.extracting(last: MACContext.tagLength), expected.span) else {
                throw .rejected
            }
            return [UInt8](copying: payload)
        }
    }
}
