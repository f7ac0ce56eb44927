import CookieHeaders
import Testing

@Suite struct CookieAuditTests {
    private static let safe = "; Path=/; Secure; HttpOnly; SameSite=Lax"
    private static let big = String(repeating: "v", count: 4096)

    @Test(
        "SC-01 to SC-04: name and value",
        arguments: [
            ("a b=1" + safe, ["error SC-01"]),
            ("a,b=1" + safe, ["error SC-01"]),
            ("é=1" + safe, ["error SC-01"]),
            ("a=1\u{0}" + safe, ["error SC-01 UA-07"]),
            ("a=1\r\nX: y" + safe, ["error SC-01 UA-07", "error SC-01 SC-04"]),
            ("a=b\u{7F}" + safe, ["error SC-01 UA-07"]),
            ("a=1 2" + safe, ["error SC-01 SC-04"]),
            ("a=1\t2" + safe, ["error SC-01 SC-04"]),
            ("a=\\" + safe, ["error SC-01 SC-04"]),
            ("a=\"b\"c\"" + safe, ["error SC-01 SC-04"]),
            ("a=\"" + safe, ["error SC-01 SC-04"]),
            ("a={\"b\":1,\"c\":2}" + safe, ["error SC-01 SC-04"]),
            ("a=é" + safe, ["error SC-01 SC-04"]),
            ("a=%7B%22b%22%7D" + safe, []),
            ("=v" + safe, ["error SC-02 UA-08"]),
            ("v" + safe, ["error SC-02 UA-08"]),
            ("" + safe, ["error SC-02 UA-08"]),
            ("", ["error SC-02 UA-08", "warning OS-06", "warning SC-12", "notice SC-11 UA-15", "notice OS-06"]),
            ("=__Host-a=v" + safe, ["error SC-02 UA-19"]),
            ("__secure-a" + safe, ["error SC-02 UA-19"]),
            ("a=\"b\"" + safe, ["notice SC-03"]),
            ("a=" + safe, []),
        ] as [(String, [String])]
    )
    func pairs(_ line: String, _ expected: [String]) {
        #expect(outline(CookieAudit.example.findings(forSetCookie: line)) == expected)
    }

    @Test(
        "SC-05: no attribute twice, none empty, none unknown or misspelt (UA-10)",
        arguments: [
            ("a=1; Path=/x" + safe, ["error SC-05 UA-10"]),
            ("a=1; secure" + safe, ["error SC-05 UA-10"]),
            ("a=1" + safe + ";", ["notice SC-05"]),
            ("a=1;" + safe, ["notice SC-05"]),
            ("a=1; HTTP-Only; Path=/; Secure; SameSite=Lax", ["error UA-10", "notice OS-06"]),
            ("a=1; Path=/; Secure; HttpOnly; Same-Site=Lax", ["error UA-10", "warning SC-12"]),
            ("a=1; MaxAge=60" + safe, ["error UA-10"]),
            ("a=1; Secur; Secur" + safe, ["error UA-10"]),
            ("a=1; Secure=false; Path=/; HttpOnly; SameSite=Lax", ["error UA-10"]),
            ("a=1; HttpOnly=1; Path=/; Secure; SameSite=Lax", ["notice UA-10"]),
            ("a=1; Version=1; Comment=x" + safe, ["notice UA-10"]),
            ("a=1; Priority=High" + safe, []),
            ("a=1; PATH=/; secure; httponly; samesite=lax", []),
        ] as [(String, [String])]
    )
    func attributes(_ line: String, _ expected: [String]) {
        #expect(outline(CookieAudit.example.findings(forSetCookie: line)) == expected)
    }

