import CookieHeaders
import HTTPTypes
import Testing

@Suite struct CookieJarTests {
    @Test("UA-05, UA-06 a lifetime ends on time, Max-Age before Expires, and never after more than 400 days")
    func lifetime() throws {
        let site = try request("https://example.com/")
        let year400 = start + SetCookie.maximumLifetime
        for (attributes, end) in [
            ("Max-Age=10", start + 10), ("Max-Age=99999999999999999999", year400),
            ("Expires=Thu, 01 Jan 2026 00:00:05 GMT", start + 5), ("Expires=Fri, 31 Dec 9999 23:59:59 GMT", year400),
            ("Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:00 GMT", start + 10),
            ("Expires=Fri, 31 Dec 9999 23:59:59 GMT; Max-Age=3", start + 3),
        ] {
            var jar = makeJar()
            #expect(try jar.set("a=b; \(attributes)", site) == .stored)
            #expect(jar.storedCookies.first?.expires == end)
            #expect(jar.header(site, at: end - 1) == "a=b")
            #expect(jar.header(site, at: end) == "")
            #expect(jar.storedCookies.isEmpty)
        }
    }

    @Test("UA-05 no clock and no lifetime overflows", arguments: [Int64.min, -1, 0, .max - 5, .max])
    func extremeClock(_ now: Int64) throws {
        let site = try request("https://example.com/")
        var jar = makeJar()
        _ = try jar.set("a=b; Max-Age=9223372036854775807", site, at: now)
        _ = try jar.set("c=d; Max-Age=-9223372036854775807", site, at: now)
        _ = try jar.set("e=f", site, at: now)
        #expect(jar.header(site, at: now).hasSuffix("e=f"))
    }

    @Test("UA-05 a lifetime of nothing deletes, and only the same identity")
    func deletion() throws {
        let site = try request("https://example.com/x/y")
        var jar = makeJar()
        try jar.set("a=1; Max-Age=100", site)
        try jar.set("a=2; Path=/; Max-Age=100", site)
        #expect(try jar.set("a=; Max-Age=0; Path=/z", site) == .deleted)
        #expect(try jar.set("a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT", site) == .deleted)
        #expect(jar.header(site) == "a=2")
        #expect(try jar.set("a=; Path=/; Max-Age=-1", site) == .deleted)
        #expect(jar.storedCookies.isEmpty)
    }

    @Test("UA-06 the end of the session ends what has no lifetime, and nothing else")
    func session() throws {
        let site = try request("https://example.com/")
        var jar = makeJar()
        try jar.set("a=1", site)
        try jar.set("b=2; Max-Age=10", site)
        try jar.set("c=3; Max-Age=soon", site)
        jar.endSession()
        #expect(jar.header(site) == "b=2")
        #expect(jar.description == "CookieJar of 1 cookies")
        jar.removeAll()
        #expect(jar.header(site, at: start) == "")
        #expect(jar.cookieField(for: site, at: start) == nil)
    }

    @Test("UA-20 a predicate picks the cookies to forget, whatever their rules, and nothing else goes")
    func forgetting() throws {
        let site = try request("https://example.com/")
        var jar = makeJar()
        try jar.set("a=1; HttpOnly; Secure", site)
        try jar.set("b=2; Max-Age=10", site)
        try jar.set("c=3", site)
        jar.removeAll { $0.name == "a" }
        #expect(jar.header(site) == "b=2; c=3")
        jar.removeAll { _ in false }
        #expect(jar.storedCookies.count == 2)
        jar.removeAll { $0.expires != nil }
        #expect(jar.header(site) == "c=3")
        #expect(try jar.set("b=4", site) == .stored)
    }

    @Test("UA-08 a nameless cookie goes back as its value alone")
    func nameless() throws {
        let site = try request("https://example.com/")
        var jar = makeJar()
        #expect(try jar.set("value", site) == .stored)
        #expect(try jar.set("a=b", site) == .stored)
        #expect(try jar.set("other", site) == .replaced)
        #expect(jar.header(site) == "other; a=b")
        #expect(jar.storedCookies.map(\.name) == ["", "a"])
        #expect(jar.storedCookies.map(\.value) == ["other", "b"])
    }

    @Test("UA-09 bytes that are no UTF-8 come back as they came")
    func bytes() throws {
        let site = try request("https://example.com/")
        var jar = makeJar()
        let line: [UInt8] = [0x61, 0xFF, 0x3D, 0xC3, 0x28, 0x22]
        jar.store(try ParsedSetCookie(bytes: line.span), from: site, at: start)
        #expect(jar.cookieBytes(for: site, at: start) == line)
        let stored = try #require(jar.storedCookies.first)
        #expect(stored.nameBytes == [0x61, 0xFF] && stored.name == nil)
        #expect(stored.valueBytes == [0xC3, 0x28, 0x22] && stored.value == nil)
        #expect(jar.cookieField(for: site, at: start)?.indexingStrategy == .disallow)
    }

