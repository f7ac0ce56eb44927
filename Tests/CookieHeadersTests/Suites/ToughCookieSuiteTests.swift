import CookieHeaders
import Testing

/// Figures of tough-cookie's `test/` (github.com/salesforce/tough-cookie; BSD licence, Copyright 2015 Salesforce.com, Inc.),
/// and of cookie_store's `cookie_domain.rs` and `cookie_path.rs` (github.com/pfernie/cookie_store; MIT or Apache-2.0).
@Suite struct ToughCookieSuiteTests {
    @Test("UA-04 to UA-12: tough-cookie, parsing", arguments: parsed) func parses(_ example: ParseCase) {
        example.check()
    }

    @Test("T16: tough-cookie, a line with 65,535 semicolons or blanks is read at once") func long() throws {
        let semicolons = String(repeating: ";", count: 65_535)
        let spaces = String(repeating: " ", count: 65_535)
        #expect(try ParsedSetCookie("foo=bar\(semicolons) domain=example.com").summary == "foo=bar; Domain=example.com")
        // tough-cookie reads neither, since it keeps no nameless cookie; here the long one is over 4096 bytes.
        #expect(throws: CookieError.self) { try ParsedSetCookie("x\(spaces)x") }
        #expect(try ParsedSetCookie("x x").summary == "=x x")
        #expect(try ParsedSetCookie("x\(spaces)=x").summary == "x=x")
    }