    @Test(
        "SC-07, SC-08, SC-17: dates and lifetimes",
        arguments: [
            ("a=1; Expires=Sat, 21 Nov 2026 00:00:01 GMT" + safe, []),
            ("a=1; Expires=Sat, 21-Nov-2026 00:00:01 GMT" + safe, ["notice SC-07"]),
            ("a=1; Expires=Fri, 21 Nov 2026 00:00:01 GMT" + safe, ["notice SC-07"]),
            ("a=1; Expires=Thu, 01-Jan-1970 00:00:00 GMT" + safe, ["notice SC-07"]),
            ("a=1; Expires=Session" + safe, ["error SC-07 UA-04"]),
            ("a=1; Expires=" + safe, ["error SC-07 UA-04"]),
            ("a=1; Expires" + safe, ["error SC-07 UA-04"]),
            ("a=1; Max-Age=60" + safe, []),
            ("a=1; Max-Age=+5" + safe, ["error SC-08 UA-05"]),
            ("a=1; Max-Age=1.5" + safe, ["error SC-08 UA-05"]),
            ("a=1; Max-Age=" + safe, ["error SC-08 UA-05"]),
            ("a=1; Max-Age=-1" + safe, ["error SC-08"]),
            ("a=1; Max-Age=0" + safe, ["warning SC-08"]),
            ("a=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT" + safe, []),
            ("a=; Max-Age=-1; Expires=Thu, 01 Jan 1970 00:00:00 GMT" + safe, []),
            ("a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT" + safe, ["error UA-06"]),
            ("a=1; Max-Age=34560000" + safe, []),
            ("a=1; Max-Age=34560001" + safe, ["notice SC-17"]),
            ("a=1; Max-Age=99999999999999999999" + safe, ["notice SC-17"]),
            ("a=1; Expires=Sun, 26 Dec 2027 00:00:00 GMT" + safe, []),
            ("a=1; Expires=Sun, 26 Dec 2027 00:00:01 GMT" + safe, ["notice SC-17"]),
            ("a=1; Max-Age=60; Expires=Fri, 31 Dec 9999 23:59:59 GMT" + safe, []),
        ] as [(String, [String])]
    )
    func lifetimes(_ line: String, _ expected: [String]) {
        #expect(outline(CookieAudit.example.findings(forSetCookie: line)) == expected)
    }

    @Test(
        "SC-09: a deletion repeats what the cookie was set with, and needs nothing else",
        arguments: [
            ("sid=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT", []),
            ("sid=; Path=/; Domain=example.org; Expires=Thu, 01 Jan 1970 00:00:00 GMT", []),
            ("sid=; Expires=Thu, 01 Jan 1970 00:00:00 GMT", ["warning SC-09 UA-15"]),
            ("__Host-id=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT", ["error SC-13 SC-09 UA-19"]),
            ("__Http-id=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT", ["error SC-14 SC-09 UA-19"]),
            ("__Host-id=; Path=/; Secure; Expires=Thu, 01 Jan 1970 00:00:00 GMT", []),
            ("a=; Path=/; SameSite=None; Expires=Thu, 01 Jan 1970 00:00:00 GMT", ["error SC-12 UA-18"]),
        ] as [(String, [String])]
    )
    func deletions(_ line: String, _ expected: [String]) {
        #expect(outline(CookieAudit.example.findings(forSetCookie: line)) == expected)
    }

    @Test(
        "SC-10, SC-11, SC-25, OS-07: Domain and Path",
        arguments: [
            ("a=1; Domain=example.org" + safe, ["notice OS-07"]),
            ("a=1; Domain=.Example.ORG" + safe, ["notice SC-10 UA-11", "notice OS-07"]),
            ("a=1; Domain=" + safe, ["notice SC-10 UA-11"]),
            ("a=1; Domain=bücher.example" + safe, ["error SC-10 UA-12"]),
            ("a=1; Domain=example.com" + safe, ["error SC-10 UA-13"]),
            ("a=1; Domain=xample.org" + safe, ["error SC-10 UA-13"]),
            ("a=1; Domain=example.org:8080" + safe, ["error SC-10 UA-13"]),
            ("a=1; Domain=https://example.org" + safe, ["error SC-10 UA-13"]),
            ("a=1; Domain=www.example.org." + safe, ["error SC-10 UA-13"]),
            ("a=1; Domain=192.0.2.1" + safe, ["error SC-10 UA-13"]),
            ("a=1; Domain=org" + safe, ["error UA-14"]),
            ("a=1; Domain=x y" + safe, ["error SC-10 UA-13"]),
            ("sid=1; Domain=example.org" + safe, ["warning OS-07", "notice OS-06"]),
            ("a=1; Secure; HttpOnly; SameSite=Lax", ["notice SC-11 UA-15"]),
            ("a=1; Path=app; Secure; HttpOnly; SameSite=Lax", ["error SC-11 UA-15"]),
            ("a=1; Path=; Secure; HttpOnly; SameSite=Lax", ["error SC-11 UA-15"]),
            ("a=1; Path=/é; Secure; HttpOnly; SameSite=Lax", ["error SC-11"]),
            ("a=1; Path=/a,b; Secure; HttpOnly; SameSite=Lax", ["error SC-11"]),
            ("a=1; Path=/a; Secure; HttpOnly; SameSite=Lax", []),
            ("__Secure-sid=1; Path=/a; Secure; HttpOnly; SameSite=Lax", ["notice SC-25"]),
        ] as [(String, [String])]
    )
    func scope(_ line: String, _ expected: [String]) {
        #expect(outline(CookieAudit.example.findings(forSetCookie: line)) == expected)
    }