    @Test("UA-07, UA-12 each Set-Cookie field of a response has its outcome")
    func response() throws {
        let site = try request("https://example.com/")
        var fields = HTTPFields()
        fields.append(HTTPField(name: .setCookie, value: "a=1"))
        fields.append(HTTPField(name: .server, value: "b=2"))
        fields.append(HTTPField(name: .setCookie, value: "a=2"))
        fields.append(HTTPField(name: .setCookie, value: "="))
        fields.append(HTTPField(name: .setCookie, value: "c=3; Domain=é.example.com"))
        fields.append(HTTPField(name: .setCookie, value: "__Host-d=4"))
        var jar = makeJar()
        let outcomes = jar.store(fields, from: site, at: start)
        try #require(outcomes.count == 5)
        #expect(outcomes[0] == .stored)
        #expect(outcomes[1] == .replaced)
        guard case .unreadable(let empty) = outcomes[2], case .unreadable(let foreign) = outcomes[3] else {
            Issue.record("\(outcomes)")
            return
        }
        #expect(empty.code == .syntax)
        #expect(foreign.code == .domain)
        #expect(outcomes[4] == .refused(.prefix))
    }

    @Test("UA-20 a replacement keeps the creation time, and identity has five parts")
    func identity() throws {
        let site = try request("https://www.example.com/")
        var jar = makeJar()
        #expect(try jar.set("a=1", site) == .stored)
        #expect(try jar.set("b=1", site) == .stored)
        #expect(try jar.set("a=2; Max-Age=9", site, at: start + 5) == .replaced)
        #expect(jar.header(site, at: start + 5) == "a=2; b=1")
        let first = try #require(jar.storedCookies.first)
        #expect(first.creation == start)
        #expect(first.expires == start + 14)
        #expect(try jar.set("A=3", site) == .stored)
        #expect(try jar.set("a=4; Domain=www.example.com", site) == .stored)
        #expect(try jar.set("a=5; Domain=example.com", site) == .stored)
        #expect(try jar.set("a=6; Path=/x", site) == .stored)
        #expect(try jar.set("a=7; Path=/\u{E9}", site) == .stored)
        #expect(try jar.set("a=8; Path=/e\u{301}", site) == .stored)
        #expect(jar.storedCookies.count == 8)
    }

    @Test("UA-20 a partitioned cookie stays in its partition and shadows nothing outside")
    func partitions() throws {
        let one = try request("https://widget.example/", site: .cross, partition: "https://one.example")
        let two = try request("https://widget.example/", site: .cross, partition: "https://two.example")
        let none = try request("https://widget.example/")
        var jar = makeJar()
        let line = "; Secure; SameSite=None; Partitioned"
        #expect(try jar.set("a=1\(line)", one) == .stored)
        #expect(try jar.set("a=2\(line)", two) == .stored)
        #expect(try jar.set("a=3; Secure; SameSite=None", one) == .stored)
        #expect(try jar.set("a=4\(line)", two) == .replaced)
        #expect(jar.header(one) == "a=1; a=3")
        #expect(jar.header(two) == "a=4; a=3")
        #expect(jar.header(none) == "a=3")
        #expect(try jar.set("a=5; SameSite=None; Partitioned", one) == .refused(.noneWithoutSecure))
        #expect(try jar.set("a=5; Partitioned", none) == .refused(.partitionedWithoutSecure))
        #expect(try jar.set("p=6; Secure; Partitioned", none) == .stored)
        #expect(jar.storedCookies.last?.partitionKey == nil)
        // A secure cookie of a partition is invisible to a plain one outside.
        var other = makeJar()
        try other.set("a=1\(line)", one)
        #expect(try other.set("a=2", try request("http://widget.example/")) == .stored)
    }

    @Test("UA-22 longer paths first, then older cookies, whatever was replaced since")
    func order() throws {
        let site = try request("https://www.example.com/a/b/c")
        var jar = makeJar()
        for line in [
            "a=1; Path=/", "b=2; Path=/a/b", "c=3; Path=/a; Domain=example.com", "d=4; Path=/", "e=5; Path=/a",
        ] {
            try jar.set(line, site)
        }
        #expect(jar.header(site) == "b=2; c=3; e=5; a=1; d=4")
        try jar.set("a=6; Path=/", site, at: start + 1)
        #expect(jar.header(site, at: start + 2) == "b=2; c=3; e=5; a=6; d=4")
        // A clock that was set back does not reorder.
        try jar.set("f=7; Path=/", site, at: start - 100)
        #expect(jar.header(site) == "b=2; c=3; e=5; a=6; d=4; f=7")
    }

    @Test("UA-17, UA-21 no description and no dump shows a value")
    func silent() throws {
        var jar = makeJar()
        try jar.set("name=geheim", try request("https://example.com/"))
        var text = ""
        dump(jar, to: &text)
        dump(jar.storedCookies, to: &text)
        #expect(!(text + "\(jar) \(jar.storedCookies)").contains("geheim"))
    }
}