    @Test(
        "UA-13: tough-cookie and cookie_store, domain match",
        arguments: [
            ("example.com", "example.com", true), ("eXaMpLe.cOm", "ExAmPlE.CoM", true), ("no.ca", "yes.ca", false),
            ("wwwexample.com", "example.com", false), ("www.example.com", "example.com", true),
            ("example.com", "www.example.com", false), ("www.subdom.example.com", "example.com", true),
            ("www.subdom.example.com", "subdom.example.com", true), ("example.com", "example.com.", false),
            ("192.168.0.1", "168.0.1", false), ("example.org", "example.com", false),
            ("foo.example.com", ".example.com", true),
            ("xample.com", "example.com", false), ("fooexample.com", ".example.com", false),
            ("example.com", "..example.com", false),
            ("foo.example.com", "..example.com", false), ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "0.0.1", false),
            ("[::1]", "::1", true),
        ]
    )
    func domainMatch(_ host: String, _ domain: String, _ expected: Bool) throws {
        var jar = makeJar()
        let request = CookieJar.Request(host: try #require(CookieHost(host)), isSecure: true)
        try jar.set("a=b; Domain=\(domain)", request)
        #expect(jar.storedCookies.isEmpty != expected)
    }

    @Test(
        "UA-12: tough-cookie, canonical domains",
        arguments: [
            ("EXAMPLE.com", "example.com"), ("EXAMPLE.ca.", "example.ca."), ("EXAMPLE...ca.", nil),
            ("δοκιμή.δοκιμή", "xn--jxalpdlp.xn--jxalpdlp"),
        ] as [(String, String?)]
    )
    func canonical(_ host: String, _ expected: String?) {
        // tough-cookie keeps the empty labels, which no host has.
        #expect(CookieHost(host)?.name == expected)
    }

    @Test(
        "UA-15: tough-cookie and cookie_store, default path",
        arguments: [
            ("", "/"), ("/", "/"), ("/file", "/"), ("/dir/file", "/dir"), ("noslash", "/"), ("/foo", "/"),
            ("/foo/", "/foo"),
            ("//foo/", "//foo"), ("/foo//", "/foo/"), ("/foo/bus/bar", "/foo/bus"), ("/foo//bus/bar", "/foo//bus"),
            ("/foo/bus/bar/", "/foo/bus/bar"),
        ]
    )
    func defaultPath(_ path: String, _ expected: String) throws {
        for attribute in ["", "; Path=", "; Path=a/foo"] {
            var jar = makeJar()
            let host = try #require(CookieHost("example.com"))
            try jar.set("a=b" + attribute, CookieJar.Request(host: host, path: path, isSecure: true))
            #expect(jar.storedCookies.first?.path == expected)
        }
    }

    @Test(
        "UA-16: tough-cookie and cookie_store, path match",
        arguments: [
            ("/", "/", true), ("/dir", "/", true), ("/", "/dir", false), ("/dir/", "/dir/", true),
            ("/dir/file", "/dir/", true),
            ("/dir/file", "/dir", true), ("/directory", "/dir", false), ("/foo/bus", "/foo/bus", true),
            ("/foo/buss", "/foo/bus", false), ("/zoo/bus", "/foo/bus", false), ("/zfoo/bus", "/foo/bus", false),
            ("/foo/bus", "/foo/", true), ("/foo/bus", "/bar", false), ("/foo/bus", "/foo/bus/bar", false),
            ("/foo/bus", "/fo", false),
            ("/foo/bus", "/foo", true), ("/foo/bar/", "/foo/bar", true), ("/foo/bar/", "/foo", true),
        ]
    )
    func pathMatch(_ path: String, _ cookiePath: String, _ expected: Bool) throws {
        var jar = makeJar()
        try jar.set("a=b; Path=\(cookiePath)", try request("https://example.com/"))
        #expect(jar.header(try request("https://example.com\(path)")) == (expected ? "a=b" : ""))
    }

    @Test(
        "UA-13: cookie_store, a host-only cookie goes to that very host, whatever port and path",
        arguments: [
            ("http://example.com", "http://example.com", true), ("http://example.com", "http://example.org", false),
            ("http://example.com", "http://foo.example.com", false), ("http://example.com", "http://127.0.0.1", false),
            ("http://example.com", "http://[::1]", false), ("http://127.0.0.1", "http://127.0.0.1", true),
            ("http://127.0.0.1", "http://[::1]", false), ("http://[::1]", "http://127.0.0.1", false),
            ("http://[::1]", "http://[::1]", true),
        ]
    )
    func hostOnly(_ from: String, _ to: String, _ expected: Bool) throws {
        for suffix in ["", "/", ":8080", "/foo/bar", ":8080/foo/bar"] {
            var jar = makeJar()
            try jar.set("a=b", try #require(CookieJar.Request(url: from)))
            #expect(jar.header(try #require(CookieJar.Request(url: to + suffix))) == (expected ? "a=b" : ""))
        }
    }

    @Test(
        "UA-19: tough-cookie, prefixes",
        arguments: [
            ("http", "__Secure-SID=12345; Domain=example.com", false),
            ("https", "__Secure-SID=12345; Domain=example.com; Secure", true),
            ("http", "__Secure-SID=12345; Domain=example.com; Secure", false), ("http", "__Host-SID=12345", false),
            ("http", "__Host-SID=12345; Secure", false),
            ("http", "__Host-SID=12345; Secure; Domain=example.com", false),
            ("http", "__Host-SID=12345; Secure; Domain=example.com; Path=/", false),
            ("https", "__Host-SID=12345; Secure; Path=/", true),
            ("https", "__Host-SID=12345; Secure; Domain=example.com", false),
        ]
    )
    func prefixes(_ scheme: String, _ line: String, _ isSet: Bool) throws {
        var jar = makeJar()
        try jar.set(line, try request("\(scheme)://www.example.com/"))
        #expect(jar.storedCookies.isEmpty != isSet)
    }

    @Test(
        "UA-18: tough-cookie, SameSite; a cookie without it is as Lax, where tough-cookie takes it for None",
        arguments: [
            (CookieJar.Request.Site.same, ["strict", "lax", "normal"]),
            (.crossNavigation(safe: true), ["lax", "normal"]), (.cross, []),
        ]
    )
    func sameSite(_ site: CookieJar.Request.Site, _ sent: [String]) throws {
        var jar = makeJar()
        for line in ["strict=1; SameSite=strict", "lax=1; SameSite=lax", "normal=1"] {
            try jar.set(line, try request("http://example.com/index.html"))
            var other = makeJar()
            let outcome = try other.set(line, try request("http://example.com/index.html", site: site))
            #expect(outcome == (site == .cross ? .refused(.crossSite) : .stored))
        }
        let header = jar.header(try request("http://example.com/index.html", site: site))
        #expect(header == sent.map { $0 + "=1" }.joined(separator: "; "))
    }

    static let parsed: [ParseCase] = [
        ParseCase(same: "a=bcd"),
        ParseCase("a=bcd; Expires=Tue, 18 Oct 2011 07:05:03 GMT", "a=bcd; Expires=Tue, 18 Oct 2011 07:05:03 GMT"),
        ParseCase(same: #"abc="xyzzy!"; Expires=Tue, 18 Oct 2011 07:05:03 GMT; Path=/aBc"#),
        ParseCase(
            #"abc="xyzzy!"; Expires=Tue, 18 Oct 2011 07:05:03 GMT; Path=/aBc; Domain=example.com; Secure; HTTPOnly; Max-Age=1234; Foo=Bar; Baz"#,
            #"abc="xyzzy!"; Expires=Tue, 18 Oct 2011 07:05:03 GMT; Max-Age=1234; Domain=example.com; Path=/aBc; Secure; HttpOnly"#
        ),
        ParseCase("a=b; Expires=xyzzy", "a=b"), ParseCase(same: "a=b; Max-Age=0"), ParseCase(same: "a=b; Max-Age=-1"),
        ParseCase("a=b; domain=", "a=b"), ParseCase("a=b; domain=.", "a=b"),
        ParseCase("a=b; domain=EXAMPLE.COM", "a=b; Domain=example.com"),
        ParseCase(same: "a=b; Domain=example.com."), ParseCase("a=b; path=", "a=b"),
        ParseCase("a=b; path=xyzzy", "a=b"),
        ParseCase("a=b; path=/;", "a=b; Path=/"), ParseCase("c=d;;;;", "c=d"),
        ParseCase("a=b; Secure=xyzzy", "a=b; Secure"),
        ParseCase("a=b; HttpOnly=xyzzy", "a=b; HttpOnly"), ParseCase("\u{8}", nil),
        ParseCase("a=b; domain=kyoto.jp", "a=b; Domain=kyoto.jp"),
        ParseCase("a=b; domain=.foonet.net", "a=b; Domain=foonet.net"),
        ParseCase(
            "GAPS=1:A1aaaaAaAAa1aaAaAaaAAAaaa1a11a:aaaAaAaAa-aaaA1-;Path=/;Expires=Thu, 17-Apr-2014 02:12:29 GMT;Secure;HttpOnly",
            "GAPS=1:A1aaaaAaAAa1aaAaAaaAAAaaa1a11a:aaaAaAaAa-aaaA1-; Expires=Thu, 17 Apr 2014 02:12:29 GMT; Path=/; Secure; HttpOnly"
        ),
        ParseCase(
            "queryPref=b=c&d=e; Path=/f=g; Expires=Thu, 17 Apr 2014 02:12:29 GMT; HttpOnly",
            "queryPref=b=c&d=e; Expires=Thu, 17 Apr 2014 02:12:29 GMT; Path=/f=g; HttpOnly"
        ),
        ParseCase(same: "a=one two three"), ParseCase(same: #"a="one two three""#), ParseCase(same: "farbe=weiß"),
        ParseCase(same: "=abc"),
        ParseCase("abc", "=abc"),
        ParseCase(
            "=foo=bar",
            "=foo=bar",
            Deviation("foo=bar", "UA-08", "before the first `=` there is no name, so that all behind it is the value")
        ),
    ]
}
