import CookieHeaders
import HTTPTypes
import Testing

/// A line, where it comes from, and what becomes of it in an empty jar.
struct StoreCase: Sendable, CustomTestStringConvertible {
    let url: String
    let line: String
    let refusal: CookieJar.Refusal?
    var testDescription: String { "\(line) from \(url)" }

    init(_ url: String, _ line: String, _ refusal: CookieJar.Refusal?) {
        self.url = url
        self.line = line
        self.refusal = refusal
    }

    func check(_ api: CookieJar.Request.API = .http, _ site: CookieJar.Request.Site = .same) throws {
        var jar = makeJar()
        let outcome = try jar.set(line, try request(url, api: api, site: site))
        #expect(outcome == refusal.map { .refused($0) } ?? .stored)
        #expect(jar.storedCookies.isEmpty == (refusal != nil))
    }
}

@Suite struct CookieJarRulesTests {
    @Test(
        "UA-11 one dot is stripped, letters become lower-case, an empty Domain is host-only",
        arguments: [
            ("", "www.example.com", true), ("; Domain=", "www.example.com", true),
            ("; Domain=.", "www.example.com", true),
            ("; Domain=.example.com", "example.com", false), ("; Domain=EXAMPLE.Com", "example.com", false),
            ("; Domain=example.com; Domain=", "www.example.com", true),
            ("; Domain=www.example.com", "www.example.com", false),
        ]
    )
    func domain(_ attribute: String, _ domain: String, _ isHostOnly: Bool) throws {
        var jar = makeJar()
        #expect(try jar.set("a=b" + attribute, try request("https://WWW.example.com/")) == .stored)
        #expect(jar.storedCookies.first?.domain == domain)
        #expect(jar.storedCookies.first?.isHostOnly == isHostOnly)
        #expect(jar.header(try request("https://www.example.com/")) == "a=b")
        let isShared = !isHostOnly && domain == "example.com"
        #expect(jar.header(try request("https://example.com/")) == (isShared ? "a=b" : ""))
        #expect(jar.header(try request("https://api.example.com/")) == (isShared ? "a=b" : ""))
        #expect(jar.header(try request("https://sub.www.example.com/")) == (isHostOnly ? "" : "a=b"))
    }

    @Test("UA-12 a cookie for an international host goes to either way of writing it")
    func international() throws {
        var jar = makeJar()
        #expect(try jar.set("a=b; Domain=xn--bcher-kva.example", try request("https://www.bücher.example/")) == .stored)
        #expect(jar.header(try request("https://xn--bcher-kva.example/")) == "a=b")
        #expect(throws: CookieError.self) { try ParsedSetCookie("a=b; Domain=bücher.example") }
    }

    @Test(
        "UA-13 only the host and its parents, on a dot boundary",
        arguments: [
            StoreCase("https://example.com/", "a=b; Domain=www.example.com", .domainMismatch),
            StoreCase("https://badexample.com/", "a=b; Domain=example.com", .domainMismatch),
            StoreCase("https://example.com/", "a=b; Domain=example.org", .domainMismatch),
            StoreCase("https://www.example.com/", "a=b; Domain=..example.com", .domainMismatch),
            StoreCase("https://www.example.com/", "a=b; Domain=example.com.", .domainMismatch),
            StoreCase("https://www.example.com/", "a=b; Domain=example.com", nil),
            StoreCase("https://127.0.0.1/", "a=b; Domain=0.0.1", .domainMismatch),
            StoreCase("https://127.0.0.1/", "a=b; Domain=1", .domainMismatch),
            StoreCase("https://127.0.0.1/", "a=b; Domain=127.0.0.1", nil), StoreCase("https://127.0.0.1/", "a=b", nil),
        ]
    )
    func match(_ example: StoreCase) throws {
        try example.check()
    }

    @Test(
        "UA-14 a public suffix is refused, or host-only for the host of that name",
        arguments: [
            StoreCase("https://example.com/", "a=b; Domain=com", .publicSuffix),
            StoreCase("https://example.com./", "a=b; Domain=com.", .publicSuffix),
            StoreCase("https://shop.co.uk/", "a=b; Domain=co.uk", .publicSuffix),
            StoreCase("https://me.github.io/", "a=b; Domain=.GitHub.io", .publicSuffix),
            StoreCase("https://www.shop.co.uk/", "a=b; Domain=shop.co.uk", nil),
            StoreCase("https://github.io/", "a=b; Domain=github.io", nil),
            StoreCase("https://localhost/", "a=b; Domain=localhost", nil),
        ]
    )
    func publicSuffix(_ example: StoreCase) throws {
        try example.check()
        var jar = makeJar()
        try jar.set("a=b; Domain=github.io", try request("https://github.io/"))
        #expect(jar.storedCookies.first?.isHostOnly == true)
        #expect(jar.header(try request("https://me.github.io/")) == "")
    }

