import CookieHeaders
import Testing

@Suite struct AttributesParsingTests {
    @Test(
        "SC-03, SC-05 a line of ours is taken over without a change",
        arguments: [
            "a=b; SameSite=Lax", "a=\"b\"; SameSite=Strict", "__Host-id=v; Path=/; Secure; HttpOnly; SameSite=Strict",
            "a=b; Secure; SameSite=None; Partitioned", "a=b; Domain=example.com; Path=/a b; SameSite=Lax",
            "a=b; Expires=Wed, 21 Oct 2099 07:28:00 GMT; Max-Age=60; SameSite=Lax",
            "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; SameSite=Lax",
            "a=b; SameSite=Lax; Priority=High; Flag; Empty=",
        ]
    )
    func roundTrip(_ line: String) throws {
        let attributes = try SetCookie.Attributes(ParsedSetCookie(line))
        #expect(try SetCookie(attributes) == SetCookie(strictly: line))
    }

    @Test(
        "UA-06, UA-10, UA-18 what a line means to a browser is written out",
        arguments: [
            ("a=b", "a=b; SameSite=Lax"), ("a=b; samesite=odd; SECURE=1", "a=b; Secure; SameSite=Lax"),
            ("a=b; Path=/x; Path=y; Domain=.Example.COM", "a=b; Domain=example.com; SameSite=Lax"),
            (
                "a=b; Max-Age=-5; Expires=Wed, 21 Oct 2099 07:28:00 GMT",
                "a=b; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; SameSite=Lax"
            ),
            (
                "a=b; expires=Wednesday, 21-Oct-15 7:28:0 GMT; Max-Age=soon",
                "a=b; Expires=Wed, 21 Oct 2015 07:28:00 GMT; SameSite=Lax"
            ),
            ("a=b; x=1; =y; Flag; X=2; flag=; ;", "a=b; SameSite=Lax; X=2; flag="),
        ]
    )
    func meaning(_ line: String, _ expected: String) throws {
        #expect(try SetCookie(SetCookie.Attributes(ParsedSetCookie(line))).serialized == expected)
    }

    @Test(
        "SC-01, SC-02, SC-16, SC-17 what may not be set is taken over and then refused",
        arguments: [
            ("value", .name), ("a b=c", .name), ("a=b c", .value), ("a=\u{E4}", .value),
            ("a=b; Max-Age=99999999", .lifetime),
            ("a=b; Expires=Fri, 31 Dec 9999 23:59:59 GMT", .lifetime), ("a=b; SameSite=None", .insecure),
            ("__Host-a=b; Secure", .prefix), ("a=b; Domain=127.0.0.1", .domain), ("a=b; Path=/\u{E4}", .path),
            ("a=b; not a token=1", .extension), ("a=b" + (0..<9).map { "; x\($0)" }.joined(), .extension),
        ] as [(String, CookieError.Code)]
    )
    func refused(_ line: String, _ expected: CookieError.Code) throws {
        let attributes = try SetCookie.Attributes(ParsedSetCookie(line))
        #expect(code { () throws(CookieError) in _ = try SetCookie(attributes) } == expected)
    }

    @Test("TR-2 bytes that are not UTF-8 are refused in name and value and left out among extensions")
    func notUTF8() throws {
        for bytes in [[0x61, 0xFF, 0x3D, 0x62], [0x61, 0x3D, 0xFF]] as [[UInt8]] {
            let parsed = try ParsedSetCookie(bytes: bytes.span)
            #expect(code { () throws(CookieError) in _ = try SetCookie.Attributes(parsed) } == .syntax)
        }
        let line = Array("a=b; x=".utf8) + [0xFF] + Array("; y=1; ".utf8) + [0xFF]
        let parsed = try ParsedSetCookie(bytes: line.span)
        #expect(try SetCookie.Attributes(parsed).extensions == [CookieExtension(name: "y", value: "1")])
    }

    @Test("T16 a line of a hundred thousand attributes is taken over at once")
    func many() throws {
        let line = "a=b" + (0..<100_000).map { ";x\($0)" }.joined()
        let attributes = try SetCookie.Attributes(ParsedSetCookie(line))
        #expect(attributes.extensions.count == SetCookie.maximumExtensions + 1)
    }
}
