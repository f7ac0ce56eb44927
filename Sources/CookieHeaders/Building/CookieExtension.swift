/// An attribute that no RFC defines, for example `Priority=High`: kept in a strict round trip and written after the
/// others.
public struct CookieExtension: Hashable, Sendable {
    /// The attribute's name: a token, and none of the names that the standards define (SC-05).
    public var name: String
    /// The text after `=`; nil for a bare attribute.
    public var value: String?

    /// Describes an extension attribute; ``SetCookie`` checks it.
    public init(name: String, value: String? = nil) {
        self.name = name
        self.value = value
    }
}
