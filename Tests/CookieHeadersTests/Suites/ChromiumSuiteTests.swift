import CookieHeaders
import Testing

/// Figures of Chromium's `net/cookies/parsed_cookie_unittest.cc`, `cookie_util_unittest.cc` and
/// `canonical_cookie_unittest.cc` (github.com/chromium/chromium; BSD licence, Copyright 2012 The Chromium Authors).
@Suite struct ChromiumSuiteTests {
    @Test("UA-05 to UA-18: Chromium, ParsedCookieTest", arguments: parsed) func parses(_ example: ParseCase) {
        example.check()
    }

    @Test("T16 UA-10: a run of up to 99 semicolons hides no attribute") func semicolons() throws {
        for count in 1..<100 {
            let cookie = try ParsedSetCookie("a=b;\(String(repeating: ";", count: count))secure")
            #expect(cookie.summary == "a=b; Secure")
        }
    }

    @Test("UA-10: Priority is found in any case, the attributes are counted")
    func priority() throws {
        let cookie = try ParsedSetCookie(
            "BLAH; Path=/; sECuRe; httpONLY; sAmESitE=LaX; pRIoRitY=hIgH; pARTitIoNeD;"
        )
        #expect(cookie.attribute(named: "priority")?.text == "hIgH")
        #expect(cookie.attributes.count == 6)
        #expect(try ParsedSetCookie("a=\"B").attributes.isEmpty)
        // Chromium counts the empty pieces too.
        #expect(try ParsedSetCookie("  A  = BC  ;secure;;;   samesite = lax     ").attributes.count == 2)
    }

