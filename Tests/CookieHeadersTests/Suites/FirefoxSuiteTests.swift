import CookieHeaders
import Testing

/// Figures of Firefox's `netwerk/test/gtest/TestCookie.cpp` (github.com/mozilla/gecko-dev; Mozilla Public Licence 2.0): a
/// story of lines set and headers sent. Where one call of Firefox sets several lines, they are several steps here.
@Suite struct FirefoxSuiteTests {
    enum Step: Sendable {
        case set(String, String)
        /// The header for a URL, and Firefox's own answer if it differs.
        case get(String, String, Deviation? = nil)
        /// As a script sees it.
        case script(String, String)
    }

    @Test("UA-04 to UA-22: Firefox, TestCookieMain", arguments: stories) func story(_ name: String, _ steps: [Step])
        throws
    {
        var jar = CookieJar(publicSuffixes: .topLevelOnly)
        for (index, step) in steps.enumerated() {
            switch step {
            case .set(let url, let line):
                let request = try #require(CookieJar.Request(url: url, loopbackIsSecure: true), "\(url)")
                guard let parsed = try? ParsedSetCookie(line) else { continue }
                jar.store(parsed, from: request, at: start)
            case .get(let url, let expected, let deviation):
                let header = jar.header(try #require(CookieJar.Request(url: url, loopbackIsSecure: true), "\(url)"))
                #expect(header == expected, "\(name), step \(index)")
                if let deviation { #expect(header != deviation.theirs) }
            case .script(let url, let expected):
                let header = jar.header(try #require(CookieJar.Request(url: url, api: .nonHTTP), "\(url)"))
                #expect(header == expected, "\(name), step \(index)")
            }
        }
    }

    @Test("UA-22, UA-23: Firefox keeps 50 of 60 cookies, the newest, in the order of their creation")
    func eviction() throws {
        var jar = CookieJar(publicSuffixes: .topLevelOnly)
        let plain = try #require(CookieJar.Request(url: "http://creation.ordering.tests/"))
        for index in 0..<60 { try jar.set("test\(index)=creation", plain) }
        #expect(jar.header(plain) == (10..<60).map { "test\($0)=creation" }.joined(separator: "; "))
    }

    @Test("UA-23: Firefox lets a cookie that is not Secure go before 50 Secure ones") func secureEviction() throws {
        var jar = CookieJar(publicSuffixes: .topLevelOnly)
        let plain = try #require(CookieJar.Request(url: "http://creation.ordering.tests/"))
        let secure = try #require(CookieJar.Request(url: "https://creation.ordering.tests/"))
        for index in 0..<50 { try jar.set("test\(index)=delete_non_security; secure", secure) }
        for index in 50..<60 { try jar.set("test\(index)=delete_non_security", plain) }
        #expect(jar.header(plain) == "")
        #expect(jar.storedCookies.count == 50)
    }

    @Test(
        "UA-18: Firefox, SameSite of a stored cookie",
        arguments: [
            ("unset=yes", nil), ("unspecified=yes; samesite", nil), ("empty=yes; samesite=", nil),
            ("bogus=yes; samesite=bogus", nil), ("strict=yes; samesite=strict", .strict),
            ("lax=yes; samesite=lax", .lax),
        ] as [(String, SameSite?)]
    )
    func sameSite(_ line: String, _ expected: SameSite?) throws {
        var jar = makeJar()
        #expect(try jar.set(line, try request("http://samesite.test/")) == .stored)
        #expect(jar.storedCookies.first?.sameSite == expected)
    }

    @Test("UA-21: Firefox lists every cookie, counts those of a host and forgets them") func management() throws {
        var jar = CookieJar(publicSuffixes: .topLevelOnly)
        let site = "http://cookiemgr.test/"
        try jar.set("test1=yes; path=/foo", try request(site))
        try jar.set("test2=yes; path=/foo; httponly; max-age=2", try request(site))
        try jar.set("test3=yes; path=/rabbit", try request("http://new.domain/"))
        #expect(jar.storedCookies.count == 3)
        #expect(jar.storedCookies.filter { $0.domain == "cookiemgr.test" }.count == 2)
        #expect(jar.header(try request(site + "foo/")) == "test1=yes; test2=yes")
        #expect(jar.header(try request(site + "foo/", api: .nonHTTP)) == "test1=yes")
        #expect(jar.header(try request(site + "foo/"), at: start + 4) == "test1=yes")
        jar.removeAll()
        #expect(jar.storedCookies.isEmpty)
    }

    static let stories: [(String, [Step])] = [
        ("basic", basic), ("domains", domains), ("paths", paths), ("expiry", expiry), ("several", several),
        ("parser", parser),
        ("path order", order), ("prefixes", prefixes), ("secure", secure), ("localhost", localhost),
    ]

    private static let www = "http://www.basic.com"

    static let basic: [Step] = [
        .set(www, "test=basic"), .get(www, "test=basic"), .get(www + "/testPath/testfile.txt", "test=basic"),
        .get(www + "./", ""), .get(www + ".", ""), .get(www + "./testPath/testfile.txt", ""),
        .get("http://www.basic2.com/", ""),
        .set(www, "test=basic; max-age=-1"), .get(www + "/", ""),
    ]

    private static let domain = "http://www.domain.com"

    static let domains: [Step] =
        [
            .set(domain, "test=domain; domain=domain.com"), .get("http://domain.com", "test=domain"),
            .get("http://domain.com.", ""),
            .get(domain, "test=domain"), .get("http://foo.domain.com", "test=domain"),
            .set(domain, "test=domain; domain=domain.com; max-age=-1"), .get("http://domain.com", ""),
            .set(domain, "test=domain; domain=.domain.com"), .get("http://domain.com", "test=domain"),
            .get(domain, "test=domain"),
            .get("http://bah.domain.com", "test=domain"), .set(domain, "test=domain; domain=.domain.com; max-age=-1"),
            .get("http://domain.com", ""),
        ]
        + [".foo.domain.com", "moose.com", "domain.com.", "..domain.com", "..domain.com."].flatMap { name -> [Step] in
            [.set(domain, "test=domain; domain=\(name)"), .get("http://foo.domain.com", "")]
        }

    private static let net = "http://path.net/path/file"
    private static let long = String(repeating: "1234567890", count: 103)

    static let paths: [Step] = [
        .set(net, #"test=taco; path="/bogus""#), .get(net, "test=taco"), .set(net, "test=taco; max-age=-1"),
        .get(net, ""),
        .set(net, "test=path; path=/path"), .get("http://path.net/path", "test=path"),
        .get("http://path.net/path/", "test=path"),
        .get("http://path.net/path/hithere.foo", "test=path"), .get("http://path.net/path?hithere/foo", "test=path"),
        .get("http://path.net/path2", ""), .get("http://path.net/path2/", ""),
        .set(net, "test=path; path=/path; max-age=-1"),
        .get("http://path.net/path/", ""), .set(net, "test=path; path=/path/"), .get("http://path.net/path", ""),
        .get("http://path.net/path/", "test=path"), .set(net, "test=path; path=/path/; max-age=-1"),
        .get("http://path.net/path/", ""), .set(net, "test=path; path=/foo/"), .get("http://path.net/path", ""),
        .get("http://path.net/foo", ""), .set(net, "test=path; path=/foo/; max-age=-1"),
        .get("http://path.net/foo/", ""),
        .set("http://path.net/", "test=path; path=/\(long)/"), .get("http://path.net/\(long)", "test=path"),
        .get("http://path.net/", "test=path"), .set("http://longpath.net/\(long)/", "test=path"),
        .get(
            "http://longpath.net/\(long)/",
            "test=path",
            Deviation("", "UA-15", "the default path has no bound of its own; a request's target has one in the server")
        ),
        .set("http://pathwithtab.net/", "test=path; path=/foo\tbar/"), .get("http://pathwithtab.net/", ""),
        .set("http://pathwithtab.net/", "test\ttabs=tab"),
        .get("http://pathwithtab.net/", "test\ttabs=tab", Deviation("", "UA-07", "a tab is allowed anywhere")),
        .set("http://pathwithtab.net/", "test\ttabs=tab; max-age=-1"),
        .set("http://pathwithtab.net/", "test=tab\ttest"),
        .get("http://pathwithtab.net/", "test=tab\ttest"),
        .set("http://pathwithtab.net/", "test=tab\ttest; max-age=-1"),
        .get("http://pathwithtab.net/", ""),
    ]

    private static let me = "http://expireme.org/"

    static let expiry: [Step] = [
        .set(me, "test=expiry; max-age=-1"), .get(me, ""), .set(me, "test=expiry; max-age=0"), .get(me, ""),
        .set(me, "test=expiry; expires=bad"), .get(me, "test=expiry"),
        .set(me, "test=expiry; expires=Thu, 10 Apr 1980 16:33:12 GMT"),
        .get(me, ""), .set(me, #"test=expiry; expires="Thu, 10 Apr 1980 16:33:12 GMT"#), .get(me, ""),
        .set(me, #"test=expiry; expires="Thu, 10 Apr 1980 16:33:12 GMT""#), .get(me, ""),
        .set(me, "test=expiry; max-age=60"),
        .get(me, "test=expiry"), .set(me, "test=expiry; max-age=-20"), .get(me, ""),
        .set(me, "test=expiry; max-age=60"),
        .get(me, "test=expiry"), .set(me, "test=expiry; expires=Thu, 10 Apr 1980 16:33:12 GMT"), .get(me, ""),
        .set(me, "test=expiry; max-age=60"), .set(me, "newtest=expiry; max-age=60"),
        .get(me, "test=expiry; newtest=expiry"),
        .set(me, "test=differentvalue; max-age=0"), .get(me, "newtest=expiry"),
        .set(me, "newtest=evendifferentvalue; max-age=0"), .get(me, ""),
        .set("http://foo.expireme.org/", "test=expiry; domain=.expireme.org; max-age=60"), .get(me, "test=expiry"),
        .set("http://bar.expireme.org/", "test=differentvalue; domain=.expireme.org; max-age=0"), .get(me, ""),
    ]

    private static let multiple = "http://multiple.cookies/"

    static let several: [Step] = [
        .set(multiple, "test=multiple; domain=.multiple.cookies "), .set(multiple, " test=different "),
        .set(multiple, " test=same; domain=.multiple.cookies "), .set(multiple, " newtest=ciao "),
        .set(multiple, " newtest=foo; max-age=-6 "), .set(multiple, " newtest=reincarnated"),
        .get(multiple, "test=same; test=different; newtest=reincarnated"),
        .set(multiple, "test=expiry; domain=.multiple.cookies; max-age=0"),
        .get(multiple, "test=different; newtest=reincarnated"),
        .set(multiple, " test=different; max-age=0 "), .get(multiple, "newtest=reincarnated"),
        .set(multiple, "newtest=dead; max-age=0"), .get(multiple, ""),
    ]

    private static let test = "http://parser.test/"

    static let parser: [Step] = [
        .set(test, "test=parser; domain=.parser.test; ;; ;=; ,,, ===,abc,=; abracadabra! max-age=20;=;;"),
        .get(test, "test=parser"),
        .set(test, "test=parser; domain=.parser.test; max-age=0"), .get(test, ""),
        .set(test, #"test="fubar! = foo;bar\";" parser; domain=.parser.test; max-age=6"#),
        .set(test, "five; max-age=2.63,"),
        .get(test, #"test="fubar! = foo; five"#), .set(test, "test=kill; domain=.parser.test; max-age=0 "),
        .set(test, " five; max-age=0"), .get(test, ""), .set(test, "six"), .get(test, "six"), .set(test, "seven"),
        .get(test, "seven"),
        .set(test, " =eight"), .get(test, "eight"), .set(test, "test=six"), .get(test, "eight; test=six"),
    ]

    private static let multi = "http://multi.path.tests/"

    static let order: [Step] = [
        .set(multi, "test1=path; path=/one/two/three"), .set(multi, "test2=path; path=/one "),
        .set(multi, " test3=path; path=/one/two/three/four "), .set(multi, " test4=path; path=/one/two "),
        .set(multi, " test5=path; path=/one/two/"), .set(multi + "one/two/three/four/five/", "test6=path"),
        .set(multi + "one/two/three/four/five/six/", "test7=path; path="), .set(multi, "test8=path; path=/"),
        .get(
            multi + "one/two/three/four/five/six/",
            "test7=path; test6=path; test3=path; test1=path; test5=path; test4=path; test2=path; test8=path"
        ),
    ]

    private static let host = "https://host.prefixed.test/"

    static let prefixes: [Step] =
        ["__Secure-test1=test", "__Secure-test2=test; secure", "__Host-test1=test", "__Host-test2=test; secure"].map {
            .set("http://prefixed.test/", $0)
        } + [
            .get("http://prefixed.test/", ""), .set("https://prefixed.test/", "__Secure-test=test"),
            .set("https://prefixed.test/", "__Host-test=test"), .get("https://prefixed.test/", ""),
            .set("https://prefixed.test/", "__Secure-test=test; secure"),
            .set("https://prefixed.test/", "__Host-test=test; secure"),
            .get(
                "https://prefixed.test/",
                "__Secure-test=test",
                Deviation(
                    "__Secure-test=test; __Host-test=test",
                    "UA-19",
                    "`__Host-` asks for `Path=/` in words, as web-platform-tests do; a default path of `/` is not enough"
                )
            ),
            .get("http://prefixed.test/", ""), .set(host, "__Host-a=test; secure; domain=prefixed.test"),
            .set(host, "__Host-b=test; secure; domain=.prefixed.test"),
            .set(host, "__Host-c=test; secure; domain=host.prefixed.test"),
            .set(host, "__Host-d=test; secure; domain=.host.prefixed.test"), .get(host, ""),
            .set(host + "some/path", "__Host-e=test; secure"),
            .set(host + "some/path", "__Host-f=test; secure; path=/"),
            .set(host + "some/path", "__Host-g=test; secure; path=/some"), .get(host, "__Host-f=test"),
        ]

    private static let plain = "http://www.security.test/"
    private static let tls = "https://www.security.test/"

    static let secure: [Step] = [
        .set(plain, "test=non-security; secure"), .script(tls, ""),
        .set(tls + "path/", "test=security; secure; path=/path/"),
        .script(tls + "path/", "test=security"), .set(tls + "path/", "test=security2; secure; path=/path/"),
        .script(tls + "path/", "test=security2"), .set(plain + "path/foo/", "test=non-security; path=/path/foo"),
        .script(tls + "path/foo/", "test=security2"), .set(plain + "bar/", "test=non-security; path=/bar"),
        .script(plain + "bar/", "test=non-security"),
        .set(tls, "test_modify_cookie=security-cookie; secure; domain=.security.test"),
        .script(tls, "test_modify_cookie=security-cookie"),
        .set(tls, "test_modify_cookie=non-security-cookie; domain=.security.test"),
        .script(tls, "test_modify_cookie=non-security-cookie"), .set(tls, "test=security3"),
        .script(plain, "test_modify_cookie=non-security-cookie; test=security3"),
        .set(plain, "test=non-security2; domain=security.test"),
        .script(plain, "test_modify_cookie=non-security-cookie; test=security3; test=non-security2"),
    ]

    static let localhost: [Step] =
        [
            "http://localhost", "http://localhost:1234", "http://127.0.0.1", "http://127.0.0.2", "http://127.1.0.1",
            "http://[::1]",
        ].flatMap { url -> [Step] in
            [
                .set(url, "test=basic; secure"), .get(url, "test=basic"), .set(url, "test=basic1"),
                .get(url, "test=basic1"),
            ]
        }
}
