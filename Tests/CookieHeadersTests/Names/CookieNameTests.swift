import CookieHeaders
import Testing

@Suite struct CookieNameTests {
    private static let separators = Array("()<>@,;:\\\"/[]?={} \t".utf8)

    @Test("SC-01 a name is a token, byte for byte", arguments: UInt8.min...0x7F)
    func token(_ byte: UInt8) {
        let isToken = byte > 0x20 && byte < 0x7F && !Self.separators.contains(byte)
        let character = String(UnicodeScalar(byte))
        for name in [character, "a\(character)", "\(character)a", "a\(character)a"] {
            #expect((try? CookieName(name)) == nil ? !isToken : isToken, "\(name.debugDescription)")
        }
    }

    @Test(
        "SC-01 no byte from 0x80 up is in a name",
        arguments: ["é", "\u{A0}a", "a\u{2000}", "\u{212A}", "a\u{301}", "🍪"]
    )
    func nonASCII(_ name: String) {
        #expect(code { () throws(CookieError) in _ = try CookieName(name) } == .name)
    }

    @Test("SC-02 an empty name is refused on every way in") func empty() {
        #expect(code { () throws(CookieError) in _ = try CookieName("") } == .name)
        #expect(code { () throws(CookieError) in _ = try CookieName("", prefixed: .host) } == .name)
        #expect(code { () throws(CookieError) in _ = try CookieName("__Host-", prefixed: .host) } == .name)
        #expect(code { () throws(CookieError) in _ = try SetCookie.host("", "v") } == .name)
        #expect(code { () throws(CookieError) in _ = try SetCookie.secure("", "v") } == .name)
        #expect(code { () throws(CookieError) in _ = try SetCookie.insecureForDevelopment("", "v") } == .name)
        #expect(code(changing: { $0.name = "" }) == .name)
        #expect(code { () throws(CookieError) in _ = try SetCookie(strictly: "=v; SameSite=Lax") } == .name)
    }

    @Test(
        "SC-13 a prefix is added once and emitted in its exact case",
        arguments: [
            ("id", CookiePrefix.host, "__Host-id"), ("__Host-id", .host, "__Host-id"),
            ("id", .secure, "__Secure-id"), ("__Secure-id", .secure, "__Secure-id"),
            ("id", .http, "__Http-id"), ("id", .hostHTTP, "__Host-Http-id"),
            ("Http-id", .host, "__Host-Http-id"), ("__Host-Http-id", .host, "__Host-Http-id"),
        ]
    )
    func prefixing(_ name: String, _ prefix: CookiePrefix, _ expected: String) throws {
        #expect(try CookieName(name, prefixed: prefix).rawValue == expected)
    }

    @Test(
        "SC-13 a prefix in another case, or another prefix, is refused",
        arguments: [
            ("__host-id", CookiePrefix.host), ("__HOST-id", .host), ("__Host-http-id", .host), ("__SECURE-id", .secure),
            ("__Secure-id", .host), ("__Host-id", .secure), ("__Host-id", .hostHTTP), ("__http-id", .http),
            ("http-id", .host),
        ]
    )
    func wrongPrefix(_ name: String, _ prefix: CookiePrefix) {
        #expect(code { () throws(CookieError) in _ = try CookieName(name, prefixed: prefix) } == .prefix)
    }

    @Test(
        "SC-13 wrong case is refused without a preset too",
        arguments: ["__host-x", "__sEcure-x", "__HTTP-x", "__Host-HTTP-x"]
    )
    func wrongCase(_ name: String) {
        #expect(code { () throws(CookieError) in _ = try CookieName(name) } == .prefix)
        #expect(code(changing: { $0.name = name }) == .prefix)
    }
}
