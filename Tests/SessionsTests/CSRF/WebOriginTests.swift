import Testing

@testable import Sessions

@Suite("Origins")
struct WebOriginTests {
    @Test(
        "OC-06 an origin is read as a browser writes it, and written the same way",
        arguments: [
            ("https://example.com", "https", "example.com", 443, "https://example.com"),
            ("https://example.com:443", "https", "example.com", 443, "https://example.com"),
            ("http://example.com:80", "http", "example.com", 80, "http://example.com"),
            ("http://example.com:443", "http", "example.com", 443, "http://example.com:443"),
            ("http://localhost:8080", "http", "localhost", 8080, "http://localhost:8080"),
            ("http://127.0.0.1:1", "http", "127.0.0.1", 1, "http://127.0.0.1:1"),
            ("http://[::1]:65535", "http", "[::1]", 65535, "http://[::1]:65535"),
            ("https://xn--mller-kva.example", "https", "xn--mller-kva.example", 443, "https://xn--mller-kva.example"),
            ("https://example.com.", "https", "example.com.", 443, "https://example.com."),
        ] as [(String, String, String, UInt16, String)]
    )
    func reads(text: String, scheme: String, host: String, port: UInt16, written: String) throws {
        let origin = try WebOrigin(text)
        #expect(origin.scheme == scheme)
        #expect(origin.host == host)
        #expect(origin.port == port)
        #expect(origin.description == written)
        #expect(try WebOrigin(written) == origin)
    }

    @Test("A scheme of its own has no port unless one is written")
    func otherSchemes() throws {
        #expect(try WebOrigin("capacitor://localhost").port == nil)
        #expect(try WebOrigin("capacitor://localhost:80").description == "capacitor://localhost:80")
        #expect(try WebOrigin("capacitor://localhost:80") != WebOrigin("capacitor://localhost"))
    }

    @Test(
        "OC-06 whatever is not scheme, host and port alone is no origin",
        arguments: [
            "", "null", "https", "https:", "https:/", "https://", "://a", "https:///", "https://a/", "https://a/b",
            "https://a?", "https://a#", "https://u@a", "https://u:p@a", "https://a:", "https://a:0", "https://a:00",
            "https://a:080", "https://a:65536", "https://a:99999", "https://a:123456", "https://a:-1", "https://a:+1",
            "https://a:8 ", " https://a", "https://a ", "https://a, https://b", "https://a https://b", "HTTPS://a",
            "https://A", "https://a..b", "https://.a", "https://.", "https://a%2e", "https://\u{FC}", "https://a\u{0}",
            "https://a\\b", "https://[::1", "https://::1", "https://[]", "https://[::1]x", "https://[::1]:",
            "https://[G::]", "https://[localhost]", "1https://a", "-://a", "https//a", "https:\\\\a", "https://*",
            "https://*.a",
            "https://" + String(repeating: "a", count: 64), "https://" + String(repeating: "a.", count: 150) + "a",
        ]
    )
    func refuses(text: String) {
        #expect(WebOrigin(serialized: text.utf8[...]) == nil)
        #expect(throws: SessionError.self) { try WebOrigin(text) }
    }

    @Test(
        "OC-06 the Referer is compared as a whole origin, not by its beginning",
        arguments: [
            ("https://example.com", true), ("https://example.com/", true), ("https://example.com/a?b#c", true),
            ("https://example.com:443/", true), ("https://example.com?x", true), ("https://example.com#x", true),
            ("https://example.com.evil.test/", false), ("https://example.com@evil.test/", false),
            ("https://evil.test/https://example.com/", false), ("https://evil.test?https://example.com", false),
            ("http://example.com/", false), ("https://example.com:444/", false), ("https://sub.example.com/", false),
            ("https://example.com\\@evil.test/", false), ("//example.com/", false), ("example.com", false),
            ("/path", false), ("about:blank", false), ("", false), ("https:example.com/", false),
            ("https://EXAMPLE.com/", false),
        ]
    )
    func referers(text: String, isOwn: Bool) throws {
        #expect(try (WebOrigin(ofReferer: text) == WebOrigin("https://example.com")) == isOwn)
    }
}
