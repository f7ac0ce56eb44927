import CookieHeaders
import HTTPTypes
import Testing

@Suite struct ResponseAuditTests {
    private func fields(_ lines: [String], cacheControl: [String] = []) -> HTTPFields {
        var fields = HTTPFields()
        for line in lines { fields.append(HTTPField(name: .setCookie, value: line)) }
        for value in cacheControl { fields.append(HTTPField(name: .cacheControl, value: value)) }
        return fields
    }

    private static let safe = "; Path=/; Secure; HttpOnly; SameSite=Lax"

    @Test("a response of this package's own has no finding") func clean() throws {
        var fields = HTTPFields()
        fields.setCookie(try .host("id", "dGhlIHZhbHVl"))
        fields.setCookie(try SetCookie.host("guest", "old").deletion())
        fields[.cacheControl] = "no-store"
        #expect(CookieAudit.example.findings(for: fields).isEmpty)
    }

    @Test("SC-06 one Set-Cookie for each name, whatever Domain and Path") func repetition() {
        let lines = [
            "a=1" + Self.safe, "a=2; Path=/x; Secure; HttpOnly; SameSite=Lax", "A=3" + Self.safe, "a=4" + Self.safe,
        ]
        let report = CookieAudit.example.report(for: fields(lines))
        #expect(outline(report.response) == ["warning SC-06"])
        #expect(report.response[0].reason.contains("sets a more"))
        #expect(report.lines.allSatisfy { $0.findings.isEmpty })
    }

    @Test(
        "HT-03, OS-16 a session's cookie asks for no-store",
        arguments: [
            ("__Host-id=1" + safe, [], ["warning HT-03 OS-16"]),
            ("__Host-id=1" + safe, ["private, max-age=0"], ["warning HT-03 OS-16"]),
            ("__Host-id=1" + safe, ["x=\"no-stores\"", "no-storefront"], ["warning HT-03 OS-16"]),
            ("__Host-id=1" + safe, ["private ,\tNo-Store"], []),
            ("__Host-id=1" + safe, ["private", "no-store"], []),
            ("__Host-theme=1" + safe, [], []),
            ("__Host-id=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT" + safe, [], []),
        ] as [(String, [String], [String])]
    )
    func caching(_ line: String, _ cacheControl: [String], _ expected: [String]) {
        #expect(outline(CookieAudit.example.findings(for: fields([line], cacheControl: cacheControl))) == expected)
    }

    @Test("HT-03 nothing is said of caching where the fields are not known") func unknownCaching() {
        let report = CookieAudit.example.report(forSetCookies: [Array(("__Host-id=1" + Self.safe).utf8)])
        #expect(report.findings.isEmpty && report.worst == nil)
    }

    @Test("SC-20 the budget of the whole Cookie header") func budget() {
        // `aN=` and `; `: 5 bytes beside each value.
        func findings(_ sizes: [Int]) -> [String] {
            let lines = sizes.enumerated().map { "a\($0)=" + String(repeating: "v", count: $1) + Self.safe }
            return outline(CookieAudit.example.findings(for: fields(lines)))
        }
        #expect(findings([2043, 2043]) == [])
        #expect(findings([2043, 2044]) == ["notice SC-20"])
        #expect(findings([4000, 4000, 177]) == ["notice SC-20"])
        #expect(findings([4000, 4000, 178]) == ["error SC-20"])
    }

    @Test("findings come with the worst first, and say which cookie they are of") func order() {
        let findings = CookieAudit.example.findings(
            for: fields(["theme=1; Path=/", "__Host-id=1; Path=/; HttpOnly; SameSite=Lax"], cacheControl: ["no-store"])
        )
        #expect(outline(findings) == ["error SC-13 UA-19", "warning OS-06", "warning SC-12", "notice OS-06"])
        #expect(findings.map(\.cookie) == ["__Host-id", "theme", "theme", "theme"])
    }
}