    @Test(
        "SC-12 to SC-15: SameSite, prefixes, Partitioned",
        arguments: [
            ("a=1; Path=/; Secure; HttpOnly", ["warning SC-12"]),
            ("a=1; Path=/; Secure; HttpOnly; SameSite", ["error SC-12 UA-18"]),
            ("a=1; Path=/; Secure; HttpOnly; SameSite=Default", ["error SC-12 UA-18"]),
            ("a=1; Path=/; HttpOnly; SameSite=None", ["error SC-12 UA-18", "warning OS-06"]),
            ("a=1; Path=/; Secure; HttpOnly; SameSite=None", []),
            ("__Host-sid=1; Path=/; Secure; HttpOnly; SameSite=None", ["warning OS-06"]),
            ("__Host-sid=1; Path=/; Secure; HttpOnly; SameSite=None; Partitioned", []),
            ("__Secure-a=1; Path=/; HttpOnly; SameSite=Lax", ["error SC-13 UA-19"]),
            ("__Host-a=1; Path=/x; Domain=example.org; HttpOnly; SameSite=Lax", ["error SC-13 UA-19"]),
            ("__Host-a=1; Secure; HttpOnly; SameSite=Lax", ["error SC-13 UA-19"]),
            ("__host-a=1" + safe, ["error SC-13 CK-03"]),
            ("__HOST-a=1; Path=/; HttpOnly; SameSite=Lax", ["error SC-13 CK-03", "error SC-13 UA-19"]),
            ("__Http-a=1; Path=/; Secure; SameSite=Lax", ["error SC-14 UA-19"]),
            ("__Host-Http-a=1; Path=/; SameSite=Lax", ["error SC-14 UA-19"]),
            ("__Host-Http-a=1" + safe, []),
            ("a=1; Path=/; HttpOnly; SameSite=Lax; Partitioned", ["error SC-15 UA-20", "warning OS-06"]),
        ] as [(String, [String])]
    )
    func protection(_ line: String, _ expected: [String]) {
        #expect(outline(CookieAudit.example.findings(forSetCookie: line)) == expected)
    }

    @Test(
        "SC-16, SC-19: size, folding, joining",
        arguments: [
            ("a=\(big.dropLast())" + safe, []),
            ("a=\(big)" + safe, ["error SC-16 UA-09"]),
            ("a=1; Path=/\(big.prefix(1023)); Secure; HttpOnly; SameSite=Lax", []),
            (
                "a=1; Path=/\(big.prefix(1024)); Secure; HttpOnly; SameSite=Lax",
                ["error SC-16 UA-09"]
            ),
            ("a=1; Path=/, b=2; Path=/", ["error SC-19"]),
            ("a=1; Secure,b=2; Path=/", ["error SC-19"]),
            ("a=1, b=2; Path=/", ["error SC-19"]),
            ("a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT, b=2", ["error SC-19"]),
            ("a=1;\r\n Path=/", ["error SC-19 UA-07"]),
        ] as [(String, [String])]
    )
    func shape(_ line: String, _ expected: [String]) {
        #expect(outline(CookieAudit.example.findings(forSetCookie: line)) == expected)
    }

