import CookieHeaders
import Testing

@Suite struct CorrectionTests {
    private func correction(_ line: String, _ audit: CookieAudit = .example) -> String? {
        audit.findings(forSetCookie: line).first?.correction?.serialized
    }

    @Test(
        "what a line can mend is mended, what is a choice is kept",
        arguments: [
            ("PHPSESSID=v; path=/", "__Host-id=v; Path=/; Secure; HttpOnly; SameSite=Lax"),
            ("sid=v; Path=/app; Domain=example.org", "__Secure-sid=v; Path=/app; Secure; HttpOnly; SameSite=Lax"),
            ("__host-a=v; SameSite=Strict", "__Host-a=v; Path=/; Secure; SameSite=Strict"),
            ("__Http-a=v; SameSite=None", "__Http-a=v; Path=/; Secure; HttpOnly; SameSite=None"),
            ("a=1 2; Domain=.Example.org", "a=MSAy; Domain=example.org; Path=/; Secure; SameSite=Lax"),
            ("a=\"1,2\"; Path=/", "a=MSwy; Path=/; Secure; SameSite=Lax"),
            ("a=\"q\"; Path=/", "a=\"q\"; Path=/; Secure; SameSite=Lax"),
            ("a=v; Path=/; Max-Age=99999999", "a=v; Max-Age=34560000; Path=/; Secure; SameSite=Lax"),
            (
                "a=v; Expires=Sat, 21-Nov-26 01:00:00 GMT",
                "a=v; Expires=Sat, 21 Nov 2026 01:00:00 GMT; Max-Age=3600; Path=/; Secure; SameSite=Lax"
            ),
            (
                "a=v; Path=/x; Max-Age=0; Priority=high",
                "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/x; Secure; SameSite=Lax; Priority=High"
            ),
            (
                "a=v; Path=/; foo=bar; Priority=low; HttpOnly",
                "a=v; Path=/; Secure; HttpOnly; SameSite=Lax; Priority=Low"
            ),
        ]
    )
    func mended(_ line: String, _ expected: String) {
        #expect(correction(line) == expected)
    }

    @Test(
        "where a line cannot be told, none is made up",
        arguments: [
            "v; Path=/", "a b=1", "a=1; Max-Age=-1; Path=/", "a=1; Path=/, b=2", "a=1;\r\n Path=/",
            "a=" + String(repeating: "v", count: 4096),
        ]
    )
    func none(_ line: String) {
        #expect(correction(line) == nil)
        #expect(!CookieAudit.example.findings(forSetCookie: line).isEmpty)
    }

    @Test("SC-17 without a clock an Expires makes no Max-Age") func withoutClock() {
        #expect(correction("a=v; Expires=Sat, 21 Nov 2026 01:00:00 GMT; Path=/", CookieAudit()) == nil)
        #expect(correction("a=v; Max-Age=5; Path=/", CookieAudit()) == "a=v; Max-Age=5; Path=/; Secure; SameSite=Lax")
    }

    @Test("T20 findings and corrections show no value unless it is asked for") func redaction() throws {
        let finding = try #require(CookieAudit.example.findings(forSetCookie: "sid=verysecret; x=verysecret").first)
        #expect(finding.texts.allSatisfy { !$0.contains("verysecret") })
        #expect(finding.correction?.serialized.contains("verysecret") == true)
    }

