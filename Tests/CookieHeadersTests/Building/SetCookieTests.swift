import CookieHeaders
import Testing

@Suite struct SetCookieTests {
    @Test("T19 golden strings of the presets")
    func presets() throws {
        #expect(try SetCookie.host("id", "v").serialized == "__Host-id=v; Path=/; Secure; HttpOnly; SameSite=Strict")
        #expect(
            try SetCookie.secure("id", "v").serialized == "__Secure-id=v; Path=/; Secure; HttpOnly; SameSite=Strict"
        )
        #expect(try SetCookie.insecureForDevelopment("id", "v").serialized == "id=v; Path=/; HttpOnly; SameSite=Strict")
    }

    @Test("T19 every attribute that is asked for is in the header, in the fixed order")
    func everything() throws {
        let cookie = try SetCookie.secure("id", "v").with {
            $0.extensions = [CookieExtension(name: "Priority", value: "High"), CookieExtension(name: "Flag")]
            $0.partitioned = true
            $0.sameSite = .none
            $0.path = "/a b"
            $0.domain = "example.com"
            $0.maxAge = 3600
            $0.expires = CookieDate(secondsSinceEpoch: 784_111_777)
        }
        #expect(
            cookie.serialized
                == "__Secure-id=v; Expires=Sun, 06 Nov 1994 08:49:37 GMT; Max-Age=3600; Domain=example.com; Path=/a b; "
                + "Secure; HttpOnly; SameSite=None; Partitioned; Priority=High; Flag"
        )
    }

    @Test("T19 the longest cookie there can be is written whole")
    func longest() throws {
        let text = String(repeating: "x", count: 1024)
        let cookie = try SetCookie.secure("id", String(repeating: "v", count: 4085)).with {
            $0.expires = .latest
            $0.maxAge = SetCookie.maximumLifetime
            $0.domain = Array(repeating: String(repeating: "a", count: 62), count: 4).joined(separator: ".")
            $0.path = "/" + text.dropLast()
            $0.partitioned = true
            $0.extensions = (0..<8).map { CookieExtension(name: "\($0)" + text.dropLast(), value: text) }
        }
        #expect(cookie.serialized.utf8.count > 21_000)
        #expect(cookie.serialized.hasSuffix(text))
        #expect(try SetCookie(strictly: cookie.serialized) == cookie)
    }

    @Test("SC-12 SameSite is always written", arguments: SameSite.allCases)
    func sameSite(_ mode: SameSite) throws {
        let cookie = try SetCookie.host("id", "v").with { $0.sameSite = mode }
        #expect(cookie.serialized.hasSuffix("; SameSite=\(mode.rawValue)"))
    }

    @Test("SC-07 Expires is an IMF-fixdate, and a lifetime comes in both forms")
    func lifetime() throws {
        let now = try #require(CookieDate(secondsSinceEpoch: 1_800_000_000))
        let cookie = try SetCookie.host("id", "v").lasting(seconds: 60, from: now)
        #expect(cookie.serialized.hasPrefix("__Host-id=v; Expires=Fri, 15 Jan 2027 08:01:00 GMT; Max-Age=60; Path=/"))
    }

    @Test("SC-17 a lifetime is from 1 second to 400 days", arguments: [Int64.min, -1, 0, 34_560_001, .max])
    func lifetimeBounds(_ seconds: Int64) throws {
        #expect(
            code { () throws(CookieError) in _ = try SetCookie.host("id", "v").lasting(seconds: seconds, from: .latest)
            }
                == .lifetime
        )
        #expect(try SetCookie.host("id", "v").lasting(seconds: 34_560_000, from: .latest).attributes.expires == .latest)
    }

    @Test("SC-08 a deletion has no value, an Expires in the past and Max-Age=0")
    func deletion() throws {
        #expect(
            try SetCookie.host("id", "secret").deletion().serialized
                == "__Host-id=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict"
        )
    }

    @Test("SC-09 B16 a deletion repeats Domain, Path and what the prefix demands, and is valid")
    func deletionScope() throws {
        let cookie = try SetCookie.secure("id", "secret").with {
            $0.domain = "example.com"
            $0.path = "/app"
            $0.partitioned = true
            $0.sameSite = .none
            $0.maxAge = 60
            $0.extensions = [CookieExtension(name: "Priority", value: "High")]
        }
        let deletion = cookie.deletion()
        #expect(
            deletion.serialized
                == "__Secure-id=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Domain=example.com; Path=/app; "
                + "Secure; HttpOnly; SameSite=None; Partitioned"
        )
        #expect(try SetCookie(deletion.attributes) == deletion)
        #expect(try SetCookie(strictly: deletion.serialized) == deletion)
        #expect(deletion.deletion() == deletion)
    }

    @Test("T20 neither description, reflection nor dump shows the value")
    func redaction() throws {
        let cookie = try SetCookie.host("id", "verysecret")
        #expect(cookie.description == "__Host-id=<redacted>; Path=/; Secure; HttpOnly; SameSite=Strict")
        var dumped = ""
        dump(cookie, to: &dumped)
        dump(cookie.attributes, to: &dumped)
        dumped += String(reflecting: cookie) + String(reflecting: cookie.attributes) + "\(cookie.attributes)"
        #expect(!dumped.contains("verysecret"))
    }

    @Test("a refused change leaves the cookie as it was")
    func refusedChange() throws {
        let cookie = try SetCookie.host("id", "v")
        #expect(throws: CookieError.self) { try cookie.with { $0.secure = false } }
        #expect(cookie.attributes.secure)
        #expect(try cookie.with { _ in } == cookie)
    }
}
