import CookieHeaders
import HTTPTypes
import Testing

@Suite struct RequestCookieLimitsTests {
    @Test("CK-08 over the limit of bytes or pairs nothing is read, and the view says so")
    func limits() {
        let header = "a=1; b=2"
        #expect(RequestCookies(header, limits: .init(maximumBytes: 8, maximumPairs: 2)).refusal == nil)
        for limits in [
            RequestCookies.Limits(maximumBytes: 7, maximumPairs: 2), .init(maximumBytes: 8, maximumPairs: 1),
            .init(maximumBytes: 0, maximumPairs: 0), .init(maximumBytes: .min, maximumPairs: .min),
        ] {
            let cookies = RequestCookies(header, limits: limits)
            #expect(cookies.refusal?.code == .limit)
            #expect(cookies.pairs.isEmpty && cookies["a"] == nil && cookies.count(named: "a") == 0)
            #expect("\(cookies)".hasPrefix("cookies refused"))
        }
    }

    @Test("CK-08 several fields are measured together, with what joins them")
    func joined() {
        var fields = HTTPFields()
        fields.append(HTTPField(name: .cookie, value: "a=1"))
        fields.append(HTTPField(name: .cookie, value: "b=2"))
        #expect(RequestCookies(fields, limits: .init(maximumBytes: 8, maximumPairs: 2)).refusal == nil)
        #expect(RequestCookies(fields, limits: .init(maximumBytes: 7, maximumPairs: 2)).refusal != nil)
        #expect(RequestCookies(fields, limits: .init(maximumBytes: 8, maximumPairs: 1)).refusal != nil)
        #expect(RequestCookies(["a=1", "b=2"], limits: .init(maximumBytes: 7, maximumPairs: 2)).pairs.isEmpty)
        #expect(RequestCookies(["a=1", "b=2"], limits: .init(maximumBytes: .max, maximumPairs: .max))["b"] == "2")
    }

    @Test("SC-20 the standard limits are twice the common header budget")
    func standard() {
        let value = String(repeating: "v", count: 16_382)
        #expect(RequestCookies("a=\(value)")["a"] == value)
        #expect(RequestCookies("a=\(value)v").refusal?.code == .limit)
        let many = Array(repeating: "a=1", count: 256).joined(separator: "; ")
        #expect(RequestCookies(many).count(named: "a") == 256)
        #expect(RequestCookies(many + ";").refusal?.code == .limit)
    }

    @Test(
        "T16 1 MB of a hostile pattern is linear work",
        .timeLimit(.minutes(20)),
        arguments: ["a=;", "\\\"", ";", " ", "\t", "=", "a=\t", "\"", "a", "%", ",", "a=b; ", "\u{80}", " ;"]
    )
    func hostile(_ pattern: String) {
        // Quadratic work over a million bytes takes hours here, linear work under a second: no clock needs to be fine.
        let bytes = Array(String(repeating: pattern, count: 1_000_000 / pattern.utf8.count).utf8)
        #expect(RequestCookies(bytes: bytes).refusal?.code == .limit)
        let cookies = RequestCookies(bytes: bytes, limits: .init(maximumBytes: .max, maximumPairs: .max))
        var visited = 0
        var visitedBytes = 0
        cookies.forEachPair { name, value in
            visited += 1
            visitedBytes += name.count + value.count
        }
        #expect(visited <= bytes.count / 2 + 1)
        #expect(visitedBytes <= bytes.count)
        #expect(cookies.count(named: "a") == (pattern.hasPrefix("a=") ? (pattern.contains(";") ? visited : 1) : 0))
        _ = try? ParsedSetCookie(bytes: bytes.span)
        let line = Array("a=b; ".utf8) + bytes
        _ = try? ParsedSetCookie(bytes: line.span).attributes.count
        #expect(CookieDate(parsing: bytes.span) == nil)
    }

    @Test(
        "T16 1 MB of a date's tokens is linear work",
        .timeLimit(.minutes(20)),
        arguments: ["1 ", "1:1:1 ", "Jan ", "9", ":", "2000 "]
    )
    func hostileDate(_ pattern: String) {
        let bytes = Array(String(repeating: pattern, count: 1_000_000 / pattern.utf8.count).utf8)
        #expect(CookieDate(parsing: bytes.span) == nil)
    }
}
