import CookieHeaders
import Testing

@Suite struct CookieJarEvictionTests {
    @Test("UA-23 the standard limits are what every browser keeps")
    func limits() throws {
        #expect(CookieJar.Limits.standard.maximumPerDomain >= 50)
        #expect(CookieJar.Limits.standard.maximumTotal >= 3000)
        let site = try request("https://example.com/")
        var jar = makeJar()
        for number in 0..<60 { try jar.set("c\(number)=1", site) }
        #expect(jar.storedCookies.count == 50)
        for number in 0..<3100 { try jar.set("a=1", try request("https://h\(number).example/")) }
        #expect(jar.storedCookies.count == 3000)
    }

    @Test("UA-23 in a crowded domain the expired go first, then the insecure, then the least recently used")
    func crowdedDomain() throws {
        let limits = CookieJar.Limits(maximumPerDomain: 3, maximumTotal: 100)
        let site = try request("https://example.com/")
        var jar = makeJar(limits)
        try jar.set("a=1; Secure", site)
        try jar.set("b=2; Path=/b", site)
        try jar.set("c=3; Max-Age=5; Secure", site)
        // c has expired: b, though insecure, stays.
        try jar.set("d=4; Secure", site, at: start + 5)
        #expect(jar.storedCookies.map(\.valueBytes) == [[0x31], [0x32], [0x34]])
        // b is insecure: it goes, though it was used last.
        _ = jar.header(try request("https://example.com/b"), at: start + 6)
        try jar.set("e=5; Secure; Path=/e", site, at: start + 7)
        #expect(jar.storedCookies.map(\.valueBytes) == [[0x31], [0x34], [0x35]])
        // e has rested longest, a and d were just used.
        _ = jar.header(site, at: start + 8)
        try jar.set("f=6; Secure", site, at: start + 8)
        #expect(jar.storedCookies.map(\.valueBytes) == [[0x31], [0x34], [0x36]])
        // An insecure newcomer among secure cookies is the first to go itself.
        #expect(try jar.set("g=7", site, at: start + 9) == .refused(.crowdedOut))
        // A replacement needs no room.
        #expect(try jar.set("a=8; Secure", site, at: start + 9) == .replaced)
        #expect(jar.storedCookies.count == 3)
    }

    @Test("UA-23 one domain or partition cannot push out another's cookies below the limit of all")
    func otherDomains() throws {
        let limits = CookieJar.Limits(maximumPerDomain: 2, maximumTotal: 5)
        var jar = makeJar(limits)
        let one = try request("https://widget.example/", partition: "https://one.example")
        let two = try request("https://widget.example/", partition: "https://two.example")
        try jar.set("a=1; Secure; Partitioned", one)
        try jar.set("x=1", try request("https://other.example/"))
        for number in 0..<9 { try jar.set("b\(number)=1; Secure; Partitioned", two) }
        #expect(jar.header(one) == "a=1")
        #expect(jar.storedCookies.count == 4)
        // Over the limit of all, the least recently used of all goes, secure or not.
        try jar.set("y=1", try request("https://third.example/"))
        try jar.set("z=1", try request("https://fourth.example/"))
        #expect(jar.header(try request("https://other.example/")) == "")
        #expect(jar.header(one) == "a=1")
        #expect(jar.storedCookies.count == 5)
    }

    @Test("UA-23 limits of nothing keep nothing", arguments: [-1, 0])
    func nothing(_ limit: Int) throws {
        let site = try request("https://example.com/")
        var jar = makeJar(CookieJar.Limits(maximumPerDomain: limit, maximumTotal: 9))
        #expect(try jar.set("a=1", site) == .refused(.crowdedOut))
        jar = makeJar(CookieJar.Limits(maximumPerDomain: 9, maximumTotal: limit))
        #expect(try jar.set("a=1; Secure", site) == .refused(.crowdedOut))
        #expect(jar.storedCookies.isEmpty)
    }
}