    @Test(
        "UA-14 no Domain reaches over a suffix of the host: the neighbours below it belong to others",
        arguments: [
            ("https://mine.s3.amazonaws.com/", "amazonaws.com", .publicSuffix),
            ("https://s3.amazonaws.com/", "amazonaws.com", .publicSuffix),
            ("https://mine.s3.amazonaws.com/", "s3.amazonaws.com", .publicSuffix),
            ("https://mine.s3.amazonaws.com/", "mine.s3.amazonaws.com", nil),
            ("https://www.mine.s3.amazonaws.com/", "mine.s3.amazonaws.com", nil),
            ("https://www.amazonaws.com/", "amazonaws.com", nil),
            ("https://www.mine.s3.amazonaws.com./", "amazonaws.com.", .publicSuffix),
            ("https://x.eu.compute.amazonaws.com/", "compute.amazonaws.com", .publicSuffix),
            ("https://x.eu.compute.amazonaws.com/", "x.eu.compute.amazonaws.com", nil),
            ("https://www.city.kobe.jp/", "kobe.jp", .publicSuffix), ("https://www.city.kobe.jp/", "city.kobe.jp", nil),
        ] as [(String, String, CookieJar.Refusal?)]
    )
    func parentOfSuffix(_ url: String, _ domain: String, _ refusal: CookieJar.Refusal?) throws {
        let list = "s3.amazonaws.com\n*.compute.amazonaws.com\njp\n*.kobe.jp\n!city.kobe.jp"
        var jar = CookieJar(publicSuffixes: PublicSuffixList(list))
        #expect(try jar.set("a=b; Domain=\(domain)", try request(url)) == refusal.map { .refused($0) } ?? .stored)
    }

    @Test(
        "UA-15, UA-16 a path decides where a cookie goes",
        arguments: [
            ("/shop/cart", "", "/shop/x", true), ("/shop/cart", "", "/shop", true),
            ("/shop/cart", "", "/shopping", false),
            ("/shop/cart", "; Path=cart", "/shop", true), ("/shop", "", "/", true),
            ("/x", "; Path=/foo", "/foobar", false),
            ("/x", "; Path=/foo", "/foo/bar?q", true), ("/x", "; Path=/foo", "/foo?q", true),
            ("/x", "; Path=/foo/", "/foo", false),
        ]
    )
    func path(_ from: String, _ attribute: String, _ to: String, _ expected: Bool) throws {
        var jar = makeJar()
        #expect(try jar.set("a=b" + attribute, try request("https://example.com" + from)) == .stored)
        #expect(jar.header(try request("https://example.com" + to)) == (expected ? "a=b" : ""))
    }