    @Test(
        "OS-01, OS-06: what a session's cookie has to have",
        arguments: [
            ("sid=1", ["warning OS-06", "warning SC-12", "warning OS-06", "notice SC-11 UA-15", "notice OS-06"]),
            ("__Host-sid=1" + safe, []), ("__Host-id=1" + safe, []), ("id=1" + safe, ["notice OS-06"]),
            ("PHPSESSID=1" + safe, ["notice OS-01 OS-06"]), ("__Host-PHPSESSID=1" + safe, ["notice OS-01"]),
            ("__Host-id=1; Max-Age=60" + safe, ["notice OS-07"]),
            ("theme=1; Path=/; Secure; SameSite=Lax", ["notice OS-06"]),
            ("XSRF-TOKEN=1; Path=/; Secure; SameSite=Lax", []), ("csrftoken=1; Path=/; Secure; SameSite=Lax", []),
            ("assessment=1" + safe, []), ("inside=1" + safe, []), ("guest=1" + safe, []),
        ] as [(String, [String])]
    )
    func sessions(_ line: String, _ expected: [String]) {
        #expect(outline(CookieAudit.example.findings(forSetCookie: line)) == expected)
    }

    @Test("UA-17, OS-05: over plain HTTP, on this machine and elsewhere")
    func plainText() {
        var audit = CookieAudit(scheme: .http, host: CookieHost("example.org"))
        let secure = "a=1" + Self.safe
        let bare = "a=1; Path=/; HttpOnly; SameSite=Lax"
        #expect(outline(audit.findings(forSetCookie: secure)) == ["error UA-17"])
        #expect(outline(audit.findings(forSetCookie: bare)) == ["warning OS-05 OS-06"])
        audit.host = CookieHost("localhost")
        #expect(outline(audit.findings(forSetCookie: secure)) == ["notice UA-17"])
        #expect(outline(audit.findings(forSetCookie: bare)) == [])
        #expect(outline(audit.findings(forSetCookie: "sid=1; Path=/; HttpOnly; SameSite=Lax")) == [])
        audit = CookieAudit()
        #expect(outline(audit.findings(forSetCookie: secure)) == [])
        #expect(outline(audit.findings(forSetCookie: bare)) == ["warning OS-06"])
    }

    @Test("UA-13, UA-14: without a host a Domain is judged by itself")
    func withoutHost() {
        var audit = CookieAudit()
        #expect(outline(audit.findings(forSetCookie: "a=1; Domain=example.com" + Self.safe)) == ["notice OS-07"])
        #expect(outline(audit.findings(forSetCookie: "a=1; Domain=com" + Self.safe)) == ["error UA-14"])
        audit.publicSuffixes = PublicSuffixList("co.uk")
        #expect(outline(audit.findings(forSetCookie: "a=1; Domain=co.uk" + Self.safe)) == ["error UA-14"])
        audit.host = CookieHost("co.uk")
        #expect(outline(audit.findings(forSetCookie: "a=1; Domain=co.uk" + Self.safe)) == ["notice UA-14"])
    }

    @Test("SC-17: without a clock an Expires is not held against 400 days, and only a sure past deletes")
    func withoutClock() {
        let audit = CookieAudit()
        let line = "a=1; Expires=Fri, 31 Dec 9999 23:59:59 GMT" + Self.safe
        #expect(outline(audit.findings(forSetCookie: line)) == [])
        #expect(outline(audit.findings(forSetCookie: "sid=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/")) == [])
    }

    @Test("a preset has no finding", arguments: [Preset.host, .secure])
    func presets(_ preset: Preset) throws {
        let cookie = try preset.make("id", "dGhlIHZhbHVl")
        #expect(CookieAudit.example.findings(forSetCookie: cookie.serialized).isEmpty)
        #expect(CookieAudit.example.findings(forSetCookie: cookie.deletion().serialized).isEmpty)
    }

    @Test("the preset for development has none on this machine") func development() throws {
        let cookie = try SetCookie.insecureForDevelopment("id", "v")
        let audit = CookieAudit(scheme: .http, host: CookieHost("localhost"))
        #expect(audit.findings(forSetCookie: cookie.serialized).isEmpty)
    }
}
