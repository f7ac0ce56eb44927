/// What a token is for. It opens only under the very same context.
///
/// The context is authenticated and not part of the token. Each piece is prefixed with its length, so that no two
/// contexts run together: (name "a", purpose "bc") is not (name "ab", purpose "c").
public struct TokenContext: Hashable, Sendable {
    /// The bytes of a piece; far above any use.
    static let maximumLength = 1024

    /// What the token does, for instance `password-reset`.
    public let purpose: String
    /// Where it travels, for instance the cookie's name.
    public let name: String
    /// Who may read it, for instance the service; empty for no one in particular.
    public let audience: String

    /// LP("hardtack.token.v1") | 13 bytes for the header | LP(purpose) | LP(name) | LP(audience).
    let bound: [UInt8]
    static let headerOffset = 4 + 17

    /// A context.
    ///
    /// - Throws: `TokenError.invalid` with `emptyPurpose`, `emptyName`, or `inputLength` for a piece over 1024 bytes.
    public init(purpose: String, name: String, audience: String = "") throws(TokenError) {
        guard !purpose.isEmpty else { throw .invalid(.emptyPurpose) }
        guard !name.isEmpty else { throw .invalid(.emptyName) }
        for piece in [purpose, name, audience] where piece.utf8.count > Self.maximumLength {
            throw .invalid(.inputLength)
        }
        self.purpose = purpose
        self.name = name
        self.audience = audience
        var bound: [UInt8] = []
        bound.appendLengthPrefixed("hardtack.token.v1".utf8)
        bound.append(contentsOf: repeatElement(0, count: TokenHeader.length))
        bound.appendLengthPrefixed(purpose.utf8)
        bound.appendLengthPrefixed(name.utf8)
        bound.appendLengthPrefixed(audience.utf8)
        self.bound = bound
    }
}
