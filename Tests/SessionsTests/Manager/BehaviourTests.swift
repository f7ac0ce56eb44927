import CookieHeaders
import HTTPTypes
import SecureTokens
import SessionsTesting
import Testing

@testable import Sessions

/// Behaviours that users of other kits know, by the numbers of Tests/REQUIREMENTS.md. Most have their tests beside what
/// they are about; here are those that belong nowhere else.
@Suite("Behaviours")
struct BehaviourTests {
    @Test("B20 rotating twice in a request makes one new ID, and the old one is dead")
    func rotateTwice() async throws {
        let store = HookedStore()
        let harness = try Harness(store: store)
        var browser = Browser()
        try await harness.request(&browser) { $0.username = "test" }
        let before = browser
        try await harness.request(&browser) { session in
            try session.rotate()
            try session.rotate()
        }
        #expect(store.count(of: .rotate) == 1)
        #expect(try await harness.values(browser).username == "test")
        #expect(try await harness.values(before).username == nil)
    }

    @Test("B22 a rotation that comes after a logout brings nothing back")
    func rotateAfterLogout() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { try $0.login(subject: "ada") }
        let slow = try await harness.begin(browser)
        try slow.rotate()
        try await harness.request(&browser) { try $0.logout() }
        let error = await #expect(throws: SessionError.self) { try await harness.commit(slow) }
        #expect(error?.code == .sessionEnded)
        #expect(try await harness.liveCount() == 0)
    }

    @Test("B24 a rotation keeps values that the request has not looked at")
    func rotateUnread() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { session in
            session.username = "test"
            session.cart = ["tea"]
        }
        try await harness.request(&browser) { try $0.rotate() }
        try await harness.request(&browser) { #expect($0.username == "test" && $0.cart == ["tea"]) }
    }

    @Test("B26 B34 a request loads its session once, however often it is read, and a load creates no row")
    func loadedOnce() async throws {
        let store = HookedStore()
        let harness = try Harness(store: store)
        var browser = Browser()
        try await harness.request(&browser) { $0.username = "test" }
        let loads = store.count(of: .load)
        try await harness.request(&browser) { session in
            for _ in 0..<10 { #expect(session.username == "test" && session.visits == nil && session.subject == nil) }
        }
        #expect(store.count(of: .load) == loads + 1)
        let stranger = Browser(cookies: [Browser.guest: Base64URL.encode([UInt8](repeating: 9, count: 32).span)])
        _ = try await harness.values(stranger)
        #expect(store.count(of: .create) == 1)
        #expect(try await harness.liveCount() == 1)
    }

    @Test("B27 an ID that exists already is drawn anew, three times, then the request fails")
    func collisions() async throws {
        for (collisions, isStored) in [(1, true), (2, true), (3, false)] {
            let store = HookedStore(collisions: collisions)
            let harness = try Harness(store: store)
            let session = try await harness.begin(Browser())
            session.username = "test"
            if isStored {
                let response = try await harness.commit(session)
                #expect(setCookies(response).set == [Browser.guest])
            } else {
                let error = await #expect(throws: SessionError.self) { try await harness.commit(session) }
                #expect(error?.code == .cryptography)
            }
            #expect(try await harness.liveCount() == (isStored ? 1 : 0))
        }
    }

    @Test("B38 B40 what is read, what is changed and what is ended are told apart by what the store is asked")
    func status() async throws {
        let store = HookedStore()
        let harness = try Harness(store: store)
        var browser = Browser()
        try await harness.request(&browser) { $0.username = "test" }
        try await harness.request(&browser) { _ = $0.username }
        #expect(store.count(of: .update) == 0 && store.count(of: .touch) == 0)
        try await harness.request(&browser) { $0.username = "other" }
        #expect(store.count(of: .update) == 1 && store.count(of: .deleteFamily) == 0)
        try await harness.request(&browser) { try $0.destroy() }
        #expect(store.count(of: .update) == 1 && store.count(of: .deleteFamily) == 1)
    }

    @Test("B40 HT-05 a response that has only read a session is kept from caches if the policy says so")
    func readResponses() async throws {
        for isProtected in [false, true] {
            var policy = SessionPolicy()
            policy.protectsReadResponses = isProtected
            let harness = try Harness(policy: policy)
            var browser = Browser()
            #expect(try await harness.request(&browser) { _ = $0.username }.isEmpty)
            try await harness.request(&browser) { $0.username = "test" }
            #expect(try await harness.request(&browser).isEmpty)
            let reads: [(Session) -> Void] = [
                { _ = $0.username }, { _ = $0.keys }, { _ = $0.subject }, { _ = $0.assurance },
                { _ = $0.isRecentlyAuthenticated(within: .seconds(60)) },
            ]
            for read in reads {
                let response = try await harness.request(&browser, read)
                #expect(response[.cacheControl] == (isProtected ? "no-store" : nil))
                #expect(response[.vary] == (isProtected ? "Cookie" : nil))
            }
        }
    }

    @Test("B49 a slow request's write counts from its end, not from its beginning")
    func slowWrite() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { $0.username = "test" }
        let slow = try await harness.begin(browser)
        slow.visits = 1
        harness.clock.advance(by: .seconds(29 * 60))
        try await harness.commit(slow)
        harness.clock.advance(by: .seconds(29 * 60))
        #expect(try await harness.values(browser).visits == 1)
    }

    @Test("B55 no browser sends the cookie over plain HTTP")
    func plainHTTP() async throws {
        let harness = try Harness()
        var browser = Browser()
        let response = try await harness.request(&browser) { $0.username = "test" }
        var jar = CookieJar(publicSuffixes: .topLevelOnly)
        let host = try #require(CookieHost("shop.example"))
        let now = harness.clock.now.milliseconds / 1_000
        #expect(jar.store(response, from: .init(host: host, isSecure: true), at: now) == [.stored])
        #expect(jar.cookies(for: .init(host: host, isSecure: true), at: now).count == 1)
        #expect(jar.cookies(for: .init(host: host, isSecure: false), at: now).isEmpty)
        // And none accepts it over plain HTTP.
        var other = CookieJar(publicSuffixes: .topLevelOnly)
        _ = other.store(response, from: .init(host: host, isSecure: false), at: now)
        #expect(other.storedCookies.isEmpty)
    }

    @Test(
        "B56 no header that a proxy or a client writes takes Secure from the cookie",
        arguments: ["http", "https", "wss", ""]
    )
    func forwarded(_ scheme: String) async throws {
        let harness = try Harness()
        var fields: HTTPFields = [:]
        for name in ["X-Forwarded-Proto", "X-Forwarded-Ssl", "Front-End-Https", "Forwarded"] {
            fields[try #require(HTTPField.Name(name))] = name == "Forwarded" ? "proto=\(scheme)" : scheme
        }
        let session = try await harness.manager.begin(fields)
        session.username = "test"
        let line = try #require(try await harness.commit(session)[.setCookie])
        #expect(line.hasSuffix("; Path=/; Secure; HttpOnly; SameSite=Strict"))
    }

    @Test("B59 SC-15 a session for each site that embeds this one")
    func partitioned() async throws {
        var policy = SessionPolicy()
        policy.sameSite = .none
        policy.isPartitioned = true
        let harness = try Harness(policy: policy)
        var browser = Browser()
        let response = try await harness.request(&browser) { $0.username = "test" }
        #expect(response[.setCookie]?.hasSuffix("; Path=/; Secure; HttpOnly; SameSite=None; Partitioned") == true)
        #expect(
            try await harness.request(&browser) { try $0.destroy() }[.setCookie]?.hasSuffix("; Partitioned") == true
        )
    }

    @Test(
        "B64 B65 F4 a payload of another format, or one that was never sealed, is no session",
        arguments: [0, 1, 2, 255]
    )
    func forged(_ format: UInt8) async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { try $0.login(subject: "ada") }
        _ = harness.takeEvents()
        var record = try #require(try await harness.records(of: "ada").first)
        let payload = SessionPayload(
            family: record.family,
            csrf: try .generate(),
            subject: "ada",
            created: record.created,
            authenticated: record.authenticated,
            assurance: record.assurance,
            absoluteDeadline: record.absoluteDeadline,
            renewAt: record.renewAt,
            idleTimeout: .seconds(60),
            values: .empty
        )
        // In the clear behind the format's byte; for 1, where a sealed one begins so, under a tag of zeros.
        record.payload =
            [format] + [UInt8](repeating: 0, count: 12) + payload.encoded() + [UInt8](repeating: 0, count: 16)
        record.version += 1
        _ = try await harness.store.update(
            record.key,
            expecting: record.version - 1,
            to: record,
            now: harness.clock.now
        )
        try await harness.request(&browser) { #expect($0.subject == nil) }
        #expect(harness.takeEvents() == [.unreadableRecord])
    }

    @Test("B68 the list of a subject's sessions follows logins, rotations, the end and the deadlines")
    func index() async throws {
        let harness = try Harness()
        var (first, second) = (Browser(), Browser())
        func count(_ subject: String) async throws -> Int { try await harness.manager.sessions(of: subject).count }
        try await harness.request(&first) { try $0.login(subject: "ada") }
        try await harness.request(&second) { try $0.login(subject: "ada") }
        #expect(try await count("ada") == 2)
        try await harness.request(&first) { try $0.elevate(to: .aal2) }
        #expect(try await count("ada") == 2)
        try await harness.request(&second) { try $0.login(subject: "bob") }
        #expect(try await count("ada") == 1)
        #expect(try await count("bob") == 1)
        try await harness.request(&first) { try $0.logout() }
        #expect(try await count("ada") == 0)
        harness.clock.advance(by: .seconds(31 * 60))
        #expect(try await count("bob") == 0)
    }

    @Test("NI-05 a session's assurance is that of its authentication, whatever renews or rotates it")
    func assurance() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { #expect($0.assurance == .none) }
        try await harness.request(&browser) { try $0.login(subject: "ada", assurance: .aal1) }
        try await harness.request(&browser) { try $0.rotate() }
        for _ in 0..<4 {
            harness.clock.advance(by: .seconds(29 * 60))
            try await harness.request(&browser) { #expect($0.assurance == .aal1) }
        }
        try await harness.request(&browser) { try $0.elevate(to: .aal3) }
        try await harness.request(&browser) { #expect($0.assurance == .aal3) }
        try await harness.request(&browser) { try $0.login(subject: "ada", assurance: .aal1) }
        try await harness.request(&browser) { #expect($0.assurance == .aal1) }
    }

    @Test("OS-02 IDs have 256 bits from OpenSSL's generator, and none comes twice")
    func unique() throws {
        var seen: Set<String> = []
        for _ in 0..<10_000 {
            let id = try SessionID.generate()
            #expect(id.bytes.count == 32)
            seen.insert(id.cookieValue)
            seen.insert(try id.successor().cookieValue)
        }
        #expect(seen.count == 20_000)
    }

    @Test("OS-04 an ID is taken from the Cookie field alone")
    func cookieOnly() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { $0.username = "test" }
        let pair = "\(Browser.guest)=\(try #require(browser.guest))"
        for field in ["Authorization", "Cookie2", "X-Session-ID", "Referer", "Set-Cookie", ":path"] {
            guard let name = HTTPField.Name(field) else { continue }
            #expect(try await harness.manager.begin([name: pair]).username == nil)
        }
        #expect(try await harness.manager.begin([.cookie: pair]).username == "test")
    }
}
