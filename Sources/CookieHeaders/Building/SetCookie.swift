/// A cookie that a server sets: valid by construction, so that what it serialises is what a browser keeps.
///
/// Begin with a preset (``host(_:_:)`` unless there is a reason against it) and change attributes with ``with(_:)``; every
/// way in ends in one validator. Two cookies are equal if they serialise to the same bytes.
///
/// ```swift
/// let cookie = try SetCookie.host("id", token).with { $0.sameSite = .lax }
/// // __Host-id=…; Path=/; Secure; HttpOnly; SameSite=Lax
/// ```
public struct SetCookie: Hashable, Sendable, CustomStringConvertible {
    /// Name and value together, without the `=`: what browsers accept at most, in bytes (SC-16).
    public static let maximumPairBytes = 4096
    /// One attribute's value: what browsers accept at most, in bytes (SC-16).
    public static let maximumAttributeBytes = 1024
    /// The longest lifetime, 400 days in seconds (SC-17).
    public static let maximumLifetime: Int64 = 34_560_000
    /// How many extension attributes a cookie may have: a bound, since no standard gives one.
    public static let maximumExtensions = 8

    /// What the cookie says. Read-only: changes go through ``with(_:)``.
    public let attributes: Attributes
    let order: AttributeOrder

    /// Validates a cookie.
    ///
    /// - Throws: ``CookieError`` naming the first rule that does not hold.
    public init(_ attributes: Attributes) throws(CookieError) {
        try self.init(attributes, order: AttributeOrder(of: attributes))
    }

    init(_ attributes: Attributes, order: AttributeOrder) throws(CookieError) {
        try attributes.validate()
        self.attributes = attributes
        self.order = order
    }

    /// For attributes that hold all rules because a valid cookie's did.
    private init(unchecked attributes: Attributes) {
        self.attributes = attributes
        self.order = AttributeOrder(of: attributes)
    }

    /// A cookie for this host alone: `__Host-` in front of the name, Secure, HttpOnly, `SameSite=Strict`, `Path=/`, no
    /// Domain (SC-13, OS-06). Plain HTTP and sibling hosts can neither read nor overwrite it.
    ///
    /// - Parameters:
    ///   - name: The name without the prefix, or with it: `id` and `__Host-id` both become `__Host-id`.
    ///   - value: Cookie octets; encode arbitrary data with ``CookieValue``.
    public static func host(_ name: String, _ value: String) throws(CookieError) -> SetCookie {
        let name = try CookieName(name, prefixed: .host)
        return try SetCookie(Attributes(name: name.rawValue, value: value))
    }

    /// A cookie for Secure connections that may be shared through a Domain or a Path: `__Secure-` in front of the name,
    /// otherwise as ``host(_:_:)``. A sibling host can overwrite it (SC-25).
    ///
    /// - Parameters:
    ///   - name: The name without the prefix, or with it.
    ///   - value: Cookie octets; encode arbitrary data with ``CookieValue``.
    public static func secure(_ name: String, _ value: String) throws(CookieError) -> SetCookie {
        let name = try CookieName(name, prefixed: .secure)
        return try SetCookie(Attributes(name: name.rawValue, value: value))
    }

    /// A cookie **without Secure** for development over plain HTTP: anyone on the network path can read and replace it.
    /// HttpOnly, `SameSite=Strict`, `Path=/`, no Domain. A caller that uses it says so in its log.
    ///
    /// - Parameters:
    ///   - name: The whole name; it cannot carry a prefix, since all of them ask for Secure.
    ///   - value: Cookie octets.
    public static func insecureForDevelopment(_ name: String, _ value: String) throws(CookieError) -> SetCookie {
        var attributes = Attributes(name: name, value: value)
        attributes.secure = false
        return try SetCookie(attributes)
    }

    /// The cookie with changed attributes, in the fixed order, validated as a whole.
    ///
    /// - Throws: ``CookieError`` naming the first rule that does not hold any more.
    public func with(_ change: (inout Attributes) -> Void) throws(CookieError) -> SetCookie {
        var attributes = self.attributes
        change(&attributes)
        return try SetCookie(attributes)
    }

    /// The cookie with a lifetime: Max-Age, and the Expires that says the same to older agents.
    ///
    /// - Parameters:
    ///   - seconds: From 1 to 34,560,000 (400 days, SC-17). Never rely on it: the expiry that counts is in the token or
    ///     in the store (SC-18).
    ///   - now: The time of the response.
    public func lasting(seconds: Int64, from now: CookieDate) throws(CookieError) -> SetCookie {
        guard seconds > 0, seconds <= Self.maximumLifetime else {
            throw CookieError(.lifetime, "a lifetime is from 1 to 34560000 seconds; to remove a cookie send deletion()")
        }
        return try with {
            $0.maxAge = seconds
            $0.expires = CookieDate(clamping: now.secondsSinceEpoch + seconds)
        }
    }

    /// The Set-Cookie that removes this cookie: no value, an Expires in 1970 and Max-Age=0 (SC-08), with the Domain, the
    /// Path and all that the prefix demands, for without them a browser would ignore it (SC-09).
    public func deletion() -> SetCookie {
        var attributes = self.attributes
        attributes.value = ""
        attributes.expires = .epoch
        attributes.maxAge = 0
        attributes.extensions = []
        return SetCookie(unchecked: attributes)
    }

    /// The line with the value left out, for logs.
    public var description: String { line(redacted: true) }

    /// The value of the Set-Cookie field: ASCII, in the fixed order Expires, Max-Age, Domain, Path, Secure, HttpOnly,
    /// SameSite, Partitioned, extensions; a cookie from ``init(strictly:)`` keeps the order that it had.
    public var serialized: String { line(redacted: false) }
}
