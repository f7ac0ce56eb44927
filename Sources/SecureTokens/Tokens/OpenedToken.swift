/// What an authentic token holds.
public struct OpenedToken: Equatable, Sendable {
    /// The payload.
    public let payload: [UInt8]
    /// The key it was made with: one that is no longer the primary may call for a new token.
    public let key: KeyID
    /// When it was made, in seconds since 1970, by its maker's clock.
    public let issued: Int64
    /// When it ends, in seconds since 1970; nil for no end.
    public let expires: Int64?

    init(payload: [UInt8], header: TokenHeader) {
        self.payload = payload
        key = header.key
        issued = Int64(header.issued)
        expires = header.expires == 0 ? nil : Int64(header.expires)
    }
}
