import HTTPTypes
import Testing

@testable import CookieHeaders

@Suite struct ParsedSetCookieTests {
    @Test("UA-04 a bad Expires drops the attribute, not the cookie, and not an earlier good one")
    func badExpires() throws {
        #expect(try ParsedSetCookie("a=b; Expires=tomorrow").expires == nil)
        #expect(try ParsedSetCookie("a=b; Expires=tomorrow").value == "b")
        let cookie = try ParsedSetCookie("a=b; Expires=Sun, 06 Nov 1994 08:49:37 GMT; Expires=never")
        #expect(cookie.expires?.secondsSinceEpoch == 784_111_777)
    }

    @Test(
        "UA-05 TR-3 Max-Age",
        arguments: [
            ("5", 5), ("0", 0), ("-1", -1), ("007", 7), ("", nil), ("-", nil), ("+5", nil), ("1.5", nil), ("5 5", nil),
            ("--5", nil),
            ("5s", nil), ("\u{664}", nil), ("9223372036854775807", .max), ("9223372036854775808", .max),
            ("-9223372036854775809", -.max), (String(repeating: "9", count: 1024), .max),
        ] as [(String, Int64?)]
    )
    func maxAge(_ text: String, _ expected: Int64?) throws {
        #expect(try ParsedSetCookie("a=b; Max-Age=\(text)").maxAge == expected)
        #expect(try ParsedSetCookie("a=b; Max-Age=77; max-age=\(text)").maxAge == expected ?? 77)
    }

    @Test("UA-06 the last of each attribute wins, and both lifetimes are there to be compared")
    func lastWins() throws {
        let cookie = try ParsedSetCookie(
            "a=b; Max-Age=1; Path=/x; Domain=one.example; SameSite=Lax; Expires=Thu, 01 Jan 1970 00:00:00 GMT; MAX-AGE=2; "
                + "PATH=/y; domain=two.example; samesite=strict; expires=Thu, 01 Jan 1970 00:00:01 GMT"
        )
        #expect(cookie.maxAge == 2)
        #expect(cookie.path == "/y")
        #expect(cookie.domain == "two.example")
        #expect(cookie.sameSite == .strict)
        #expect(cookie.expires?.secondsSinceEpoch == 1)
    }

    @Test("UA-07 octets 00-08, 0A-1F and 7F drop the cookie, HTAB does not", arguments: UInt8.min...255)
    func control(_ byte: UInt8) {
        let drops = (byte < 0x20 && byte != 0x09) || byte == 0x7F
        for (before, after) in [
            ("a", "=b"), ("a=", "b"), ("a=b", ""), ("a=b; Path=/", ""), ("a=b; x", "=y"), ("a=b; ", ""),
        ] {
            let bytes = Array(before.utf8) + [byte] + Array(after.utf8)
            let thrown = code { () throws(CookieError) in _ = try ParsedSetCookie(bytes: bytes.span) }
            #expect((thrown == .syntax) == drops, "byte \(byte) after \(before)")
        }
    }

    @Test(
        "UA-08 without a name a cookie is nameless, without both it is dropped",
        arguments: [
            ("a", "a"), ("=a", "a"), (" = a ", "a"), ("a; Path=/", "a"), ("==a", "=a"), ("=__Host-a=b", "__Host-a=b"),
        ]
    )
    func nameless(_ line: String, _ value: String) throws {
        let cookie = try ParsedSetCookie(line)
        #expect(cookie.nameBytes.isEmpty)
        #expect(cookie.value == value)
    }

    @Test(
        "UA-08 name and value both empty drop the cookie",
        arguments: ["", " ", "=", " = ", ";", "; a=b", "=; a=b", "\t"]
    )
    func empty(_ line: String) {
        #expect(code { () throws(CookieError) in _ = try ParsedSetCookie(line) } == .syntax)
    }

