/// With which requests from other sites a browser sends a cookie (RFC 6265bis §4.1.2.7).
public enum SameSite: String, CaseIterable, Hashable, Sendable {
    /// Never from another site. The default: it is OWASP's choice, and whoever needs less says so.
    case strict = "Strict"
    /// On navigation from another site with a safe method as well: what OAuth call-backs need.
    case lax = "Lax"
    /// Always. Only with Secure (SC-12).
    case none = "None"

    /// Reads an attribute's value in any ASCII case; nil for any other, which a browser treats as its default (UA-18).
    init?(anyCase bytes: Span<UInt8>) {
        for candidate in SameSite.allCases where bytes.equalsIgnoringCase(candidate.rawValue) {
            self = candidate
            return
        }
        return nil
    }
}

extension Span<UInt8> {
    /// ASCII-case-insensitive equality: bytes outside A-Z and a-z have to be the same.
    func equalsIgnoringCase(_ text: String) -> Bool {
        guard count == text.utf8.count else { return false }
        var index = 0
        for byte in text.utf8 {
            guard self[index].asciiLowercased == byte.asciiLowercased else { return false }
            index += 1
        }
        return true
    }
}
