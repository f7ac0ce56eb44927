/// A prefix of a cookie name with which a browser holds the cookie to certain attributes (RFC 6265bis §4.1.3; `__Http-`
/// and `__Host-Http-`: layered cookies §4.1.3).
///
/// A prefix in a request proves nothing (CK-06): old browsers and non-browsers ignore it.
public enum CookiePrefix: String, CaseIterable, Hashable, Sendable {
    /// `__Host-Http-`: what `__Host-` and `__Http-` ask for together (SC-14).
    case hostHTTP = "__Host-Http-"
    /// `__Host-`: Secure, an explicit `Path=/` and no Domain (SC-13).
    case host = "__Host-"
    /// `__Http-`: Secure and HttpOnly (SC-14).
    case http = "__Http-"
    /// `__Secure-`: Secure (SC-13).
    case secure = "__Secure-"

    /// The prefix that a name carries in its exact case, as a server reads it (CK-03); nil without one.
    public init?(exactlyIn name: String) {
        guard let prefix = withBytes(of: name, { CookiePrefix.find(in: $0, anyCase: false) }) else { return nil }
        self = prefix
    }

    /// The prefix that a name carries in any case, as a browser checks it (SC-13); nil without one.
    public init?(anyCaseIn name: String) {
        guard let prefix = withBytes(of: name, { CookiePrefix.find(in: $0, anyCase: true) }) else { return nil }
        self = prefix
    }

    /// Whether the cookie must have no Domain and an explicit `Path=/`.
    public var requiresHost: Bool { self == .host || self == .hostHTTP }

    /// Whether the cookie must be HttpOnly. (All four ask for Secure.)
    public var requiresHTTPOnly: Bool { self == .http || self == .hostHTTP }

    /// Longest first, so that `__Host-Http-` is never taken for `__Host-`. Kept, since every call of `allCases` makes an
    /// array of its own.
    private static let longestFirst = allCases

    static func find(in name: Span<UInt8>, anyCase: Bool) -> CookiePrefix? {
        // Nearly every name without a prefix leaves here.
        guard name.count >= 7, name[0] == UInt8(ascii: "_"), name[1] == UInt8(ascii: "_") else { return nil }
        for prefix in longestFirst where prefix.begins(name, anyCase: anyCase) { return prefix }
        return nil
    }

    private func begins(_ name: Span<UInt8>, anyCase: Bool) -> Bool {
        withBytes(of: rawValue) { expected in
            guard name.count >= expected.count else { return false }
            for index in expected.indices {
                let (byte, other) = (name[index], expected[index])
                guard byte == other || anyCase && byte.asciiLowercased == other.asciiLowercased else { return false }
            }
            return true
        }
    }
}

extension UInt8 {
    /// Lower case for A-Z alone: no Unicode folding can make another byte equal (TR-2).
    @inline(__always)
    var asciiLowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
    @inline(__always)
    var isASCIIDigit: Bool { self >= 0x30 && self <= 0x39 }
    /// SP or HTAB: the only white space there is in a cookie header (CK-02).
    @inline(__always)
    var isBlank: Bool { self == 0x20 || self == 0x09 }
}