    @Test(
        "UA-09 white space is trimmed, inner spaces and quotes are kept",
        arguments: [
            ("  a  =  b c  ", "a", "b c"), ("a=\"b\"", "a", "\"b\""), ("a=\"b; c\"", "a", "\"b"),
            ("\ta\t=\tb\t", "a", "b"),
            ("a b=c", "a b", "c"), ("a=b=c", "a", "b=c"), ("a=", "a", ""), ("\u{A0}a=b\u{A0}", "\u{A0}a", "b\u{A0}"),
            ("a=%3B,$", "a", "%3B,$"),
        ]
    )
    func trimming(_ line: String, _ name: String, _ value: String) throws {
        #expect(try ParsedSetCookie(line).nameBytes == Array(name.utf8))
        #expect(try ParsedSetCookie(line).valueBytes == Array(value.utf8))
    }

    @Test("UA-09 over 4096 bytes drop the cookie, an attribute over 1024 is ignored")
    func sizes() throws {
        let value = String(repeating: "v", count: 4095)
        #expect(try ParsedSetCookie("a=\(value)").valueBytes.count == 4095)
        #expect(code { () throws(CookieError) in _ = try ParsedSetCookie("ab=\(value)") } == .size)
        #expect(code { () throws(CookieError) in _ = try ParsedSetCookie("aa\(value)") } == .size)
        let path = "/" + String(repeating: "p", count: 1023)
        #expect(try ParsedSetCookie("a=b; Path=\(path)").path == path)
        #expect(try ParsedSetCookie("a=b; Path=/first; Path=\(path)x").path == "/first")
        #expect(try ParsedSetCookie("a=b; Path=\(path)x; Secure").attributes == [.init(name: "Secure")])
    }

