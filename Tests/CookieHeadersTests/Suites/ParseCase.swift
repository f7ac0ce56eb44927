import CookieHeaders
import Testing

/// A Set-Cookie line and what is read from it, written as a line again; nil if a browser drops it.
struct ParseCase: Sendable, CustomTestStringConvertible {
    let line: String
    let expected: String?
    let deviation: Deviation?
    var testDescription: String { String(line.prefix(80)) }

    init(_ line: String, _ expected: String?, _ deviation: Deviation? = nil) {
        self.line = line
        self.expected = expected
        self.deviation = deviation
    }

    /// A line that comes back as it is.
    init(same line: String) {
        self.init(line, line)
    }

    func check() {
        let summary = (try? ParsedSetCookie(line))?.summary
        #expect(summary.map { Array($0.utf8) } == expected.map { Array($0.utf8) }, "\(line)")
        if let deviation { #expect(summary ?? "" != deviation.theirs, "no deviation any more") }
    }
}

extension ParsedSetCookie {
    /// What a browser takes from the line, in the order in which this package writes attributes.
    var summary: String? {
        guard let name, let value else { return nil }
        var parts = ["\(name)=\(value)"]
        if let expires { parts.append("Expires=\(expires)") }
        if let maxAge { parts.append("Max-Age=\(maxAge)") }
        if let domain { parts.append("Domain=\(domain)") }
        if let path { parts.append("Path=\(path)") }
        if secure { parts.append("Secure") }
        if httpOnly { parts.append("HttpOnly") }
        if let sameSite { parts.append("SameSite=\(sameSite.rawValue)") }
        if partitioned { parts.append("Partitioned") }
        return parts.joined(separator: "; ")
    }
}
