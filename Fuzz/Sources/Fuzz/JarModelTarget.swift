import CookieHeaders

private let names = ["a", "a", "b", "c", "", "__Host-a", "__sEcure-b", "__Http-c", "__Host-Http-d", "__host-a"]
private let hosts = [
    "example.com", "www.example.com", "a.www.example.com", "badexample.com", "shop.co.uk", "www.shop.co.uk", "co.uk",
    "127.0.0.1", "0.0.1", "test", "x.test",
]
private let domains: [String?] = [
    nil, "", ".", "example.com", ".Example.com", "www.example.com", "com", "co.uk", "shop.co.uk", "0.0.1", "127.0.0.1",
    "test", "x.test", "le.com",
]
private let paths: [String?] = [nil, "/", "/foo", "/foo/", "/foobar", "/foo/bar", "/foo/bar/baz", "//", "relative", ""]
private let ages: [Int64?] = [nil, 0, -1, 3, 30, 1_000, 99_999_999_999]
private let sites: [(String, CookieJar.Request.Site)] = [
    ("same", .same), ("cross", .cross), ("link", .crossNavigation(safe: true)), ("form", .crossNavigation(safe: false)),
]

/// The jar against the plain one of the tests: each step a few choices, each outcome and each header the same.
func fuzzJarModel(_ bytes: [UInt8]) {
    var choices = ByteChooser(bytes)
    let (perDomain, total) = choices.pick([(2, 5), (6, 20), (50, 3_000)])
    var plain = PlainJar(perDomain: perDomain, total: total)
    var jar = CookieJar(
        publicSuffixes: PublicSuffixList("com\nco.uk\nuk\ntest"),
        limits: CookieJar.Limits(maximumPerDomain: perDomain, maximumTotal: total)
    )
    var now: Int64 = 1_767_225_600
    var step = 0
    while !choices.isAtEnd, step < 400 {
        step += 1
        now += Int64(choices.byte() % 20)
        let site = choices.pick(sites)
        let place = PlainRequest(
            host: choices.pick(hosts),
            path: choices.pick(paths.compactMap { $0 }.filter { $0.hasPrefix("/") }),
            isSecure: choices.bit(),
            isScript: choices.bit(),
            site: site.0,
            partition: choices.pick([nil, nil, "https://one.example", "https://two.example"])
        )
        guard let host = CookieHost(place.host) else { fatalError("no host") }
        let request = CookieJar.Request(
            host: host,
            path: place.path,
            isSecure: place.isSecure,
            api: place.isScript ? .nonHTTP : .http,
            site: site.1,
            partitionKey: place.partition
        )
        if choices.bit() {
            let sent = String(decoding: jar.cookieBytes(for: request, at: now), as: UTF8.self)
            precondition(sent == plain.header(place, now), "the plain jar sends something else")
        } else {
            let name = choices.pick(names)
            let cookie = PlainCookie(
                name: name,
                value: name.isEmpty && choices.bit() ? "__HOST-\(step)" : "v\(step)",
                domain: choices.pick(domains),
                path: choices.pick(paths),
                maxAge: choices.pick(ages),
                isSecure: choices.bit(),
                isHTTPOnly: choices.bit(),
                sameSite: choices.pick([nil, "Strict", "Lax", "None"]),
                isPartitioned: choices.bit()
            )
            guard let parsed = try? ParsedSetCookie(cookie.line) else { fatalError("a line that is not read") }
            let outcome = jar.store(parsed, from: request, at: now)
            precondition(text(outcome) == plain.store(cookie, place, now), "the plain jar says otherwise: \(outcome)")
        }
        let kept = plain.entries.sorted { $0.created < $1.created }.map { Array($0.cookie.value.utf8) }
        precondition(jar.storedCookies.map(\.valueBytes) == kept, "the plain jar holds something else")
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