    @Test("UA-10 names of attributes are ASCII-case-insensitive, unknown ones are kept without effect")
    func names() throws {
        let cookie = try ParsedSetCookie(
            "a=b; sEcUrE; HTTPONLY=no; partitioned; Foo; =bar; foo=1; ; \u{17F}ecure; \u{212A}=1"
        )
        #expect(cookie.secure && cookie.httpOnly && cookie.partitioned)
        #expect(
            cookie.attributes == [
                .init(name: "sEcUrE"), .init(name: "HTTPONLY", "no"), .init(name: "partitioned"), .init(name: "Foo"),
                .init(name: "", "bar"), .init(name: "foo", "1"), .init(name: "\u{17F}ecure"),
                .init(name: "\u{212A}", "1"),
            ]
        )
        #expect(try !ParsedSetCookie("a=b; \u{17F}ecure").secure)
        #expect(try !ParsedSetCookie("a=b; Secure x").secure)
    }

    @Test(
        "UA-11 one dot is stripped from a Domain, which is lower-cased; an empty one means host-only",
        arguments: [
            ("Example.COM", "example.com"), (".example.com", "example.com"), ("..example.com", ".example.com"),
            ("", nil),
            (".", nil), ("\"example.com\"", "\"example.com\""),
        ] as [(String, String?)]
    )
    func domain(_ text: String, _ expected: String?) throws {
        #expect(try ParsedSetCookie("a=b; Domain=\(text)").domain == expected)
        #expect(try ParsedSetCookie("a=b; Domain=x.example; Domain=\(text)").domain == expected)
    }

    @Test("UA-12 a Domain that is not ASCII drops the cookie, unless a later one replaces it")
    func foreignDomain() throws {
        #expect(
            code { () throws(CookieError) in _ = try ParsedSetCookie("a=b; Domain=b\u{FC}cher.example") } == .domain
        )
        #expect(try ParsedSetCookie("a=b; Domain=b\u{FC}cher.example; Domain=x.example").domain == "x.example")
    }

    @Test(
        "UA-15 a Path that is missing or does not start with a slash means the default path",
        arguments: ["", "x", "\\x", "*"]
    )
    func path(_ text: String) throws {
        #expect(try ParsedSetCookie("a=b; Path=\(text)").path == nil)
        #expect(try ParsedSetCookie("a=b; Path=/x; Path=\(text)").path == nil)
        #expect(try ParsedSetCookie("a=b; Path=/x\(text)").path == "/x\(text)")
    }

    @Test(
        "UA-16 a last Path that is not UTF-8 drops the cookie: the default path would send it elsewhere",
        arguments: [
            "Path=/\u{1}", "Path=/x; Path=/y\u{1}", "Path=/\u{1}; Path=/" + String(repeating: "p", count: 1024),
        ]
    )
    func brokenPath(_ attributes: String) {
        #expect(code { () throws(CookieError) in _ = try Self.parse("a=b; \(attributes)") } == .path)
    }

    @Test(
        "UA-16 a Path that is not UTF-8 does no harm if a later one replaces it or it is no path anyway",
        arguments: [
            ("Path=/\u{1}; Path=/x", "/x"), ("Path=/\u{1}; Path=x", nil), ("Path=/\u{1}; Path", nil),
            ("Path=\u{1}", nil),
            ("Path=/\u{E4}", "/\u{E4}"),
        ] as [(String, String?)]
    )
    func replacedPath(_ attributes: String, _ expected: String?) throws {
        #expect(try Self.parse("a=b; \(attributes)").path == expected)
    }

    /// Reads a line in which U+0001 stands for the byte FF.
    private static func parse(_ line: String) throws(CookieError) -> ParsedSetCookie {
        let bytes = line.utf8.map { $0 == 0x01 ? 0xFF : $0 }
        return try ParsedSetCookie(bytes: bytes.span)
    }

    @Test(
        "UA-18 SameSite in any case; an unknown one is the default, even after a known one",
        arguments: [
            ("strict", .strict), ("LAX", .lax), ("nOnE", SameSite.none), ("", nil), ("laxx", nil),
            ("\u{17F}trict", nil), ("Lax ", .lax),
        ] as [(String, SameSite?)]
    )
    func sameSite(_ text: String, _ expected: SameSite?) throws {
        #expect(try ParsedSetCookie("a=b; SameSite=\(text)").sameSite == expected)
        #expect(try ParsedSetCookie("a=b; SameSite=Strict; SameSite=\(text)").sameSite == expected)
    }

    @Test("TR-2 bytes that are not UTF-8 are kept and never repaired")
    func notUTF8() throws {
        let field = HTTPField(name: .setCookie, value: [0x61, 0xFF, 0x3D, 0xFE])
        let cookie = try ParsedSetCookie(field)
        #expect(cookie.nameBytes == [0x61, 0xFF])
        #expect(cookie.valueBytes == [0xFE])
        #expect(cookie.name == nil)
        #expect(cookie.value == nil)
    }

    @Test("UA-10 an attribute is found by its name in any ASCII case, the last one first, its text unrepaired")
    func attribute() throws {
        let line = "a=b; Priority=Low; Flag; pRIORITY=High; x=1; \u{212A}=2; Secure"
        let cookie = try ParsedSetCookie(line)
        #expect(cookie.attribute(named: "priority")?.text == "High")
        #expect(cookie.attribute(named: "flag") == .init(name: "Flag"))
        #expect(cookie.attribute(named: "flag")?.text == nil)
        #expect(cookie.attribute(named: "SECURE") != nil)
        #expect(cookie.attribute(named: "k") == nil)
        #expect(cookie.attribute(named: "a") == nil)
        #expect(cookie.lineBytes == Array(line.utf8))
        #expect(
            try ParsedSetCookie(bytes: ([0x61, 0x3B, 0x78, 0x3D, 0xFF] as [UInt8]).span).attribute(named: "x")?.text
                == nil
        )
    }

    @Test("T20 neither description nor dump shows the value")
    func redaction() throws {
        let cookie = try ParsedSetCookie("a=verysecret; Path=/")
        var dumped = "\(cookie)" + String(reflecting: cookie)
        dump(cookie, to: &dumped)
        #expect(!dumped.contains("verysecret"))
    }
}

extension ParsedSetCookie.RawAttribute {
    /// An attribute from text.
    fileprivate init(name: String, _ value: String? = nil) {
        self.init(name: Array(name.utf8), value: value.map { Array($0.utf8) })
    }
}
