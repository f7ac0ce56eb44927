import CookieHeaders
import Testing

/// Figures of Go's `net/http/cookiejar/jar_test.go` (github.com/golang/go; BSD licence, Copyright 2013 The Go Authors), which
/// took many of them from Chromium's `cookie_store_unittest.h`. Go follows RFC 6265 (2011); rows that differ say so. Go's
/// queries with the scheme `ftp` are in ``noRequest()``, since no request of that scheme carries cookies.
@Suite struct GoJarSuiteTests {
    /// 2013-01-01T12:00:00Z, Go's clock.
    static let now: Int64 = 1_357_041_600

    private func jar() -> CookieJar {
        CookieJar(publicSuffixes: PublicSuffixList("co.uk"))
    }

    @Test("UA-11 to UA-22: Go, each with an empty jar", arguments: basics) func single(_ example: JarCase) throws {
        var jar = jar()
        try example.check(in: &jar, at: Self.now + 2)
    }

    @Test("UA-05, UA-20: Go, one after the other in one jar", arguments: [updates, chromiumDomains, deletions])
    func sequence(_ cases: [JarCase]) throws {
        var jar = jar()
        for example in cases { try example.check(in: &jar, at: Self.now + 2) }
    }

    @Test("UA-05, UA-06: Go, lifetimes in seconds") func expiration() throws {
        var jar = jar()
        let url = "http://www.host.test"
        try JarCase(
            "Expiration.",
            url,
            [
                "a=1", "b=2; max-age=3", "c=3; \(Self.expires(in: 3))", "d=4; max-age=5", "e=5; \(Self.expires(in: 5))",
                "f=6; max-age=100",
            ],
            [
                JarQuery(url, "a=1; b=2; c=3; d=4; e=5; f=6"), JarQuery(url, "a=1; b=2; c=3; d=4; e=5; f=6"),
                JarQuery(url, "a=1; b=2; c=3; d=4; e=5; f=6"), JarQuery(url, "a=1; d=4; e=5; f=6"),
                JarQuery(url, "a=1; d=4; e=5; f=6"), JarQuery(url, "a=1; f=6"), JarQuery(url, "a=1; f=6"),
            ]
        ).check(in: &jar, at: Self.now)
    }

    @Test(
        "UA-15: Go, defaultPath",
        arguments: [
            ("/", "/"), ("/abc", "/"), ("/abc/", "/abc"), ("/abc/xyz", "/abc"), ("/abc/xyz/", "/abc/xyz"),
            ("/a/b/c.html", "/a/b"), ("", "/"), ("strange", "/"), ("//", "/"), ("/a//b", "/a/"), ("/a/./b", "/a/."),
            ("/a/../b", "/a/.."),
        ]
    )
    func defaultPath(_ path: String, _ expected: String) throws {
        var jar = jar()
        let host = try #require(CookieHost("example.com"))
        try jar.set("a=b", CookieJar.Request(host: host, path: path, isSecure: false))
        #expect(jar.storedCookies.first?.path == expected)
    }

    @Test(
        "UA-12: Go, canonicalHost",
        arguments: [
            ("http://www.example.com", "www.example.com"), ("http://WWW.EXAMPLE.COM", "www.example.com"),
            ("http://wWw.eXAmple.CoM", "www.example.com"), ("http://www.example.com:80", "www.example.com"),
            ("http://192.168.0.10", "192.168.0.10"), ("http://192.168.0.5:8080", "192.168.0.5"),
            ("http://[2001:4860:0:2001::68]", "2001:4860:0:2001::68"), ("http://www.bücher.de", "www.xn--bcher-kva.de"),
            // Go drops the dot; here it names another host, as in browsers.
            ("http://www.example.com.", "www.example.com."), ("http://.", nil), ("http://..", nil), ("http://...", nil),
            ("http://.net", nil), ("http://.net.", nil), ("http://a..", nil), ("http://b.a..", nil),
            ("http://weird.stuff...", nil), ("http://[bad.unmatched.bracket:", nil),
        ] as [(String, String?)]
    )
    func host(_ url: String, _ expected: String?) {
        #expect(CookieJar.Request(url: url)?.host.name == expected)
    }

