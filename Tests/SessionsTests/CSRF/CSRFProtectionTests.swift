import HTTPTypes
import Logging
import SecureTokens
import SessionsTesting
import Synchronization
import Testing

@testable import Sessions

@Suite("Protection against forged requests")
struct CSRFProtectionTests {
    private static let own = "https://example.com"
    private static let partner = "https://partner.example"
    private static let evil = "https://evil.test"

    private let harness: Harness
    private let site: HTTPField.Name
    private let header: HTTPField.Name

    init() throws {
        harness = try Harness()
        site = try #require(HTTPField.Name("Sec-Fetch-Site"))
        header = try #require(HTTPField.Name("X-CSRF-Token"))
    }

    private func protection(
        trusting trusted: Set<CSRFSource> = [],
        requiresToken: Bool = true,
        mode: CSRFPolicy.Mode = .enforce
    ) throws -> CSRFProtection {
        let policy = try CSRFPolicy(
            origins: [WebOrigin(Self.own)],
            trusting: trusted,
            requiresToken: requiresToken,
            mode: mode
        )
        return CSRFProtection(harness.manager, policy: policy)
    }

    /// What an adapter does, for requests without a form; `nil` if it goes on.
    private func verdict(
        _ protection: CSRFProtection,
        _ method: HTTPRequest.Method,
        _ fields: HTTPFields,
        _ session: Session
    ) -> CSRFRefusal.Code? {
        do throws(CSRFRefusal) {
            if case .token(let token) = try protection.checkSource(of: method, fields, session) {
                try protection.checkToken(token, session)
            }
            return nil
        } catch {
            return error.code
        }
    }

    private func visitor() async throws -> (session: Session, token: String) {
        var browser = Browser()
        var token = ""
        try await harness.request(&browser) { token = try $0.csrfToken }
        return (try await harness.begin(browser), token)
    }

    // MARK: Every combination, against a model

    private struct Policy: Sendable, CustomStringConvertible {
        var trusted: Set<CSRFSource>
        var requiresToken: Bool
        var description: String { "\(trusted.count) trusted, token \(requiresToken)" }
    }

    private enum TokenState: CaseIterable {
        case none, good, wrong, twice
    }

    /// The header fields of a request, but for its token.
    private struct Sample: Sendable {
        var upgrade: String?
        var sites: [String]
        var origins: [String]
        var referers: [String]
    }

    private static let methods = [
        "GET", "HEAD", "OPTIONS", "TRACE", "POST", "PUT", "DELETE", "CONNECT", "get", "BREW",
    ]

    private static let samples: [Sample] = {
        let sites = [
            [], ["same-origin"], ["same-site"], ["cross-site"], ["none"], ["Same-Origin"], ["same-origin;x"], [""],
            ["tomorrow"], ["same-origin", "cross-site"],
        ]
        let origins = [
            [], [own], [own + ":443"], [partner], [evil], ["null"], [own + "/"], [own + ".evil.test"],
            ["http://example.com"], [own + ", " + own], [""], [own, own],
        ]
        let referers = [
            [], [own + "/page?x"], [partner + "/"], [own + ".evil.test/"], ["page"],
            [own + "/", own + "/"],
        ]
        var all: [Sample] = []
        for upgrade in [nil, "h2c", "foo, WebSocket/13"] {
            for sites in sites {
                for origins in origins {
                    for referers in referers {
                        all.append(Sample(upgrade: upgrade, sites: sites, origins: origins, referers: referers))
                    }
                }
            }
        }
        return all
    }()

