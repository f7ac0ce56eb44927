/// A cookie name that may be emitted: a token (SC-01), not empty (SC-02), its prefix, if any, in the exact case (SC-13).
///
/// Names are bytes and case-sensitive (CK-03); nothing is decoded, trimmed or folded (T11).
public struct CookieName: Hashable, Sendable, CustomStringConvertible {
    /// The name as it stands in the header.
    public let rawValue: String
    /// The prefix that the name carries.
    public let prefix: CookiePrefix?

    /// Checks a name.
    ///
    /// - Throws: ``CookieError`` with code `name` for what is no token, `size` over 4096 bytes, `prefix` for a prefix in
    ///   the wrong case: a browser would enforce it, but a server would not find it.
    public init(_ rawValue: String) throws(CookieError) {
        guard !rawValue.utf8.isEmpty else { throw CookieError(.name, "the cookie name is empty: give it one") }
        guard rawValue.utf8.count <= SetCookie.maximumPairBytes else {
            throw CookieError(.size, "the cookie name is over 4096 bytes: shorten it")
        }
        guard withBytes(of: rawValue, { $0.holdsOnly(.token) }) else {
            throw CookieError(
                .name,
                "the cookie name holds a byte that is no token character: use letters, digits, '-' and '_' (RFC 6265 §4.1.1)"
            )
        }
        let prefix = CookiePrefix(exactlyIn: rawValue)
        guard prefix == CookiePrefix(anyCaseIn: rawValue) else {
            throw CookieError(
                .prefix,
                "the name's prefix is not in its exact case: write __Host-Http-, __Host-, __Http- or __Secure-"
            )
        }
        self.rawValue = rawValue
        self.prefix = prefix
    }

    /// The name with a prefix in front of it, unless it carries that prefix already.
    ///
    /// - Throws: ``CookieError`` with code `name` if nothing follows the prefix, `prefix` if the name carries another
    ///   prefix or this one in another case, and whatever ``init(_:)`` throws.
    public init(_ name: String, prefixed prefix: CookiePrefix) throws(CookieError) {
        guard let present = CookiePrefix(anyCaseIn: name) else {
            guard !name.utf8.isEmpty else {
                throw CookieError(.name, "the cookie name is empty: give it one, with or without the prefix")
            }
            try self.init(prefix.rawValue + name)
            return
        }
        try self.init(name)
        // `__Host-Http-` demands all that `__Host-` demands, so it may stand where `__Host-` is asked for.
        guard present == prefix || (present == .hostHTTP && prefix == .host) else {
            throw CookieError(.prefix, "the name already carries \(present.rawValue): give it without a prefix")
        }
        guard name.utf8.count > present.rawValue.utf8.count else {
            throw CookieError(.name, "nothing follows the prefix in the cookie name: give it one")
        }
    }

    /// The name.
    public var description: String { rawValue }
}