    @Test("UA-11 to UA-14: Chromium, GetCookieDomainWithString", arguments: domains)
    func domain(_ example: DomainCase) throws {
        let list = PublicSuffixList("com\nuk\ngov.uk\ntest")
        var jar = CookieJar(publicSuffixes: list)
        guard let request = CookieJar.Request(url: example.url),
            let cookie = try? ParsedSetCookie("a=b; Domain=\(example.domain)")
        else {
            #expect(example.expected == nil, "\(example)")
            return
        }
        jar.store(cookie, from: request, at: start)
        #expect(
            jar.storedCookies.first.map { ($0.isHostOnly ? "" : ".") + $0.domain } == example.expected,
            "\(example)"
        )
    }

    @Test(
        "UA-13: Chromium, IsDomainMatch",
        arguments: [
            ("example.com", "example.com", true), ("example.com", "www.example.com", true),
            ("www.example.com", "example.com", false), ("example.com", "example.de", false),
            ("example.de", "example.de.vu", false),
        ]
    )
    func domainMatch(_ domain: String, _ host: String, _ expected: Bool) {
        #expect(CookieHost(host)?.matches(domain: domain) == expected)
    }

    @Test(
        "UA-16: Chromium, IsOnPath",
        arguments: [
            ("/", "/", true), ("/", "/test", true), ("/", "/test/bar.html", true), ("/test", "/", false),
            ("/test", "/test", true), ("/test", "/testtest/", false), ("/test", "/test/bar.html", true),
            ("/test", "/test/sample/bar.html", true), ("/test", "/TEST", false), ("/TEST", "/test", false),
        ]
    )
    func path(_ cookiePath: String, _ path: String, _ expected: Bool) throws {
        var jar = makeJar()
        try jar.set("a=b; Path=\(cookiePath)", try request("https://example.com/"))
        #expect(jar.header(try request("https://example.com\(path)")) == (expected ? "a=b" : ""))
    }

    @Test(
        "UA-19: Chromium, IsCookiePrefixValid, over TLS and on a trusted localhost",
        arguments: [
            ("__Host-", "Secure; HttpOnly; Path=/", true), ("__Host-", "HttpOnly; Path=/", false),
            ("__Host-", "Secure; HttpOnly; Path=/; Domain=foo.com", false),
            ("__Host-", "Secure; HttpOnly; Path=/path", false),
            ("__Secure-", "Secure; HttpOnly; Path=/", true), ("__Secure-", "HttpOnly; Path=/", false),
            ("__Http-", "Secure; HttpOnly; Path=/", true), ("__Http-", "Secure; HttpOnly; Path=/cookies/", true),
            ("__Http-", "HttpOnly; Path=/", false), ("__Http-", "Secure; Path=/", false),
            ("__Host-Http-", "HttpOnly; Path=/", false), ("__Host-Http-", "Secure; HttpOnly; Path=/cookies/", false),
            ("__Host-Http-", "Secure; HttpOnly; Path=/", true),
            ("__Host-Http-", "Secure; HttpOnly; Path=/; Domain=foo.com", false),
            ("__Host-Http-", "Secure; Path=/", false),
        ]
    )
    func prefix(_ prefix: String, _ attributes: String, _ isValid: Bool) throws {
        for (url, isTrusted) in [("https://b.a.com/", true), ("http://localhost/", true), ("http://b.a.com/", false)] {
            var jar = makeJar()
            let request = try #require(CookieJar.Request(url: url, loopbackIsSecure: true))
            try jar.set("\(prefix)a=b; \(attributes)", request)
            #expect(jar.storedCookies.isEmpty != (isValid && isTrusted), "\(url)")
        }
    }

    @Test("UA-19: Chromium, HasHiddenPrefixName", arguments: hidden) func hiddenPrefix(
        _ value: String,
        _ isHidden: Bool
    ) throws {
        var jar = makeJar()
        let outcome = try jar.set("=\(value); Secure; HttpOnly; Path=/", try request("https://example.com/"))
        #expect(outcome == (isHidden ? .refused(.namelessPrefix) : .stored))
    }

    @Test(
        "UA-20: Chromium, IsCookiePartitionedValid",
        arguments: [
            ("http://example.com/", "", true), ("http://example.com/", "Partitioned", false),
            ("http://example.com/", "Secure; Partitioned", false), ("http://localhost/", "", true),
            ("http://localhost/", "Partitioned", false), ("http://localhost/", "Secure", true),
            ("http://localhost/", "Secure; Partitioned", true), ("https://example.com/", "", true),
            ("https://example.com/", "Partitioned", false), ("https://example.com/", "Secure", true),
            ("https://example.com/", "Secure; Partitioned", true),
        ]
    )
    func partitioned(_ url: String, _ attributes: String, _ isValid: Bool) throws {
        var jar = makeJar()
        let request = CookieJar.Request(url: url, partitionKey: "https://site.com", loopbackIsSecure: true)
        try jar.set("a=b; \(attributes)", try #require(request))
        #expect(jar.storedCookies.isEmpty != isValid)
    }

    @Test("CK-02, CK-05: Chromium, ParseRequestCookieLine", arguments: requests)
    func requestCookies(_ header: String, _ expected: [String], _ deviation: Deviation?) {
        let pairs = RequestCookies(header).pairs.map { pair in
            String(decoding: pair.nameBytes, as: UTF8.self) + "=" + String(decoding: pair.valueBytes, as: UTF8.self)
        }
        #expect(pairs == expected)
        if let deviation { #expect(pairs.joined(separator: " ") != deviation.theirs) }
    }

    static let requests: [(String, [String], Deviation?)] = [
        ("key=value", ["key=value"], nil), ("key1=value1; key2=value2", ["key1=value1", "key2=value2"], nil),
        ("key=; otherkey=1234", ["key=", "otherkey=1234"], nil),
        ("key=; a2=s=(./&t=:&u=a#$; a3=+~", ["key=", "a2=s=(./&t=:&u=a#$", "a3=+~"], nil),
        (#"key="abcdef"; otherkey=1234"#, [#"key="abcdef""#, "otherkey=1234"], nil),
        ("key", ["=key"], Deviation("key=", "CK-05", "a pair without `=` is a nameless value, never a name")),
        (#"key="abcdef"#, [#"key="abcdef"#], quotes("")),
        (#"key="abcdef; otherkey=1234"#, [#"key="abcdef"#, "otherkey=1234"], quotes("")),
        (
            #"key="abcdef; otherkey="1234""#, [#"key="abcdef"#, #"otherkey="1234""#],
            quotes(#"key="abcdef; otherkey=" 234"="#)
        ),
        (#"key=abcdef; otherkey="1234"#, ["key=abcdef", #"otherkey="1234"#], quotes("key=abcdef")),
    ]

    private static func quotes(_ theirs: String) -> Deviation {
        Deviation(theirs, "CK-02", "quotes mean nothing: a header is split at semicolons alone")
    }

    struct DomainCase: Sendable {
        let url: String
        let domain: String
        /// As Chromium writes it: a dot in front unless it is host-only.
        let expected: String?
        let deviation: Deviation?

        init(_ url: String, _ domain: String, _ expected: String?, _ deviation: Deviation? = nil) {
            self.url = url
            self.domain = domain
            self.expected = expected
            self.deviation = deviation
        }
    }

    private static func address(_ theirs: String) -> Deviation {
        Deviation(theirs, "UA-13", "a Domain that equals the address is kept; it reaches no other host either way")
    }

    static let domains: [DomainCase] = [
        DomainCase("http://éxample.com", "éxample.com", nil), DomainCase("http://example.com", "", "example.com"),
        DomainCase("http://LOCALhost", "", "localhost"),
        DomainCase("http://192.0.2.3", "192.0.2.3", ".192.0.2.3", address("192.0.2.3")),
        DomainCase("http://192.0.2.3", ".192.0.2.3", ".192.0.2.3", address("192.0.2.3")),
        DomainCase("http://a.test", "a%2Etest", nil), DomainCase("http://a.test", "a^test", nil),
        DomainCase("http://gov.uk", "gov.uk", "gov.uk"), DomainCase("http://gov.uk", ".gov.uk", "gov.uk"),
        DomainCase("http://gov.uk", "GoV.Uk", "gov.uk"), DomainCase("http://nhs.gov.uk", "gov.uk", nil),
        DomainCase("http://portal.globex.com", "portal.initech.com", nil),
        DomainCase("http://globex.com", "globex.com", ".globex.com"),
        DomainCase("http://globex.com", ".globex.com", ".globex.com"),
        DomainCase("http://globex.com", "mail.globex.com", nil),
        DomainCase("http://mail.globex.com", "globex.com", ".globex.com"),
        DomainCase("http://myglobex.com", "globex.com", nil),
        DomainCase("http://l.globex.com", "portal.globex.com", nil),
        DomainCase("http://portal.globex.com", "l.globex.com", nil),
        DomainCase("http://foo.com../", "foo.com..", nil), DomainCase("http://foo.com/", ".foo.com..", nil),
        DomainCase("http://foo.com/", ".foo.com.", nil), DomainCase("http://192.0.2.3/", "192", nil),
        DomainCase("http://0.0.16.0/0000000", "00000000", nil), DomainCase("http://bar/", "bar", "bar"),
        DomainCase("http://[::1]/", "", "::1"), DomainCase("http://fool/;/", "", "fool"),
    ]

    static let hidden: [(String, Bool)] =
        [
            "foobar=", "foo=bar", "__Secure=-", "__Secure=-abc", "__Secur=e-abc", "__Secureabc", "__Host=-",
            "__Host=-abc",
            "__Hos=t-abc", "_Host", "a__Host-abc=123", "a__Secure-abc=123", "__Http=-abc", "__Htt=p-abc", "__Httpabc",
            "a__Http-abc=123", "a__Host-Http-abc=123",
        ].map { ($0, false) }
        + [
            "__Secure-abc", "__Host-abc", "   __Secure-abc", "\t__Host-", "__Host-=", "__Host-=123", "__host-=123",
            "__HOST-=123", "__HoSt-=123", "__Host-abc=", "__Host-abc=123", " __Host-abc=123", "    __Host-abc=",
            "\t\t\t\t\t__Host-abc=123", "\t __Host-abc=", "__Secure-=", "__Secure-=123", "__secure-=123",
            "__SECURE-=123",
            "__SeCuRe-=123", "__Secure-abc=", "__Secure-abc=123", " __Secure-abc=123", "    __Secure-abc=",
            "\t\t\t\t\t__Secure-abc=123", "\t __Secure-abc=", "__Secure-abc=123=d=4=fg=", "__Http-", "__Http-abc",
            "__Http-abc=", "__Http-abc=123", "   __Http-abc", "\t__Http-", "__Http-=", "__Http-=123", "__http-=123",
            "__HTTP-=123", "__HtTp-=123", " __Http-abc=123", "    __Http-abc=", "\t\t\t\t\t__Http-abc=123",
            "\t __Http-abc=", "__Http-abc=123=d=4=fg=", "__Host-", "__Host-Htt=p-abc", "__Host-Httpabc", "__Host-Http-",
            "__Host-Http-abc", "__Host-Http-abc=", "__Host-Http-abc=123", "   __Host-Http-abc", "\t__Host-Http-",
            "__Host-Http-=", "__Host-Http-=123", "__host-http-=123", "__HOST-HTTP-=123", "__HoSt-HtTp-=123",
            "__Host-Http-abc=123=d=4=fg=",
        ].map { ($0, true) }

    private static let a4096 = String(repeating: "a", count: 4096)
    private static let a4095 = String(repeating: "a", count: 4095)
    private static let c1023 = String(repeating: "c", count: 1023)
    private static let d1024 = String(repeating: "d", count: 1020) + ".com"

    static let parsed: [ParseCase] = pairs + dropped + sizes + modes

    static let pairs: [ParseCase] = [
        ParseCase(same: "a=b"),
        ParseCase(
            "c=d; secure; httponly; path=/foo; domain=bar.test; max-age=60; samesite=lax; priority=high; partitioned;",
            "c=d; Max-Age=60; Domain=bar.test; Path=/foo; Secure; HttpOnly; SameSite=Lax; Partitioned"
        ),
        ParseCase(#"aBc="zzz "   ; path="/"  ; httponly "#, #"aBc="zzz "; HttpOnly"#),
        ParseCase(#"aBc="zz;pp" ; ; path="/"  ; httponly "#, #"aBc="zz; HttpOnly"#),
        ParseCase(#"aBc="zzz "   "ppp"  ; path="/"  ; httponly "#, #"aBc="zzz "   "ppp"; HttpOnly"#),
        ParseCase(#"aBc=A"B ; path="/"  ; httponly "#, #"aBc=A"B; HttpOnly"#),
        ParseCase("BLAHHH; path=/; secure;", "=BLAHHH; Path=/; Secure"),
        ParseCase(
            "BLAH; Path=/; sECuRe; httpONLY; sAmESitE=LaX; pRIoRitY=hIgH; pARTitIoNeD;",
            "=BLAH; Path=/; Secure; HttpOnly; SameSite=Lax; Partitioned"
        ),
        ParseCase(#""BLA\"HHH"; path=/; secure;"#, #"="BLA\"HHH"; Path=/; Secure"#), ParseCase(same: #"a="B"#),
        ParseCase(same: "=ABC"), ParseCase(same: "=param=value"), ParseCase("ABC=;  path = /wee", "ABC=; Path=/wee"),
        ParseCase("  A  = BC  ;secure;;;   samesite = lax     ", "A=BC; Secure; SameSite=Lax"),
        ParseCase("  A=== BC  ;secure;;;   httponly", "A=== BC; Secure; HttpOnly"),
        ParseCase(
            #"ANCUUID="zohNumRKgI0oxyhSsV3Z7D"  ; expires=Sun, 18-Apr-2027 21:06:29 GMT ; path=/  ;  "#,
            #"ANCUUID="zohNumRKgI0oxyhSsV3Z7D"; Expires=Sun, 18 Apr 2027 21:06:29 GMT; Path=/"#
        ),
        ParseCase(
            "ANCUUID=zohNumRKgI0oxyhSsV3Z7D  ; expires=Sun, 18-Apr-2027 21:06:29 GMT ; path=/  ;  priority=low  ;  ",
            "ANCUUID=zohNumRKgI0oxyhSsV3Z7D; Expires=Sun, 18 Apr 2027 21:06:29 GMT; Path=/"
        ),
        ParseCase("name=value; domain=", "name=value"),
        ParseCase("name=value; domain=foo.com; domain=bar.com", "name=value; Domain=bar.com"),
        ParseCase("name=value; domain=foo.com; domain=", "name=value"), ParseCase("secure", "=secure"),
        ParseCase(same: "secure=foo"), ParseCase(same: "foo=secure"), ParseCase(same: "httponly=foo"),
        ParseCase("foo=bar; baz=bob", "foo=bar"), ParseCase("name=foo; secure=bar", "name=foo; Secure"),
        ParseCase("name=foo; httponly=baz", "name=foo; HttpOnly"), ParseCase("name=foo; bar=secure", "name=foo"),
        ParseCase("name=foo; secure; secure=yesplease; secure; secure", "name=foo; Secure"),
        ParseCase(same: "partitioned=foo"),
        ParseCase(same: "partitioned="), ParseCase(same: "=partitioned"),
        ParseCase(
            "partitioned; partitioned; secure; httponly; httponly; secure",
            "=partitioned; Secure; HttpOnly; Partitioned"
        ),
        ParseCase(same: "name=العربية"), ParseCase(same: "name=普通話"), ParseCase(same: "name=ภาษาไทย"),
        ParseCase(same: "name=עִבְרִית"), ParseCase(same: "العربية=value"), ParseCase(same: "普通話=value"),
        ParseCase(same: "ภาษาไทย=value"), ParseCase(same: "עִבְרִית=value"), ParseCase(same: "@foo=bar"),
        ParseCase("\tfoo=bar\t", "foo=bar"), ParseCase(same: "f\too=bar"), ParseCase(same: "foo=b\tar"),
        ParseCase("foo=bar;\tsecure", "foo=bar; Secure"), ParseCase("foo=bar;secure;\t", "foo=bar; Secure"),
        ParseCase(same: "A C=2"), ParseCase(same: "x=lastRequest=1624663552846&activeDays=%5B0%2C0"),
        ParseCase(same: "x=<K0<r<C_<G_<S0"),
        ParseCase("x=lastRequest=1624663552846; activeDays=%5B0%2C0", "x=lastRequest=1624663552846"),
    ]

    static let dropped: [ParseCase] =
        [
            "", "     ", "=", "=;", " =;", "= ;", " = ;", ";", " ;", " ; ", "\t", "\t;", "\t=\t", "\t=", "=\t",
            "AAA=BB\u{0}ZYX", "AAA=BB\rZYX", "AAA=BB\nZYX", "name=\u{5}", "name=foo\u{1c}bar", "name=foobar\u{11}",
            "name=\u{2}foobar", "\u{5}=value", "foo\u{5}bar=value", "foobar\u{5}=value", "\u{5}foobar=value",
            "foo\u{5}bar=foo\u{5}bar", "foo=ba,ba\u{5}z=boo", "foo=ba,baz=bo\u{5}o", "foo=ba,ba\u{5}z=bo\u{5}o",
            "foo=ba,ba\u{7F}z=bo", "fo\u{7F}o=ba,z=bo", "foo=bar\u{7F};z=bo", "\u{0}foo=bar", "foo=bar;\u{0}secure",
            "foo=bar;secure;\u{0}", "\rfoo=bar", "foo=bar;\rsecure", "foo=bar;secure;\r", "\nfoo=bar",
            "foo=bar;\nsecure",
            "foo=bar;secure;\n", "\u{1B}foo=bar", "foo=bar;\u{1B}secure", "foo=bar;\n\r", "\u{8}=foo", "bar=\u{8}",
        ].map { ParseCase($0, nil) }

    static let sizes: [ParseCase] = [
        ParseCase(same: a4096 + "="), ParseCase(a4096 + "=; path=/foo;", a4096 + "=; Path=/foo"),
        ParseCase(a4096 + "X=", nil),
        ParseCase(same: "=" + a4096), ParseCase("=\(a4096); path=/foo;", "=\(a4096); Path=/foo"),
        ParseCase("=\(a4096)X", nil),
        ParseCase(same: a4095 + "=x"), ParseCase(a4095 + "=xX", nil), ParseCase(same: "x=" + a4095),
        ParseCase("xX=" + a4095, nil),
        ParseCase("name=value; path=/\(c1023)", "name=value; Path=/\(c1023)"),
        ParseCase("name=value; path=/X\(c1023)", "name=value"),
        ParseCase("name=value; domain=\(d1024)", "name=value; Domain=\(d1024)"),
        ParseCase("name=value; domain=x\(d1024)", "name=value"),
    ]

    static let modes: [ParseCase] = [
        ParseCase("n=v; samesite=strict", "n=v; SameSite=Strict"), ParseCase("n=v; samesite=lAx", "n=v; SameSite=Lax"),
        ParseCase("n=v; samesite=NONE", "n=v; SameSite=None"), ParseCase("n=v; samesite=boo", "n=v"),
        ParseCase("n=v; samesite", "n=v"), ParseCase("A=2; SameSite=Extended", "A=2"), ParseCase(same: "n=v"),
    ]
}
