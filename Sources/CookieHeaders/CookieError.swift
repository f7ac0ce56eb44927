/// Why a cookie could not be built or parsed, or why a Cookie header was refused.
///
/// Callers branch on ``code``; people read ``reason``, which says what to do. Neither ever holds the cookie's value.
public struct CookieError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was wrong, for callers that branch on it.
    public enum Code: String, Hashable, Sendable {
        /// The cookie name is empty or no token (SC-01, SC-02).
        case name
        /// The cookie value holds a byte that is no cookie-octet (SC-01).
        case value
        /// The Domain attribute is no ASCII host name (SC-10, UA-12).
        case domain
        /// The Path attribute does not start with `/`, holds a forbidden byte (SC-11) or is not UTF-8 (UA-16).
        case path
        /// The name's prefix asks for attributes that the cookie lacks, or is not in its exact case (SC-13, SC-14).
        case prefix
        /// An attribute asks for Secure, which is missing: `SameSite=None`, or `Partitioned` (SC-12, SC-15).
        case insecure
        /// The lifetime is negative, over 400 days, or not bounded by a Max-Age (SC-08, SC-17).
        case lifetime
        /// An extension attribute is malformed, repeated, or one too many (SC-05).
        case `extension`
        /// Name and value, or one attribute, are longer than a browser accepts (SC-16, UA-09).
        case size
        /// The line is not of the form that was asked for (strict parsing, forbidden control characters).
        case syntax
        /// The Cookie header is over the limits of bytes or pairs (CK-08).
        case limit
    }

    /// What was wrong.
    public let code: Code
    /// What was wrong and what to do about it, in one sentence and without the value.
    public let reason: String

    init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The code and the reason: safe for logs.
    public var description: String { "\(code.rawValue): \(reason)" }
}
