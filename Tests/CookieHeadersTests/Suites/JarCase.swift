import CookieHeaders
import Testing

/// Why a row of another project's suite expects something else than that project does.
struct Deviation: Sendable {
    /// What the suite expects.
    let theirs: String
    /// The requirement that is the norm here.
    let rule: String
    let reason: String

    init(_ theirs: String, _ rule: String, _ reason: String) {
        self.theirs = theirs
        self.rule = rule
        self.reason = reason
    }

    /// For suites of RFC 6265 (2011).
    static func nameless(theirs: String = "") -> Deviation {
        Deviation(theirs, "UA-08", "RFC 6265 ignored a line without a name; RFC 6265bis keeps it as a nameless cookie")
    }
}

/// A request to a jar and the Cookie header that goes with it; empty without one.
struct JarQuery: Sendable {
    let url: String
    let expected: String
    let deviation: Deviation?

    init(_ url: String, _ expected: String, _ deviation: Deviation? = nil) {
        self.url = url
        self.expected = expected
        self.deviation = deviation
    }
}

/// One case of a suite: a response with Set-Cookie lines, then requests.
struct JarCase: Sendable, CustomTestStringConvertible {
    let id: String
    let url: String
    let lines: [String]
    let queries: [JarQuery]
    var testDescription: String { id }

    init(_ id: String, _ url: String, _ lines: [String], _ queries: [JarQuery]) {
        self.id = id
        self.url = url
        self.lines = lines
        self.queries = queries
    }

    /// Runs the case in a jar. A query is made a second later than the one before.
    func check(in jar: inout CookieJar, at now: Int64) throws {
        let from = try #require(CookieJar.Request(url: url), "\(url)")
        for line in lines {
            // A line that no browser reads is a case too.
            guard let parsed = try? ParsedSetCookie(line) else { continue }
            jar.store(parsed, from: from, at: now)
        }
        for (index, query) in queries.enumerated() {
            let request = try #require(CookieJar.Request(url: query.url), "\(query.url)")
            let header = String(decoding: jar.cookieBytes(for: request, at: now + Int64(index)), as: UTF8.self)
            #expect(Array(header.utf8) == Array(query.expected.utf8), "\(id): \(lines) to \(query.url)")
            if let deviation = query.deviation {
                #expect(header != deviation.theirs, "\(id): no deviation any more")
            }
        }
    }
}