    /// The rules, once more and plainly: by lists of what passes, with no origin ever taken apart.
    private static func model(
        _ method: String,
        _ sample: Sample,
        _ policy: Policy,
        _ token: TokenState
    ) -> CSRFRefusal.Code? {
        let isReading = ["GET", "HEAD", "OPTIONS", "TRACE"].contains(method)
        let isWebSocket = sample.upgrade == "foo, WebSocket/13"
        if isReading && !isWebSocket { return nil }
        if sample.sites.count == 2 || sample.origins.count == 2 { return .ambiguousHeader }

        let trustsPartner = policy.trusted.count > 0
        let isFollowedByToken = !isReading && method != "CONNECT"
        let trustsNull = policy.trusted.contains(.opaqueOrigin) && isFollowedByToken
        let listed = (trustsPartner ? [partner] : []) + (trustsNull ? ["null"] : [])
        let origin = sample.origins.first
        var refusal: CSRFRefusal.Code?
        switch sample.sites.first {
        case "same-origin": refusal = nil
        case "none": refusal = policy.trusted.contains(.userInitiated) ? nil : .userInitiated
        case "same-site": refusal = origin.map(listed.contains) == true ? nil : .sameSite
        case "cross-site": refusal = origin.map(listed.contains) == true ? nil : .crossSite
        default:
            if let origin {
                let isGood = ([own, own + ":443"] + listed).contains(origin)
                refusal = isGood ? nil : origin == "null" ? .opaqueOrigin : .foreignOrigin
            } else if sample.referers.count == 2 {
                refusal = .ambiguousHeader
            } else if let referer = sample.referers.first {
                let good = [own + "/page?x"] + (trustsPartner ? [partner + "/"] : [])
                refusal = good.contains(referer) ? nil : .foreignReferer
            } else {
                refusal = .unknownSource
            }
        }
        if let refusal { return refusal }
        if !isFollowedByToken || !policy.requiresToken { return nil }
        switch token {
        case .none: return .missingToken
        case .good: return nil
        case .wrong: return .invalidToken
        case .twice: return .ambiguousHeader
        }
    }

