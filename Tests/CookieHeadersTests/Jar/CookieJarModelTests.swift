import CookieHeaders
import Testing

@Suite struct CookieJarModelTests {
    static let names = ["a", "a", "b", "c", "", "__Host-a", "__sEcure-b", "__Http-c", "__Host-Http-d", "__host-a"]
    static let hosts = [
        "example.com", "www.example.com", "a.www.example.com", "badexample.com", "shop.co.uk", "www.shop.co.uk",
        "co.uk",
        "127.0.0.1", "0.0.1", "test", "x.test",
    ]
    static let domains = [
        "", ".", "example.com", ".Example.com", "www.example.com", "com", "co.uk", "shop.co.uk", "0.0.1", "127.0.0.1",
        "test", "x.test", "le.com",
    ]
    static let paths = ["/", "/foo", "/foo/", "/foobar", "/foo/bar", "/foo/bar/baz", "//"]
    static let partitions: [String?] = [nil, nil, "https://one.example", "https://two.example"]

    @Test(
        "UA-11, UA-13, UA-14, UA-15, UA-16, UA-17, UA-18, UA-19, UA-20, UA-21, UA-22, UA-23 the jar does what a plain one does",
        arguments: UInt64(1)...40
    )
    func agrees(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        // Tight limits in every other sequence, so that eviction is the rule there.
        let (perDomain, total) = seed % 2 == 0 ? (2, 5) : (6, 20)
        var plain = PlainJar(perDomain: perDomain, total: total)
        var jar = CookieJar(
            publicSuffixes: PublicSuffixList("com\nco.uk\nuk\ntest"),
            limits: CookieJar.Limits(maximumPerDomain: perDomain, maximumTotal: total)
        )
        var now = start
        for step in 0..<500 {
            if Int.random(in: 0..<4, using: &random) == 0 { now += Int64.random(in: 0..<20, using: &random) }
            let place = try makeRequest(&random)
            let context = try make(place)
            if Int.random(in: 0..<3, using: &random) == 0 {
                #expect(jar.header(context, at: now) == plain.header(place, now), "seed \(seed) step \(step) \(place)")
            } else {
                let cookie = makeCookie(step, &random)
                let outcome = try jar.set(cookie.line, context, at: now)
                let expected = plain.store(cookie, place, now)
                #expect(text(outcome) == expected, "seed \(seed) step \(step) \(place) \(cookie.line)")
            }
            if Int.random(in: 0..<100, using: &random) == 0 {
                jar.endSession()
                plain.entries.removeAll { $0.expires == nil }
            }
            let kept = plain.entries.sorted { $0.created < $1.created }.map { Array($0.cookie.value.utf8) }
            try #require(jar.storedCookies.map(\.valueBytes) == kept, "seed \(seed) step \(step)")
        }
    }

    private func text(_ outcome: CookieJar.Outcome) -> String {
        switch outcome {
        case .stored: "stored"
        case .replaced: "replaced"
        case .deleted: "deleted"
        case .refused(let refusal): refusal.id
        case .unreadable(let error): "\(error)"
        }
    }

    private func pick<Value>(_ values: [Value], _ random: inout SeededGenerator) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }

    private func makeRequest(_ random: inout SeededGenerator) throws -> PlainRequest {
        PlainRequest(
            host: pick(Self.hosts, &random),
            path: pick(Self.paths, &random),
            isSecure: pick([true, true, false], &random),
            isScript: pick([true, false, false, false], &random),
            site: pick(["same", "same", "same", "cross", "link", "form"], &random),
            partition: pick(Self.partitions, &random)
        )
    }

    private func make(_ place: PlainRequest) throws -> CookieJar.Request {
        let sites: [String: CookieJar.Request.Site] = [
            "same": .same, "cross": .cross, "link": .crossNavigation(safe: true), "form": .crossNavigation(safe: false),
        ]
        return CookieJar.Request(
            host: try #require(CookieHost(place.host)),
            path: place.path,
            isSecure: place.isSecure,
            api: place.isScript ? .nonHTTP : .http,
            site: try #require(sites[place.site]),
            partitionKey: place.partition
        )
    }

    private func makeCookie(_ step: Int, _ random: inout SeededGenerator) -> PlainCookie {
        let name = pick(Self.names, &random)
        return PlainCookie(
            name: name,
            value: name.isEmpty && step % 3 == 0 ? "__HOST-\(step)" : "v\(step)",
            domain: pick([nil, pick(Self.domains, &random)], &random),
            path: pick([nil, "/", pick(Self.paths, &random), "relative", ""], &random),
            maxAge: pick([nil, 0, -1, 3, 30, 1_000, 99_999_999_999], &random),
            isSecure: pick([true, true, false], &random),
            isHTTPOnly: pick([true, false], &random),
            sameSite: pick([nil, "Strict", "Lax", "None"], &random),
            isPartitioned: pick([true, false, false, false], &random)
        )
    }
}
