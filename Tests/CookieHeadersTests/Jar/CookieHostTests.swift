import Testing

@testable import CookieHeaders

@Suite struct CookieHostTests {
    @Test(
        "UA-12 a host becomes lower-case A-labels",
        arguments: [
            ("Example.COM", "example.com"), ("bücher.example", "xn--bcher-kva.example"),
            ("BÜCHER.example", "xn--bcher-kva.example"), ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
            ("faß。de", "xn--fa-hia.de"), ("xn--bcher-kva.example", "xn--bcher-kva.example"),
            ("他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye"), ("3年b組金八先生", "xn--3b-ww4c5e180e575a65lsy2b"),
            ("ليهمابتكلموشعربي؟", "xn--egbpdaj6bu4bxfgehfvwxn"), ("a_b.example.", "a_b.example."), ("[::1]", "::1"),
            ("2001:DB8::A", "2001:db8::a"), ("127.0.0.1", "127.0.0.1"), ("localhost", "localhost"),
        ]
    )
    func canonical(_ text: String, _ name: String) {
        #expect(CookieHost(text)?.name == name)
    }

    @Test(
        "UA-12 what is no host is none",
        arguments: [
            "", ".", "..", ".a", "a..b", "a b", "a/b", "a:80", "a@b", "a%41", "[::1", "::1]", "a\u{0}", "a\u{7F}b",
            "[a]",
            "a?b", "a#b", "a\\b", String(repeating: "a", count: 64), String(repeating: "ä", count: 60),
            String(repeating: "abcdefgh.", count: 29), String(repeating: ":", count: 1_000),
        ]
    )
    func refused(_ text: String) {
        #expect(CookieHost(text) == nil)
    }

    @Test("T16 a host of a megabyte is refused at once", arguments: ["a", "ä", ".", ":", "日"])
    func long(_ piece: String) {
        #expect(CookieHost(String(repeating: piece, count: 1 << 20)) == nil)
    }

    @Test(
        "UA-13 a domain matches on a dot boundary alone, never for IP addresses",
        arguments: [
            ("example.com", "example.com", true), ("www.example.com", "example.com", true),
            ("a.b.example.com", "example.com", true), ("badexample.com", "example.com", false),
            ("example.com", "www.example.com", false), ("example.com.evil", "example.com", false),
            ("www.example.com", ".example.com", false), ("www.example.com", "", false), ("a.com.", "com", false),
            ("a.example.com.", "example.com.", true), ("127.0.0.1", "0.0.1", false), ("127.0.0.1", "1", false),
            ("127.0.0.1", "127.0.0.1", true), ("a.1", "1", false), ("a.0x1f", "0x1f", false),
            ("::1.2.3.4", "3.4", false),
            ("a.1.", "1.", false), ("xample.com", "example.com", false),
        ]
    )
    func match(_ host: String, _ domain: String, _ expected: Bool) throws {
        #expect(try #require(CookieHost(host)).matches(domain: domain) == expected)
    }

    @Test(
        "UA-17 loopback is told from names that resemble it",
        arguments: [
            ("localhost", true), ("app.localhost", true), ("localhost.", true), ("127.0.0.1", true),
            ("127.9.9.9", true),
            ("[::1]", true), ("notlocalhost", false), ("localhost.example", false), ("127.example", false),
            ("128.0.0.1", false),
        ]
    )
    func loopback(_ host: String, _ expected: Bool) {
        #expect(CookieHost(host)?.isLoopback == expected)
    }
}