    @Test(
        "OC-05 OC-06 OC-07 NI-04 every combination of method, Upgrade, Sec-Fetch-Site, Origin, Referer and token",
        arguments: [true, false]
    )
    func exhaustive(requiresToken: Bool) async throws {
        let partner = CSRFSource.origin(try WebOrigin(Self.partner))
        var policies = [Policy(trusted: [], requiresToken: requiresToken)]
        policies.append(Policy(trusted: [partner, .userInitiated], requiresToken: requiresToken))
        if requiresToken { policies.append(Policy(trusted: [partner, .opaqueOrigin], requiresToken: true)) }
        let (session, token) = try await visitor()
        let wrong = try await visitor().token
        let methods = try Self.methods.map { try #require(HTTPRequest.Method(rawValue: $0)) }
        var count = 0
        for policy in policies {
            let protection = try protection(trusting: policy.trusted, requiresToken: policy.requiresToken)
            for sample in Self.samples {
                for state in TokenState.allCases {
                    var fields = HTTPFields()
                    if let upgrade = sample.upgrade { fields.append(HTTPField(name: .upgrade, value: upgrade)) }
                    for value in sample.sites { fields.append(HTTPField(name: site, value: value)) }
                    for value in sample.origins { fields.append(HTTPField(name: .origin, value: value)) }
                    for value in sample.referers { fields.append(HTTPField(name: .referer, value: value)) }
                    switch state {
                    case .none: break
                    case .good: fields.append(HTTPField(name: header, value: token))
                    case .wrong: fields.append(HTTPField(name: header, value: wrong))
                    case .twice: for _ in 0..<2 { fields.append(HTTPField(name: header, value: token)) }
                    }
                    // With Upgrade only where it could change something, or wrongly does.
                    let sent = sample.upgrade == nil ? methods : [.get, .head, .post]
                    for method in sent {
                        let expected = Self.model(method.rawValue, sample, policy, state)
                        let found = verdict(protection, method, fields, session)
                        if found != expected {
                            let names = [found, expected].map { $0?.rawValue ?? "passed" }
                            Issue.record("\(method) \(sample) \(policy) \(state): \(names[0]), not \(names[1])")
                            return
                        }
                        count += 1
                    }
                }
            }
        }
        #expect(count == policies.count * Self.samples.count / 3 * 4 * (10 + 3 + 3))
    }

    // MARK: One by one

    @Test("OC-05 same-origin passes whatever Origin says: a page with the policy no-referrer sends null")
    func noReferrer() throws {
        let protection = try protection(requiresToken: false)
        let fields: HTTPFields = [site: "same-origin", .origin: "null"]
        #expect(try protection.checkSource(of: .post, fields, nil) == .source)
    }

    @Test("OC-05 a WebSocket shows no token: one from Origin null is opened for nobody, whoever is trusted")
    func opaqueWebSocket() async throws {
        let protection = try protection(trusting: [.opaqueOrigin])
        let (session, token) = try await visitor()
        for value in ["cross-site", "same-site", nil] {
            var fields: HTTPFields = [.origin: "null", header: token]
            if let value { fields[site] = value }
            #expect(verdict(protection, .post, fields, session) == nil)
            #expect(verdict(protection, .connect, fields, session) != nil)
            fields[.upgrade] = "websocket"
            #expect(verdict(protection, .get, fields, session) != nil)
        }
    }

    @Test("A good token does not make up for a foreign source, nor a good source for a missing token")
    func both() async throws {
        let (session, token) = try await visitor()
        let protection = try protection()
        #expect(verdict(protection, .post, [site: "cross-site", header: token], session) == .crossSite)
        #expect(verdict(protection, .post, [site: "same-origin"], session) == .missingToken)
        #expect(verdict(protection, .post, [site: "same-origin", header: ""], session) == .invalidToken)
        #expect(verdict(protection, .post, [site: "same-origin", header: token], session) == nil)
    }

    @Test("OC-03 a cookie named like the header field or the form's field is not looked at")
    func notFromCookies() async throws {
        var browser = Browser()
        var token = ""
        try await harness.request(&browser) { token = try $0.csrfToken }
        browser.cookies["csrf_token"] = token
        browser.cookies["X-CSRF-Token"] = token
        let session = try await harness.begin(browser)
        var fields = browser.fields
        fields[site] = "same-origin"
        #expect(verdict(try protection(), .post, fields, session) == .missingToken)
    }

    @Test("OC-08 report-only refuses nothing and reports each reason once")
    func reportOnly() async throws {
        let (session, token) = try await visitor()
        let protection = try protection(mode: .reportOnly)
        _ = harness.takeEvents()
        let cases: [(HTTPFields, Int)] = [
            ([site: "same-origin", header: token], 0), ([site: "cross-site", header: token], 1),
            ([site: "same-origin", header: "x"], 1), ([:], 2),
            (HTTPFields([HTTPField(name: header, value: "a"), HTTPField(name: header, value: "b")]), 2),
        ]
        for (fields, count) in cases {
            #expect(verdict(protection, .post, fields, session) == nil)
            #expect(harness.takeEvents() == Array(repeating: .csrfReported, count: count))
        }
        let enforcing = try self.protection()
        #expect(verdict(enforcing, .post, [:], session) == .unknownSource)
        #expect(harness.takeEvents() == [.csrfRefused])
    }

    @Test("OS-18 the log tells the reason and nothing of the request")
    func log() async throws {
        let recorder = Recorder()
        let manager = try SessionManager(
            store: MemoryStore(),
            keys: KeyRing(primary: .generate()),
            logger: Logger(label: "tests") { _ in recorder }
        )
        let policy = try CSRFPolicy(origins: [WebOrigin(Self.own)], mode: .reportOnly)
        let session = try await manager.begin([:])
        let protection = CSRFProtection(manager, policy: policy)
        _ = try protection.checkSource(of: .post, [.origin: "https://secret.test", header: "secret"], session)
        try protection.checkToken("secret", session)
        let lines = recorder.lines.withLock { $0 }
        #expect(lines == ["csrfReported csrf.refusal=foreignOrigin", "csrfReported csrf.refusal=invalidToken"])
    }

    @Test("OC-08 Vary names what was looked at, beside what is there")
    func vary() {
        var response: HTTPFields = [.vary: "Accept, ORIGIN"]
        CSRFProtection.addVary(to: &response)
        #expect(response[values: .vary] == ["Accept, ORIGIN", "Sec-Fetch-Site"])
        CSRFProtection.addVary(to: &response)
        #expect(response[values: .vary] == ["Accept, ORIGIN", "Sec-Fetch-Site"])
        response = [.vary: "*"]
        CSRFProtection.addVary(to: &response)
        #expect(response[values: .vary] == ["*"])
    }

    @Test(
        "Only a form whose body holds its fields as text is read",
        arguments: [
            ("application/x-www-form-urlencoded", true), ("application/X-WWW-Form-URLEncoded; charset=UTF-8", true),
            ("application/x-www-form-urlencoded ;a", true), ("multipart/form-data; boundary=x", false),
            ("text/plain", false), ("application/json", false), ("", false), (";", false),
            ("application/x-www-form-urlencodedx", false), ("text/plain; application/x-www-form-urlencoded", false),
        ]
    )
    func forms(type: String, isForm: Bool) throws {
        let protection = try protection()
        #expect(protection.isForm([.contentType: type]) == isForm)
        #expect(!protection.isForm([:]))
        var twice = HTTPFields()
        for _ in 0..<2 { twice.append(HTTPField(name: .contentType, value: type)) }
        #expect(!protection.isForm(twice))
    }

    @Test("Header fields of random bytes stop no server, and let nothing through", arguments: 0..<20)
    func randomBytes(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let session = try await harness.begin(Browser())
        let protection = try protection(trusting: [.origin(WebOrigin(Self.partner)), .opaqueOrigin, .userInitiated])
        let pieces = [
            "https", "http", ":", "/", "//", "://", "[", "]", "::1", "@", "example.com", ".", "443", "%", "\\", "null",
            ",", " ", "same-", "origin", "cross-site", "none", "\u{FC}", "\u{1F36A}", "?", "#", "0", "-",
        ]
        for _ in 0..<1_000 {
            var fields = HTTPFields()
            for name in [site, .origin, .referer, .upgrade, .contentType, header] where Bool.random(using: &generator) {
                var value = ""
                for _ in 0..<Int.random(in: 0..<8, using: &generator) {
                    if Bool.random(using: &generator) {
                        value += pieces[Int.random(in: 0..<pieces.count, using: &generator)]
                    } else {
                        value.unicodeScalars.append(Unicode.Scalar(UInt8.random(in: 0...255, using: &generator)))
                    }
                }
                fields.append(HTTPField(name: name, value: value))
            }
            _ = protection.isForm(fields)
            #expect(verdict(protection, .post, fields, session) != nil)
            let body = (0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) }
            _ = protection.formToken(in: body + Array("&csrf_token=".utf8) + body)
        }
    }

    @Test("Each reason has a sentence of its own")
    func sentences() {
        let sentences = CSRFRefusal.Code.allCases.map { CSRFRefusal($0).description }
        #expect(Set(sentences).count == sentences.count)
    }

    /// xorshift64*: the same sequence each time.
    private struct SeededGenerator: RandomNumberGenerator {
        private var state: UInt64

        init(seed: UInt64) {
            state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        }

        mutating func next() -> UInt64 {
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            return state &* 0x2545_F491_4F6C_DD1D
        }
    }

    private final class Recorder: LogHandler {
        let lines = Mutex<[String]>([])
        var metadata: Logger.Metadata {
            get { [:] }
            set { _ = newValue }
        }
        var logLevel: Logger.Level {
            get { .trace }
            set { _ = newValue }
        }

        subscript(metadataKey _: String) -> Logger.Metadata.Value? {
            get { nil }
            set { _ = newValue }
        }

        func log(event: LogEvent) {
            let pairs = (event.metadata ?? [:]).map { "\($0.key)=\($0.value)" }.sorted()
            lines.withLock { $0.append(([event.message.description] + pairs).joined(separator: " ")) }
        }
    }
}