    @Test(
        "UA-17 over plain text a secure cookie is neither set, sent nor shadowed",
        arguments: [
            ("http://www.example.com/", "a=x; Path=/login", false),
            ("http://www.example.com/", "a=x; Path=/login/en", false),
            ("http://www.example.com/", "a=x; Path=/login/en; Domain=example.com", false),
            ("http://example.com/", "a=x; Path=/login", false),
            ("http://sub.www.example.com/", "a=x; Path=/login", false),
            ("http://www.example.com/", "a=; Max-Age=0; Path=/login", false),
            ("http://www.example.com/", "a=x; Path=/", true),
            ("http://www.example.com/", "a=x; Path=/loginhelper", true),
            ("http://www.example.com/", "A=x; Path=/login", true),
            ("http://api.example.com/", "a=x; Path=/login", true),
            ("https://www.example.com/", "a=x; Path=/login", true),
        ]
    )
    func secure(_ url: String, _ line: String, _ isStored: Bool) throws {
        var jar = makeJar()
        let plain = try request("http://www.example.com/login")
        #expect(try jar.set("a=1; Secure; Path=/login", plain) == .refused(.secureOverPlainText))
        try jar.set("a=1; Secure; Path=/login", try request("https://www.example.com/"))
        #expect(jar.header(plain) == "")
        let outcome = try jar.set(line, try request(url))
        #expect((outcome != .refused(.secureOverlay)) == isStored)
        if !isStored { #expect(jar.header(try request("https://www.example.com/login")) == "a=1") }
    }

    @Test("UA-17 localhost over plain text is secure only if the caller says so")
    func loopback() throws {
        let get = HTTPRequest(method: .get, scheme: "http", authority: "localhost:8080", path: "/a/b?c")
        let plain = try #require(CookieJar.Request(get))
        let trusted = try #require(CookieJar.Request(get, loopbackIsSecure: true))
        #expect(plain.host.name == "localhost")
        #expect(plain.path == "/a/b")
        var jar = makeJar()
        #expect(try jar.set("a=b; Secure", plain) == .refused(.secureOverPlainText))
        #expect(try jar.set("a=b; Secure", trusted) == .stored)
        #expect(jar.header(trusted) == "a=b")
        for (scheme, authority, isSecure) in [
            ("HTTPS", "example.com", true), ("wss", "example.com:443", true), ("http", "example.com", false),
            ("https", "[::1]:443", true), ("http", "[::1]", true),
        ] {
            let request = HTTPRequest(method: .get, scheme: scheme, authority: authority, path: nil)
            #expect(CookieJar.Request(request, loopbackIsSecure: true)?.isSecure == isSecure)
        }
        #expect(CookieJar.Request(HTTPRequest(method: .get, scheme: "https", authority: nil, path: "/")) == nil)
        #expect(CookieJar.Request(HTTPRequest(method: .get, scheme: "https", authority: ":80", path: "/")) == nil)
    }

    @Test(
        "UA-18 SameSite when a cookie is set and when it is sent",
        arguments: ["", "; SameSite=Lax", "; SameSite=strict", "; SameSite=NONE; Secure", "; SameSite=odd"]
    )
    func sameSite(_ attributes: String) throws {
        let isNone = attributes.contains("NONE")
        let isStrict = attributes.contains("strict")
        for api in [CookieJar.Request.API.http, .nonHTTP] {
            for (site, sets, sends) in [
                (CookieJar.Request.Site.same, true, true), (.cross, isNone, isNone),
                (.crossNavigation(safe: true), isNone || api == .http, isNone || (api == .http && !isStrict)),
                (.crossNavigation(safe: false), isNone || api == .http, isNone),
            ] {
                let foreign = try request("https://example.com/", api: api, site: site)
                var jar = makeJar()
                #expect(try jar.set("a=b" + attributes, foreign) == (sets ? .stored : .refused(.crossSite)))
                try jar.set("a=b" + attributes, try request("https://example.com/"))
                #expect(jar.header(foreign) == (sends ? "a=b" : ""), "\(api) \(site)")
            }
        }
        #expect(try makeJarOutcome("a=b; SameSite=None") == .refused(.noneWithoutSecure))
    }

    private func makeJarOutcome(_ line: String) throws -> CookieJar.Outcome {
        var jar = makeJar()
        return try jar.set(line, try request("https://example.com/"))
    }

    @Test(
        "UA-19 prefixes in any case, and in nameless values",
        arguments: [
            ("__Secure-a=b", .prefix), ("__secure-a=b", .prefix), ("__SECURE-a=b; Secure", nil),
            ("__Host-a=b; Secure; Path=/", nil), ("__host-a=b; Secure; Path=/", nil), ("__Host-a=b; Secure", .prefix),
            ("__hOsT-a=b; Secure; Path=", .prefix), ("__Host-a=b; Secure; Path=x", .prefix),
            ("__Host-a=b; Secure; Path=/x", .prefix), ("__Host-a=b; Path=/", .prefix),
            ("__Host-a=b; Secure; Path=/; Domain=example.com", .prefix), ("__Host-a=b; Secure; Path=/; Domain=", nil),
            ("__Http-a=b; Secure", .prefix), ("__http-a=b; Secure; HttpOnly", nil), ("__Http-a=b; HttpOnly", .prefix),
            ("__Host-Http-a=b; Secure; Path=/", .prefix), ("__Host-Http-a=b; Secure; HttpOnly; Path=/", nil),
            ("__host-http-a=b; Secure; HttpOnly", .prefix), ("__Host_a=b", nil), ("x__Host-a=b", nil),
            ("__Host-a; Secure; Path=/", .namelessPrefix), ("=__Host-a=b; Secure; Path=/", .namelessPrefix),
            ("=__secure-a", .namelessPrefix), ("=__HTTP-a=b", .namelessPrefix), ("=__host-http-", .namelessPrefix),
            ("= __Host-a", .namelessPrefix), ("=x__Host-a", nil),
        ] as [(String, CookieJar.Refusal?)]
    )
    func prefixes(_ line: String, _ refusal: CookieJar.Refusal?) throws {
        try StoreCase("https://example.com/", line, refusal).check()
    }

    @Test("UA-21 scripts neither read, set nor overwrite HttpOnly cookies")
    func httpOnly() throws {
        let http = try request("https://example.com/")
        let script = try request("https://example.com/", api: .nonHTTP)
        var jar = makeJar()
        #expect(try jar.set("a=1; HttpOnly", script) == .refused(.httpOnly))
        try jar.set("a=1; HttpOnly", http)
        try jar.set("b=2", http)
        #expect(jar.header(script) == "b=2")
        #expect(try jar.set("a=3", script) == .refused(.httpOnly))
        #expect(try jar.set("a=; Max-Age=0", script) == .refused(.httpOnly))
        #expect(try jar.set("b=4", script) == .replaced)
        #expect(jar.header(http) == "a=1; b=4")
        // Another path is another cookie.
        #expect(try jar.set("a=5; Path=/x", script) == .stored)
    }

    @Test("UA-19 every refusal names its rule and says why", arguments: CookieJar.Refusal.allCases)
    func refusals(_ refusal: CookieJar.Refusal) {
        #expect(refusal.id.hasPrefix("UA-"))
        #expect(refusal.description == "\(refusal.id): \(refusal.reason)")
    }
}
