import CookieHeaders
import Testing

@Suite struct SetCookieStrictParsingTests {
    @Test(
        "SC-05 strict lines come back byte for byte, in any order of attributes",
        arguments: [
            "a=b; SameSite=Lax", "a=; SameSite=Strict", "a=\"b\"; SameSite=Lax", "a=b=c; SameSite=Lax",
            "__Host-id=v; Path=/; Secure; HttpOnly; SameSite=Strict",
            "__Host-id=v; SameSite=Strict; HttpOnly; Secure; Path=/",
            "a=b; SameSite=None; Secure; Partitioned",
            "a=b; Max-Age=60; Expires=Wed, 21 Oct 2099 07:28:00 GMT; SameSite=Lax",
            "a=b; Priority=High; SameSite=Lax; Flag; Empty=", "a=b; Flag; Secure; Other=x y; SameSite=Lax",
            "a=b; Domain=Example.com; Path=/a b; SameSite=Lax",
            "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; SameSite=Lax",
            "a=b; Expires=Wed, 21 Oct 2015 07:28:00 GMT; SameSite=Lax",
            "a=b; x1; x2; x3; x4; SameSite=Lax; x5; x6; x7; x8",
        ]
    )
    func roundTrip(_ line: String) throws {
        let cookie = try SetCookie(strictly: line)
        #expect(Array(cookie.serialized.utf8) == Array(line.utf8))
        // The same attributes in the fixed order are a valid cookie too.
        let rebuilt = try SetCookie(cookie.attributes)
        #expect(try SetCookie(strictly: rebuilt.serialized) == rebuilt)
    }

    @Test(
        "SC-05 what building would not write is refused",
        arguments: [
            ("", .syntax), ("a", .syntax), ("a; SameSite=Lax", .syntax), ("=b; SameSite=Lax", .name), ("a=b", .syntax),
            ("a=b; Secure", .syntax), ("a=b;SameSite=Lax", .syntax), ("a=b;  SameSite=Lax", .syntax),
            ("a=b; SameSite=Lax;  Flag", .extension), ("a=b; SameSite=Lax;", .syntax),
            ("a=b; SameSite=Lax; ", .extension), ("a=b; ; SameSite=Lax", .extension), (" a=b; SameSite=Lax", .name),
            ("a =b; SameSite=Lax", .name), ("a= b; SameSite=Lax", .value), ("a=b ; SameSite=Lax", .value),
            ("a=b,c; SameSite=Lax", .value),
            ("a=b; samesite=Lax", .syntax), ("a=b; SameSite=lax", .syntax), ("a=b; SameSite", .syntax),
            ("a=b; SameSite=", .syntax),
            ("a=b; SameSite=Lax; secure", .extension), ("a=b; SameSite=Lax; Secure=", .syntax),
            ("a=b; SameSite=Lax; HttpOnly=1", .syntax),
            ("a=b; SameSite=Lax; SameSite=Lax", .syntax), ("a=b; SameSite=Lax; Secure; Secure", .syntax),
            ("a=b; SameSite=Lax; x; X", .extension), ("a=b; SameSite=Lax; Max-Age=+5", .syntax),
            ("a=b; SameSite=Lax; Max-Age=05", .syntax),
            ("a=b; SameSite=Lax; Max-Age=-0", .syntax), ("a=b; SameSite=Lax; Max-Age", .syntax),
            ("a=b; SameSite=Lax; Max-Age=-1", .lifetime),
            ("a=b; SameSite=Lax; Max-Age=99999999999999999999", .syntax),
            ("a=b; SameSite=Lax; Max-Age=34560001", .lifetime),
            ("a=b; SameSite=Lax; Expires=Thu, 01-Jan-1970 00:00:00 GMT", .syntax),
            ("a=b; SameSite=Lax; Expires=Fri, 01 Jan 1970 00:00:00 GMT", .syntax),
            ("a=b; SameSite=Lax; Domain=", .domain),
            ("a=b; SameSite=Lax; Domain=.example.com", .domain), ("a=b; SameSite=Lax; Path=", .path),
            ("a=b; SameSite=None", .insecure),
            ("a=b; SameSite=Lax; Partitioned", .insecure), ("__Host-a=b; SameSite=Lax; Secure", .prefix),
            ("__host-a=b; SameSite=Lax; Secure; Path=/", .prefix), ("__Host-a=b; SameSite=Lax; Secure; Path=", .path),
            ("a=b; x1; x2; x3; x4; SameSite=Lax; x5; x6; x7; x8; x9", .extension), ("a=é; SameSite=Lax", .syntax),
            ("a=b; SameSite=Lax\n", .syntax), ("a=b\r\nX: y; SameSite=Lax", .value),
        ] as [(String, CookieError.Code)]
    )
    func refused(_ line: String, _ expected: CookieError.Code) {
        #expect(code { () throws(CookieError) in _ = try SetCookie(strictly: line) } == expected)
    }

