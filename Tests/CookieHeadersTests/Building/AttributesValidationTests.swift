import CookieHeaders
import Testing

@Suite struct AttributesValidationTests {
    /// Everything that ends a header line, an attribute or a string somewhere on the way.
    static let hostileTexts = [
        ";", ",", "\r", "\n", "\r\n", "\u{0}", "\u{1}", "\t", "\u{1F}", "\u{7F}", "é", "\u{2028}", "a\u{301}",
    ]

    @Test("SC-01 a value is cookie-octets, byte for byte", arguments: UInt8.min...0x7F)
    func octets(_ byte: UInt8) {
        let isOctet = byte > 0x20 && byte < 0x7F && !Array("\",;\\".utf8).contains(byte)
        let character = String(UnicodeScalar(byte))
        for value in [
            character, "a\(character)", "\(character)a", "a\(character)a", "\"\(character)\"", "\"a\(character)\"",
        ] {
            #expect(code(changing: { $0.value = value }) == (isOctet ? nil : .value), "\(value.debugDescription)")
        }
    }

    @Test("SC-03 quotes belong to the value", arguments: ["\"\"", "\"a\"", "\"a=b\""])
    func quotes(_ value: String) throws {
        let cookie = try SetCookie.host("id", value)
        #expect(cookie.attributes.value == value)
        #expect(cookie.serialized.hasPrefix("__Host-id=\(value); "))
        #expect(try SetCookie(strictly: cookie.serialized).attributes.value == value)
        #expect(try ParsedSetCookie(cookie.serialized).value == value)
        #expect(RequestCookies("__Host-id=\(value)")["__Host-id"] == value)
    }

    @Test(
        "SC-01 quotes are refused unless they wrap the value",
        arguments: ["\"", "a\"", "\"a", "\"\"\"", "\"a\"b", "\"a\"\"b\""]
    )
    func strayQuotes(_ value: String) {
        #expect(code(changing: { $0.value = value }) == .value)
    }

    @Test(
        "T15 a hostile byte throws in name, value, path, domain and extensions, on building and on mutation",
        arguments: hostileTexts
    )
    func hostile(_ text: String) throws {
        for bad in [text, "a\(text)", "\(text)a", "a\(text)b", "a\(text) Domain=evil.example"] {
            for preset in Preset.allCases {
                #expect(code { () throws(CookieError) in _ = try preset.make(bad, "v") } == .name)
                #expect(code { () throws(CookieError) in _ = try preset.make("id", bad) } == .value)
            }
            #expect(code(changing: { $0.name = bad }) == .name)
            #expect(code(changing: { $0.value = bad }) == .value)
            #expect(code(changing: { $0.path = "/\(bad)" }) == .path)
            #expect(code(changing: { $0.domain = bad }) == .domain)
            #expect(code(changing: { $0.domain = "example.com\(bad)" }) == .domain)
            #expect(code(changing: { $0.extensions = [CookieExtension(name: bad)] }) == .extension)
            #expect(code(changing: { $0.extensions = [CookieExtension(name: "x", value: bad)] }) == .extension)
            var attributes = SetCookie.Attributes(name: "id", value: bad)
            #expect(code { () throws(CookieError) in _ = try SetCookie(attributes) } == .value)
            attributes.value = ""
            attributes.path = "/\(bad)"
            #expect(code { () throws(CookieError) in _ = try SetCookie(attributes) } == .path)
        }
        for line in ["id=\(text); SameSite=Lax", "id=a; Path=/\(text); SameSite=Lax", "i\(text)d=a; SameSite=Lax"] {
            #expect(throws: CookieError.self, "\(line.debugDescription)") { try SetCookie(strictly: line) }
        }
    }

    @Test(
        "SC-05 an extension attribute is not empty, repeated, edged with blanks or one of the standard ones",
        arguments: [
            [CookieExtension(name: "")], [CookieExtension(name: " a")], [CookieExtension(name: "a ")],
            [CookieExtension(name: "a", value: " b")], [CookieExtension(name: "a", value: "b ")],
            [CookieExtension(name: "a"), CookieExtension(name: "A")], [CookieExtension(name: "secure")],
            [CookieExtension(name: "max-age", value: "1")], [CookieExtension(name: "PARTITIONED")],
            [CookieExtension(name: "a=b")],
            (0...8).map { CookieExtension(name: "x\($0)") },
        ]
    )
    func extensions(_ extensions: [CookieExtension]) {
        #expect(code(changing: { $0.extensions = extensions }) == .extension)
    }

    @Test("SC-05 a proper extension attribute is accepted", arguments: ["a", "a=", "a b", "\"q\"", nil, ""])
    func properExtension(_ value: String?) {
        #expect(code(changing: { $0.extensions = [CookieExtension(name: "x", value: value)] }) == nil)
    }

    @Test(
        "SC-10 a Domain is made of A-labels, without a leading dot",
        arguments: [
            "", ".", ".example.com", "example.com.", "a..b", "exa mple.com", "-a.com", "a-.com", "bücher.example",
            "a_b.com",
            "127.0.0.1", "1", "[::1]", "example.com:80", "*.example.com", "example.com/",
            String(repeating: "a", count: 64) + ".com", Array(repeating: "abcdefg", count: 32).joined(separator: "."),
        ]
    )
    func domain(_ domain: String) {
        #expect(code(changing: { $0.domain = domain }) == .domain)
    }

    @Test(
        "SC-10 a host name is accepted",
        arguments: ["example.com", "localhost", "xn--bcher-kva.example", "1.example", "a-b.c1"]
    )
    func properDomain(_ domain: String) throws {
        #expect(code(changing: { $0.domain = domain }) == nil)
        #expect(try SetCookie.secure("id", "v").serialized.contains("Domain") == false)
    }