    @Test(
        "T20 a name that is none is not recommended, and no text shows its bytes (found by fuzzing)",
        arguments: ["session\u{0}x=1", "session\u{1B}[31m=1", "my session=1", "s\u{202E}ession=1"]
    )
    func unprintableName(_ line: String) {
        let findings = CookieAudit.example.findings(forSetCookie: line)
        #expect(!findings.isEmpty)
        for text in findings.flatMap(\.texts) { #expect(text.isPrintableASCII) }
        #expect(!findings.contains { $0.remedy.contains("Name it __Host-s") || $0.remedy.contains("Name it __Host-m") })
    }

    @Test(
        "property: what a browser drops is an error, corrections are clean, texts are printable and without the value"
    )
    func property() throws {
        var lines = NoisyLines(seed: 2027)
        var dropped = 0
        var corrected = 0
        var accepted = 0
        let host = try #require(CookieHost("www.example.org"))
        for _ in 0..<5_000 {
            let line = lines.next()
            let findings = CookieAudit.example.findings(forSetCookie: line.span)
            for text in findings.flatMap(\.texts) {
                #expect(text.isPrintableASCII && !text.contains("5ecre7"), "\(line)")
            }
            if isDropped(line, host) {
                dropped += 1
                #expect(findings.contains { $0.severity == .error }, "\(line)")
            }
            if (try? SetCookie(strictly: String(decoding: line, as: UTF8.self))) != nil {
                accepted += 1
                // What building allows and yet does nothing good: told by these rules alone.
                let odd: Set = ["UA-06", "UA-10", "UA-13", "UA-14", "SC-10"]
                #expect(findings.allSatisfy { $0.severity < .error || !odd.isDisjoint(with: $0.rules) }, "\(line)")
            }
            guard let correction = findings.first?.correction else { continue }
            corrected += 1
            let after = CookieAudit.example.findings(forSetCookie: correction.serialized)
            #expect(after.allSatisfy { $0.severity == .notice }, "\(line)")
            #expect(!isDropped(Array(correction.serialized.utf8), host))
        }
        #expect(dropped > 1_000 && corrected > 2_000 && accepted > 200, "\(dropped) \(corrected) \(accepted)")
    }

    private func isDropped(_ line: [UInt8], _ host: CookieHost) -> Bool {
        guard let cookie = try? ParsedSetCookie(bytes: line.span) else { return true }
        var jar = CookieJar(publicSuffixes: .topLevelOnly)
        let outcome = jar.store(cookie, from: CookieJar.Request(host: host, isSecure: true), at: 1_795_219_200)
        if case .refused = outcome { return true }
        return false
    }
}

/// Lines with good and bad attributes, and now and then a byte that does not belong.
private struct NoisyLines {
    private var random: SeededGenerator
    private static let names = ["a", "sid", "PHPSESSID", "__Host-id", "__host-x", "__Secure-b", "__Http-c", "", "a b"]
    private static let values = ["5ecre7", "\"5ecre7\"", "5ecre7, 5ecre7", "{\"5ecre7\":1}", "5ecre7=5ecre7", ""]
    private static let attributes = [
        "Path=/", "Path=/", "Path=/app", "Path=x", "path", "Secure", "Secure", "secure", "Secure=0", "HttpOnly",
        "SameSite=Strict", "SameSite=None", "SameSite=lax", "SameSite=5ecre7", "Partitioned", "Domain=example.org",
        "Domain=.example.org", "Domain=org", "Domain=b\u{FC}cher.example", "Domain=x y", "Max-Age=60", "Max-Age=0",
        "Max-Age=5ecre7", "Expires=Thu, 01 Jan 1970 00:00:00 GMT", "Expires=Sat, 21-Nov-2027 01:00:00 GMT",
        "Expires=5ecre7", "5ecre7", "x=5ecre7", "Http_Only", "Priority=High", "",
    ]
    private static let good = ["Path=/", "Secure", "HttpOnly", "SameSite=Strict", "Priority=High", "Max-Age=60"]
    private static let noise = Array(";,= \t\r\n\"\\a/\u{0}\u{1B}\u{7F}\u{9B}\u{202E}".utf8)

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func next() -> [UInt8] {
        var pieces = Self.attributes.shuffled(using: &random).prefix(Int.random(in: 0...6, using: &random))
        // Or few would be near to what is right.
        if Bool.random(using: &random) { pieces = Self.good.shuffled(using: &random)[...] }
        let name = Self.names.randomElement(using: &random) ?? ""
        let value = Self.values.randomElement(using: &random) ?? ""
        var bytes = Array(([name + "=" + value] + pieces).joined(separator: "; ").utf8)
        guard Int.random(in: 0..<3, using: &random) == 0 else { return bytes }
        // In the name a value's text would be the name, which is shown.
        let position = Int.random(in: 0..<bytes.count, using: &random)
        guard position > name.utf8.count else { return bytes }
        bytes.insert(Self.noise.randomElement(using: &random) ?? 0, at: position)
        return bytes
    }
}