    @Test("T16 an endless line is refused by its length") func size() {
        let line = "a=b; SameSite=Lax" + String(repeating: "; x", count: 400_000)
        #expect(code { () throws(CookieError) in _ = try SetCookie(strictly: line) } == .size)
    }

    @Test("SC-05 equal cookies are those that serialise equally")
    func equality() throws {
        let built = try SetCookie.host("id", "v")
        #expect(try SetCookie(strictly: built.serialized) == built)
        let other = try SetCookie(strictly: "__Host-id=v; Secure; Path=/; HttpOnly; SameSite=Strict")
        #expect(other != built)
        #expect(try other.with { _ in } == built)
        #expect(other.deletion() == built.deletion())
    }

    @Test(
        "SC-05 property: what strict parsing accepts, building reproduces byte for byte, and a browser reads the same"
    )
    func property() throws {
        var lines = LineGenerator(seed: 2026)
        var accepted = 0
        var refused = 0
        for _ in 0..<20_000 {
            let line = lines.next()
            guard let cookie = try? SetCookie(strictly: line) else {
                refused += 1
                continue
            }
            accepted += 1
            #expect(Array(cookie.serialized.utf8) == Array(line.utf8))
            let attributes = cookie.attributes
            let rebuilt = try SetCookie(attributes)
            #expect(try SetCookie(strictly: rebuilt.serialized) == rebuilt)
            let read = try ParsedSetCookie(line)
            #expect(read.name == attributes.name && read.value == attributes.value)
            #expect(read.path == attributes.path && read.domain == attributes.domain?.lowercased())
            #expect(read.maxAge == attributes.maxAge && read.expires == attributes.expires)
            #expect(read.secure == attributes.secure && read.httpOnly == attributes.httpOnly)
            #expect(read.sameSite == attributes.sameSite && read.partitioned == attributes.partitioned)
        }
        // Otherwise the property would hold for want of lines.
        #expect(accepted > 4_000 && refused > 4_000, "\(accepted) accepted, \(refused) refused")
    }
}

/// Lines near the border between what is valid and what is not.
private struct LineGenerator {
    private var random: SeededGenerator
    private static let names = [
        "a", "id", "b", "c", "__Host-a", "__Secure-b", "__Http-c", "__Host-Http-d", "__host-e", "x!#$%&'*+-.^_`|~",
    ]
    private static let values = ["", "v", "\"q\"", "a=b", "\"\"", "0123456789abcdef", "%20", "a:b/c?d"]
    private static let attributes = [
        "Expires=Thu, 01 Jan 1970 00:00:00 GMT", "Expires=Wed, 21 Oct 2099 07:28:00 GMT", "Max-Age=60",
        "Max-Age=34560000",
        "Max-Age=0", "Domain=example.com", "Domain=EXAMPLE.com", "Path=/", "Path=/", "Path=/a/b", "Secure", "Secure",
        "HttpOnly",
        "Partitioned", "Priority=High", "Flag", "x=", "y=a b",
    ]
    private static let noise = Array(";,= \t\r\n\"\\a/\u{0}\u{7F}é".utf8)

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func next() -> String {
        var pieces = Self.attributes.shuffled(using: &random).prefix(Int.random(in: 0...5, using: &random))
        let mode =
            ["SameSite=Strict", "SameSite=Lax", "SameSite=Lax", "SameSite=None"].randomElement(using: &random) ?? ""
        pieces.insert(mode, at: Int.random(in: 0...pieces.count, using: &random))
        let name = Self.names.randomElement(using: &random) ?? ""
        let value = Self.values.randomElement(using: &random) ?? ""
        var bytes = Array("\(name)=\(value); \(pieces.joined(separator: "; "))".utf8)
        guard Int.random(in: 0..<3, using: &random) == 0 else { return String(decoding: bytes, as: UTF8.self) }
        let position = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[position] = Self.noise.randomElement(using: &random) ?? 0
        case 1: bytes.insert(Self.noise.randomElement(using: &random) ?? 0, at: position)
        default: bytes.remove(at: position)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