    @Test(
        "UA-13: Go, isIP",
        arguments: [
            ("127.0.0.1", true), ("1.2.3.4", true), ("2001:4860:0:2001::68", true), ("example.com", false),
            ("www.foo.bar.net", false), ("123.foo.bar.net", false),
            // Go says no. A last label that is a number makes an address (WHATWG URL), and this one is none that exists.
            ("1.1.1.300", true),
        ]
    )
    func address(_ host: String, _ expected: Bool) {
        #expect(CookieHost(host)?.isAddress == expected)
    }

    @Test(
        "UA-11, UA-13, UA-14: Go, domainAndType",
        arguments: [
            ("www.example.com", "", "www.example.com"), ("127.0.0.1", "", "127.0.0.1"),
            ("2001:4860:0:2001::68", "", "2001:4860:0:2001::68"), ("www.example.com", "example.com", ".example.com"),
            ("www.example.com", ".example.com", ".example.com"),
            ("www.example.com", "www.example.com", ".www.example.com"),
            ("www.example.com", ".www.example.com", ".www.example.com"),
            ("foo.sso.example.com", "sso.example.com", ".sso.example.com"), ("bar.co.uk", "bar.co.uk", ".bar.co.uk"),
            ("foo.bar.co.uk", ".bar.co.uk", ".bar.co.uk"),
            // Go refuses a Domain on an address; RFC 6265bis keeps an equal one (UA-13).
            ("127.0.0.1", "127.0.0.1", ".127.0.0.1"),
            ("2001:4860:0:2001::68", "2001:4860:0:2001::68", ".2001:4860:0:2001::68"),
            // Go refuses a lone dot; RFC 6265bis strips it, and an empty Domain is host-only (UA-11).
            ("www.example.com", ".", "www.example.com"), ("www.example.com", "..", nil),
            ("www.example.com", "other.com", nil),
            ("www.example.com", "com", nil), ("www.example.com", ".com", nil), ("foo.bar.co.uk", ".co.uk", nil),
            ("com", "", "com"), ("com", "com", "com"), ("com", ".com", "com"), ("co.uk", "", "co.uk"),
            ("co.uk", "co.uk", "co.uk"),
            ("co.uk", ".co.uk", "co.uk"),
        ] as [(String, String, String?)]
    )
    func domain(_ host: String, _ domain: String, _ expected: String?) throws {
        var jar = jar()
        try jar.set("a=b; Domain=\(domain)", CookieJar.Request(host: try #require(CookieHost(host)), isSecure: false))
        #expect(jar.storedCookies.first.map { ($0.isHostOnly ? "" : ".") + $0.domain } == expected)
    }

    @Test(
        "UA-12: Go's requests that no cookie goes with",
        arguments: ["ftp://www.host.test", "ftp://www.host.test/some/path"]
    )
    func noRequest(_ url: String) {
        #expect(CookieJar.Request(url: url) == nil)
    }

    static func expires(in seconds: Int64) -> String {
        "expires=\(CookieDate(clamping: now + seconds))"
    }

    /// Queries to a host: paths or URLs, each with the cookies in Go's form, separated by blanks.
    private static func row(
        _ id: String,
        _ url: String,
        _ lines: [String],
        _ queries: [(String, String)],
        _ deviation: Deviation? = nil
    ) -> JarCase {
        JarCase(
            id,
            url,
            lines,
            queries.map { JarQuery($0.0, $0.1.split(separator: " ").joined(separator: "; "), deviation) }
        )
    }

    private static let host = "http://www.host.test"
    private static let tls = "https://www.host.test"
    private static let google = "http://www.google.com"
    private static let izzle = "http://www.google.izzle"

    private static func belowPath(_ id: String, _ url: String, _ line: String) -> JarCase {
        row(
            id,
            url,
            [line],
            [
                (host, ""), (host + "/", ""), (host + "/some", ""), (host + "/some/", ""), (host + "/some/path", "A=a"),
                (host + "/some/paths", ""), (host + "/some/path/foo", "A=a"), (host + "/some/path/foo/", "A=a"),
            ]
        )
    }

    private static func everywhere(_ id: String, _ url: String, _ line: String, _ isShared: Bool) -> JarCase {
        let isInternational = url.contains("cher")
        let names = isInternational ? ["bücher.test", "xn--bcher-kva.test"] : ["host.test"]
        var queries = [("http://other.test", ""), ("http://test", "")]
        for name in names {
            queries.append(("http://www.\(name)", "a=1"))
            for prefix in ["", "bar.", "foo.www."] {
                queries.append(("http://\(prefix)\(name)", isShared ? "a=1" : ""))
            }
        }
        return row(id, url, [line], queries)
    }

    static let basics: [JarCase] = [
        row(
            "Retrieval of a plain host cookie.",
            host + "/",
            ["A=a"],
            [host, host + "/", host + "/some/path", tls, tls + "/", tls + "/some/path"].map { ($0, "A=a") }
                + ["http://www.other.org", "http://sibling.host.test", "http://deep.www.host.test"].map { ($0, "") }
        ),
        row(
            "Secure cookies are not returned to http.",
            tls + "/",
            ["A=a; secure"],
            [
                (host, ""), (host + "/", ""), (host + "/some/path", ""), (tls, "A=a"), (tls + "/", "A=a"),
                (tls + "/some/path", "A=a"),
            ]
        ),
        row(
            "Secure cookies from http.",
            host + "/",
            ["A=a; secure"],
            [(tls, "")],
            Deviation("A=a", "UA-17", "RFC 6265bis refuses a Secure cookie over plain text")
        ),
        belowPath("Explicit path.", host + "/", "A=a; path=/some/path"),
        belowPath("Implicit path #1: path is a directory.", host + "/some/path/", "A=a"),
        belowPath("Implicit path #2: path is not a directory.", host + "/some/path/index.html", "A=a"),
        row(
            "Implicit path #3: no path in URL at all.",
            host,
            ["A=a"],
            [(host, "A=a"), (host + "/", "A=a"), (host + "/some/path", "A=a")]
        ),
        row(
            "Cookies are sorted by path length.",
            host + "/",
            ["A=a; path=/foo/bar", "B=b; path=/foo/bar/baz/qux", "C=c; path=/foo/bar/baz", "D=d; path=/foo"],
            [
                (host + "/foo/bar/baz/qux", "B=b C=c A=a D=d"), (host + "/foo/bar/baz/", "C=c A=a D=d"),
                (host + "/foo/bar", "A=a D=d"),
            ]
        ),
        row(
            "Creation time determines sorting on same length paths.",
            host + "/",
            [
                "A=a; path=/foo/bar", "X=x; path=/foo/bar", "Y=y; path=/foo/bar/baz/qux", "B=b; path=/foo/bar/baz/qux",
                "C=c; path=/foo/bar/baz", "W=w; path=/foo/bar/baz", "Z=z; path=/foo", "D=d; path=/foo",
            ],
            [
                (host + "/foo/bar/baz/qux", "Y=y B=b C=c W=w A=a X=x Z=z D=d"),
                (host + "/foo/bar/baz/", "C=c W=w A=a X=x Z=z D=d"), (host + "/foo/bar", "A=a X=x Z=z D=d"),
            ]
        ),
        row(
            "Sorting of same-name cookies.",
            host + "/",
            [
                "A=1; path=/", "A=2; path=/path", "A=3; path=/quux", "A=4; path=/path/foo",
                "A=5; domain=.host.test; path=/path", "A=6; domain=.host.test; path=/quux",
                "A=7; domain=.host.test; path=/path/foo",
            ],
            [(host + "/path", "A=2 A=5 A=1"), (host + "/path/foo", "A=4 A=7 A=2 A=5 A=1")]
        ),
        row(
            "Disallow domain cookie on public suffix.",
            "http://www.bbc.co.uk",
            ["a=1", "b=2; domain=co.uk"],
            [("http://www.bbc.co.uk", "a=1")]
        ),
        row("Host cookie on IP.", "http://192.168.0.10", ["a=1"], [("http://192.168.0.10", "a=1")]),
        row("Port is ignored #1.", host + "/", ["a=1"], [(host, "a=1"), (host + ":8080/", "a=1")]),
        row(
            "Port is ignored #2.",
            host + ":8080/",
            ["a=1"],
            [(host, "a=1"), (host + ":8080/", "a=1"), (host + ":1234/", "a=1")]
        ),
        row(
            "DomainWithTrailingDotTest.",
            google + "/",
            ["a=1; domain=.www.google.com.", "b=2; domain=.www.google.com.."],
            [(google, "")]
        ),
        row(
            "ValidSubdomainTest #1.",
            "http://a.b.c.d.com",
            ["a=1; domain=.a.b.c.d.com", "b=2; domain=.b.c.d.com", "c=3; domain=.c.d.com", "d=4; domain=.d.com"],
            [
                ("http://a.b.c.d.com", "a=1 b=2 c=3 d=4"), ("http://b.c.d.com", "b=2 c=3 d=4"),
                ("http://c.d.com", "c=3 d=4"),
                ("http://d.com", "d=4"),
            ]
        ),
        row(
            "ValidSubdomainTest #2.",
            "http://a.b.c.d.com",
            [
                "a=1; domain=.a.b.c.d.com", "b=2; domain=.b.c.d.com", "c=3; domain=.c.d.com", "d=4; domain=.d.com",
                "X=bcd; domain=.b.c.d.com", "X=cd; domain=.c.d.com",
            ],
            [("http://b.c.d.com", "b=2 c=3 d=4 X=bcd X=cd"), ("http://c.d.com", "c=3 d=4 X=cd")]
        ),
        row(
            "InvalidDomainTest #1.",
            "http://foo.bar.com",
            [
                "a=1; domain=.yo.foo.bar.com", "b=2; domain=.foo.com", "c=3; domain=.bar.foo.com",
                "d=4; domain=.foo.bar.com.net", "e=5; domain=ar.com", "g=7; domain=/", "h=8; domain=http://foo.bar.com",
                "i=9; domain=..foo.bar.com", "j=10; domain=..bar.com", "k=11; domain=.foo.bar.com?blah",
                "l=12; domain=.foo.bar.com/blah", "m=12; domain=.foo.bar.com:80", "n=14; domain=.foo.bar.com:",
                "o=15; domain=.foo.bar.com#sup",
            ],
            [("http://foo.bar.com", "")]
        ),
        row(
            "InvalidDomainTest #1, a lone dot.",
            "http://foo.bar.com",
            ["f=6; domain=."],
            [("http://foo.bar.com", "f=6")],
            Deviation("", "UA-11", "one dot is stripped, and an empty Domain is host-only")
        ),
        row(
            "InvalidDomainTest #2.",
            "http://foo.com.com",
            ["a=1; domain=.foo.com.com.com"],
            [("http://foo.bar.com", "")]
        ),
        row(
            "DomainWithoutLeadingDotTest #1.",
            "http://manage.hosted.filefront.com",
            ["a=1; domain=filefront.com"],
            [("http://www.filefront.com", "a=1")]
        ),
        row(
            "DomainWithoutLeadingDotTest #2.",
            google,
            ["a=1; domain=www.google.com"],
            [(google, "a=1"), ("http://sub.www.google.com", "a=1"), ("http://something-else.com", "")]
        ),
        row(
            "CaseInsensitiveDomainTest.",
            google,
            ["a=1; domain=.GOOGLE.COM", "b=2; domain=.www.gOOgLE.coM"],
            [(google, "a=1 b=2")]
        ),
        row("TestIpAddress #1.", "http://1.2.3.4/foo", ["a=1; path=/"], [("http://1.2.3.4/foo", "a=1")]),
        row("TestIpAddress #2, a part.", "http://1.2.3.4/foo", ["b=2; domain=.3.4"], [("http://1.2.3.4/foo", "")]),
        row(
            "TestIpAddress #2 and #3.",
            "http://1.2.3.4/foo",
            ["a=1; domain=.1.2.3.4", "b=2; domain=1.2.3.4"],
            [("http://1.2.3.4/foo", "a=1 b=2")],
            Deviation("", "UA-13", "a Domain that equals the address is kept")
        ),
        row(
            "TestNonDottedAndTLD #2.",
            "http://com./index.html",
            ["a=1"],
            [("http://com./index.html", "a=1"), ("http://no-cookies.com./index.html", "")]
        ),
        row(
            "TestNonDottedAndTLD #3.",
            "http://a.b",
            ["a=1; domain=.b", "b=2; domain=b"],
            [("http://a.b", ""), ("http://bar.foo", "")]
        ),
        row(
            "TestNonDottedAndTLD #4.",
            "http://google.com",
            ["a=1; domain=.com", "b=2; domain=com"],
            [("http://google.com", "")]
        ),
        row(
            "TestNonDottedAndTLD #5.",
            "http://google.co.uk",
            ["a=1; domain=.co.uk", "b=2; domain=.uk"],
            [("http://google.co.uk", ""), ("http://else.co.com", ""), ("http://else.uk", "")]
        ),
        row("TestHostEndsWithDot.", google, ["a=1", "b=2; domain=.www.google.com."], [(google, "a=1")]),
        row(
            "PathTest",
            izzle,
            ["a=1; path=/wee"],
            [
                (izzle + "/wee", "a=1"), (izzle + "/wee/", "a=1"), (izzle + "/wee/war", "a=1"),
                (izzle + "/wee/war/more/more", "a=1"), (izzle + "/weehee", ""), (izzle + "/", ""),
            ]
        ),
        everywhere("Host cookie", host, "a=1", false),
        everywhere("Domain cookie #1", host, "a=1; domain=host.test", true),
        everywhere("Domain cookie #2", host, "a=1; domain=.host.test", true),
        everywhere("Host cookie on IDNA domain #1", "http://www.bücher.test", "a=1", false),
        everywhere("Host cookie on IDNA domain #2", "http://www.xn--bcher-kva.test", "a=1", false),
        everywhere("Domain cookie on IDNA domain #1", "http://www.bücher.test", "a=1; domain=xn--bcher-kva.test", true),
        everywhere(
            "Domain cookie on IDNA domain #2",
            "http://www.xn--bcher-kva.test",
            "a=1; domain=xn--bcher-kva.test",
            true
        ),
        row(
            "Host cookie on TLD.",
            "http://com",
            ["a=1"],
            [("http://com", "a=1"), ("http://any.com", ""), ("http://any.test", "")]
        ),
        row(
            "Domain cookie on TLD becomes a host cookie.",
            "http://com",
            ["a=1; domain=com"],
            [("http://com", "a=1"), ("http://any.com", ""), ("http://any.test", "")]
        ),
        row(
            "Host cookie on public suffix.",
            "http://co.uk",
            ["a=1"],
            [
                ("http://co.uk", "a=1"), ("http://uk", ""), ("http://some.co.uk", ""), ("http://foo.some.co.uk", ""),
                ("http://any.uk", ""),
            ]
        ),
        row(
            "Domain cookie on public suffix is ignored.",
            "http://some.co.uk",
            ["a=1; domain=co.uk"],
            ["http://co.uk", "http://uk", "http://some.co.uk", "http://foo.some.co.uk", "http://any.uk"].map {
                ($0, "")
            }
        ),
    ]

    /// Go sets the Secure cookies over plain text; here that is refused (UA-17), so they come over TLS.
    static let updates: [JarCase] = [
        row(
            "Set initial cookies.",
            tls,
            ["a=1", "b=2; secure", "c=3; httponly", "d=4; secure; httponly"],
            [(host, "a=1 c=3"), (tls, "a=1 b=2 c=3 d=4")]
        ),
        row(
            "Update value via https.",
            tls,
            ["a=w", "b=x; secure", "c=y; httponly", "d=z; secure; httponly"],
            [(host, "a=w c=y"), (tls, "a=w b=x c=y d=z")]
        ),
        row(
            "Clear Secure flag from a http.",
            host + "/",
            ["b=xx", "d=zz; httponly"],
            [(host, "a=w c=y")],
            Deviation("a=w; b=xx; c=y; d=zz", "UA-17", "over plain text no cookie overlays a Secure one")
        ),
        row(
            "Delete all.",
            tls,
            [
                "a=1; max-Age=-1", "b=2; \(expires(in: -10))", "c=2; max-age=-1; \(expires(in: -10))",
                "d=4; max-age=-1; \(expires(in: 10))",
            ],
            [(host, ""), (tls, "")]
        ),
        row(
            "Refill #1.",
            host,
            ["A=1", "A=2; path=/foo", "A=3; domain=.host.test", "A=4; path=/foo; domain=.host.test"],
            [(host + "/foo", "A=2 A=4 A=1 A=3")]
        ),
        row(
            "Refill #2.",
            google,
            ["A=6", "A=7; path=/foo", "A=8; domain=.google.com", "A=9; path=/foo; domain=.google.com"],
            [(host + "/foo", "A=2 A=4 A=1 A=3"), (google + "/foo", "A=7 A=9 A=6 A=8")]
        ),
        row(
            "Delete A7.",
            google,
            ["A=; path=/foo; max-age=-1"],
            [(host + "/foo", "A=2 A=4 A=1 A=3"), (google + "/foo", "A=9 A=6 A=8")]
        ),
        row(
            "Delete A4.",
            host,
            ["A=; path=/foo; domain=host.test; max-age=-1"],
            [(host + "/foo", "A=2 A=1 A=3"), (google + "/foo", "A=9 A=6 A=8")]
        ),
        row("Delete A6.", google, ["A=; max-age=-1"], [(host + "/foo", "A=2 A=1 A=3"), (google + "/foo", "A=9 A=8")]),
        row(
            "Delete A3.",
            host,
            ["A=; domain=host.test; max-age=-1"],
            [(host + "/foo", "A=2 A=1"), (google + "/foo", "A=9 A=8")]
        ),
        row(
            "No cross-domain delete.",
            host,
            ["A=; domain=google.com; max-age=-1", "A=; path=/foo; domain=google.com; max-age=-1"],
            [(host + "/foo", "A=2 A=1"), (google + "/foo", "A=9 A=8")]
        ),
        row(
            "Delete A8 and A9.",
            google,
            ["A=; domain=google.com; max-age=-1", "A=; path=/foo; domain=google.com; max-age=-1"],
            [(host + "/foo", "A=2 A=1"), (google + "/foo", "")]
        ),
    ]

    static let chromiumDomains: [JarCase] = [
        row("Fill #1.", izzle, ["A=B"], [(izzle, "A=B")]),
        row("Fill #2.", izzle, ["C=D; domain=.google.izzle"], [(izzle, "A=B C=D")]),
        row("A is a host cookie.", "http://unused.nil", [], [("http://foo.www.google.izzle", "C=D")]),
        row("Domain cookies on the domain.", izzle, ["E=F; domain=.www.google.izzle"], [(izzle, "A=B C=D E=F")]),
        row("Leading dots are optional.", izzle, ["G=H; domain=www.google.izzle"], [(izzle, "A=B C=D E=F G=H")]),
        row(
            "Verify domain enforcement works #1.",
            izzle,
            ["K=L; domain=.bar.www.google.izzle"],
            [("http://bar.www.google.izzle", "C=D E=F G=H")]
        ),
        row("Verify domain enforcement works #2.", "http://unused.nil", [], [(izzle, "A=B C=D E=F G=H")]),
    ]

    static let deletions: [JarCase] = [
        row("a1", google, ["a=1"], [(google, "a=1")]), row("Delete a1", google, ["a=1; max-age=-1"], [(google, "")]),
        row("b2", google, ["b=2"], [(google, "b=2")]),
        row("Delete b2", google, ["b=2; \(expires(in: -10))"], [(google, "")]),
        row("c3", google, ["c=3; max-age=3600"], [(google, "c=3")]),
        row("Delete c3", google, ["c=3; max-age=-1"], [(google, "")]),
        row("d4", google, ["d=4; max-age=3600"], [(google, "d=4")]),
        row("Delete d4", google, ["d=4; \(expires(in: -10))"], [(google, "")]),
    ]
}
