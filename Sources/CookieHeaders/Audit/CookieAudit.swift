public import HTTPTypes

/// Holds Set-Cookie lines, and whole responses, against the rules: what a browser would drop or change, what is not legal,
/// what works but is unsafe.
///
/// For tests of an application's or a framework's responses, and for tools:
///
/// ```swift
/// let audit = CookieAudit(scheme: .https, host: CookieHost("example.org"), now: now)
/// #expect(audit.findings(for: response.headerFields).isEmpty)
/// ```
///
/// The audit looks at what it is given and no further: it cannot see how an ID was drawn, whether a deadline holds on the
/// server, or what is signed (SC-18, SC-21 to SC-23). Whether a cookie is a session's, or a token's that is as good, is judged by its name alone.
public struct CookieAudit: Sendable {
    /// How the response came.
    public enum Scheme: String, Hashable, Sendable {
        /// Plain text.
        case http
        /// Over TLS.
        case https
    }

    /// How the response came; nil if unknown, and then nothing that depends on it is reported (UA-17, OS-05).
    public var scheme: Scheme?
    /// The host that sent the response; nil if unknown, and then a Domain is judged by itself (UA-13).
    public var host: CookieHost?
    /// The time of the response. Without it an Expires is not held against the 400 days (SC-17), only one before 2026
    /// counts as past, and no correction is made of a line with an Expires but no Max-Age.
    public var now: CookieDate?
    /// The domains under which anybody can register (UA-14). A list of top-level names by default: an audit of one's own
    /// host rarely needs more.
    public var publicSuffixes: PublicSuffixList

    /// An audit with what is known of the responses.
    ///
    /// - Parameters:
    ///   - scheme: How they came.
    ///   - host: Who sent them.
    ///   - now: When.
    ///   - publicSuffixes: The domains that no cookie may have.
    public init(
        scheme: Scheme? = nil,
        host: CookieHost? = nil,
        now: CookieDate? = nil,
        publicSuffixes: PublicSuffixList = .topLevelOnly
    ) {
        self.scheme = scheme
        self.host = host
        self.now = now
        self.publicSuffixes = publicSuffixes
    }

    /// What is to be said of a response's fields, the worst first: its lines, and the response as a whole (SC-06, SC-20,
    /// HT-03).
    ///
    /// `HTTPField` turns bytes that no field may hold into spaces (TR-7), so a CR or NUL that an application wrote cannot
    /// be seen here; ``findings(forSetCookie:)-(String)`` sees it.
    public func findings(for fields: HTTPFields) -> [Finding] {
        report(for: fields).findings
    }

    /// What is to be said of one Set-Cookie field's value, the worst first.
    public func findings(forSetCookie line: String) -> [Finding] {
        withBytes(of: line) { findings(forSetCookie: $0) }
    }

    /// As ``findings(forSetCookie:)-(String)``, from bytes.
    public func findings(forSetCookie bytes: Span<UInt8>) -> [Finding] {
        LineAudit.line(bytes, self).findings
    }

    /// The findings for a response's fields, cookie by cookie.
    public func report(for fields: HTTPFields) -> Report {
        var lines: [[UInt8]] = []
        for field in fields where field.name == .setCookie {
            lines.append(withBytes(of: field) { $0.array() })
        }
        return report(forSetCookies: lines, cacheControl: fields[values: .cacheControl])
    }

    /// The findings for a response that did not come as `HTTPFields`, cookie by cookie.
    ///
    /// - Parameters:
    ///   - lines: The values of its Set-Cookie fields, as bytes.
    ///   - cacheControl: The values of its Cache-Control fields; nil if they are not known, and then caching is not judged.
    public func report(forSetCookies lines: [[UInt8]], cacheControl: [String]? = nil) -> Report {
        let judged = lines.map { LineAudit.line($0.span, self) }
        let response = ResponseAudit(lines: judged, cacheControl: cacheControl)
        return Report(lines: judged.map(\.line), response: response.findings)
    }
}