    @Test("SC-11 a Path starts with a slash and ends in no blank", arguments: ["", "a", " /", "a/b", "/a ", "\\", "*"])
    func path(_ path: String) {
        #expect(code(changing: { $0.path = path }) == .path)
    }

    @Test(
        "SC-11 a proper Path, or none, is accepted",
        arguments: ["/", "/a", "/a/", "//", "/a=b", "/%20", "/a\"b\\c", nil]
    )
    func properPath(_ path: String?) {
        #expect(code(changing: { $0.path = path }) == nil)
    }

    @Test("SC-12, SC-15 SameSite=None and Partitioned ask for Secure")
    func secureNeeded() throws {
        let cookie = try SetCookie.insecureForDevelopment("id", "v")
        #expect(code { () throws(CookieError) in _ = try cookie.with { $0.sameSite = .none } } == .insecure)
        #expect(code { () throws(CookieError) in _ = try cookie.with { $0.partitioned = true } } == .insecure)
        _ = try cookie.with { $0.sameSite = .lax }
        let changed = try cookie.with {
            $0.sameSite = .none
            $0.partitioned = true
            $0.secure = true
        }
        #expect(changed.serialized == "id=v; Path=/; Secure; HttpOnly; SameSite=None; Partitioned")
    }

    private struct Demand: Sendable, CustomTestStringConvertible {
        let prefix: CookiePrefix
        let lacking: String
        let isRefused: Bool
        var testDescription: String { "\(prefix.rawValue) without \(lacking)" }
    }

    private static let demands: [Demand] = CookiePrefix.allCases.flatMap { prefix in
        [
            Demand(prefix: prefix, lacking: "Secure", isRefused: true),
            Demand(prefix: prefix, lacking: "HttpOnly", isRefused: prefix == .http || prefix == .hostHTTP),
            Demand(prefix: prefix, lacking: "Path=/", isRefused: prefix == .host || prefix == .hostHTTP),
            Demand(prefix: prefix, lacking: "a Path", isRefused: prefix == .host || prefix == .hostHTTP),
            Demand(prefix: prefix, lacking: "the absence of Domain", isRefused: prefix == .host || prefix == .hostHTTP),
            Demand(prefix: prefix, lacking: "nothing", isRefused: false),
        ]
    }

    @Test("SC-13, SC-14 every prefix is held to its attributes", arguments: demands)
    private func prefix(_ demand: Demand) {
        var attributes = SetCookie.Attributes(name: "\(demand.prefix.rawValue)id", value: "v")
        switch demand.lacking {
        case "Secure": attributes.secure = false
        case "HttpOnly": attributes.httpOnly = false
        case "Path=/": attributes.path = "/app"
        case "a Path": attributes.path = nil
        case "the absence of Domain": attributes.domain = "example.com"
        default: break
        }
        let thrown = code { () throws(CookieError) in _ = try SetCookie(attributes) }
        #expect(thrown == (demand.isRefused ? .prefix : nil))
    }

    @Test("SC-16 name and value are 4096 bytes at most, an attribute 1024")
    func sizes() throws {
        let value = String(repeating: "v", count: 4094)
        #expect(code { () throws(CookieError) in _ = try SetCookie.insecureForDevelopment("id", value) } == nil)
        #expect(code { () throws(CookieError) in _ = try SetCookie.insecureForDevelopment("id", value + "v") } == .size)
        #expect(code { () throws(CookieError) in _ = try SetCookie.insecureForDevelopment("idd", value) } == .size)
        let name = String(repeating: "n", count: 4097)
        #expect(code { () throws(CookieError) in _ = try SetCookie.insecureForDevelopment(name, "") } == .size)
        let text = String(repeating: "x", count: 1023)
        #expect(code(changing: { $0.path = "/\(text)" }) == nil)
        #expect(code(changing: { $0.path = "/x\(text)" }) == .size)
        #expect(code(changing: { $0.extensions = [CookieExtension(name: "x", value: "x\(text)")] }) == nil)
        #expect(code(changing: { $0.extensions = [CookieExtension(name: "x", value: "xx\(text)")] }) == .size)
        #expect(code(changing: { $0.extensions = [CookieExtension(name: "xx\(text)")] }) == .size)
    }

    @Test(
        "SC-17 Max-Age is 400 days at most, T16 Int64.max is harmless",
        arguments: [-1, 34_560_001, .max, .min] as [Int64]
    )
    func maxAge(_ seconds: Int64) {
        #expect(code(changing: { $0.maxAge = seconds }) == .lifetime)
        #expect(code(changing: { $0.maxAge = 34_560_000 }) == nil)
    }

    @Test("SC-17 an Expires that may lie ahead needs a Max-Age that bounds it")
    func expires() {
        #expect(code(changing: { $0.expires = .latest }) == .lifetime)
        #expect(code(changing: { $0.expires = .epoch }) == nil)
        #expect(
            code(changing: {
                $0.expires = .latest
                $0.maxAge = 60
            }) == nil
        )
    }

    @Test("SC-08 Max-Age=0 needs a past Expires beside it")
    func zero() {
        #expect(code(changing: { $0.maxAge = 0 }) == .lifetime)
        #expect(
            code(changing: {
                $0.maxAge = 0
                $0.expires = .latest
            }) == .lifetime
        )
        #expect(
            code(changing: {
                $0.maxAge = 0
                $0.expires = .epoch
            }) == nil
        )
    }
}
