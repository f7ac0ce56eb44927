import HTTPTypes
import SecureTokens
import Sessions
import SessionsTesting
import Testing

@Suite("The life of a session")
struct LifeCycleTests {
    @Test("B1 B2 T17 a request that writes nothing costs no row and no cookie")
    func readOnly() async throws {
        let harness = try Harness()
        var browser = Browser()
        let response = try await harness.request(&browser) { session in
            #expect(session.username == nil)
            #expect(session.subject == nil)
        }
        #expect(response.isEmpty)
        #expect(try await harness.liveCount() == 0)
    }

    @Test(
        "R10 OS-01 OS-06 OS-07 OS-16 HT-03 HT-04 NI-06 B60 a visitor's first write sets the guest cookie with every protection, and forbids caching"
    )
    func guest() async throws {
        let harness = try Harness()
        var browser = Browser()
        let response = try await harness.request(&browser) { $0.username = "test" }
        let line = try #require(response[values: .setCookie].first)
        let value = try #require(browser.guest)
        #expect(line == "__Host-guest=\(value); Path=/; Secure; HttpOnly; SameSite=Strict")
        #expect(value.utf8.count == 43)
        #expect(response[.cacheControl] == "no-store")
        #expect(response[.vary] == "Cookie")
        #expect(try await harness.values(browser).username == "test")
        #expect(harness.takeEvents() == [.created])
    }

    @Test("B3 B46 the ID is stable across writes and its cookie is set once")
    func stable() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { $0.visits = 1 }
        let before = browser
        for _ in 0..<3 {
            let response = try await harness.request(&browser) { $0.modify(\.visits, default: 0) { $0 += 1 } }
            #expect(response.isEmpty)
        }
        #expect(browser.cookies == before.cookies)
        #expect(try await harness.values(browser).visits == 4)
    }

    @Test("HT-06 what the application set in Cache-Control and Vary is added to, never weakened")
    func mergedFields() async throws {
        let harness = try Harness()
        let session = try await harness.begin(Browser())
        session.username = "test"
        var response: HTTPFields = [.cacheControl: "private, NO-STORE", .vary: "Accept-Encoding"]
        try await harness.manager.commit(session, to: &response)
        #expect(response[values: .cacheControl] == ["private, NO-STORE"])
        #expect(response[values: .vary] == ["Accept-Encoding", "Cookie"])
    }

    @Test("B17 emptying a session that was never stored sets nothing")
    func emptied() async throws {
        let harness = try Harness()
        var browser = Browser()
        let response = try await harness.request(&browser) { session in
            session.username = "test"
            session.username = nil
        }
        #expect(response.isEmpty)
        #expect(try await harness.liveCount() == 0)
    }

    // MARK: Deadlines

    @Test("B10 NI-08 the idle deadline slides with use and ends the session without it")
    func idle() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { try $0.login(subject: "alice") }
        for _ in 0..<4 {
            harness.clock.advance(by: .seconds(29 * 60))
            try await harness.request(&browser)
        }
        #expect(try await harness.begin(browser).subject == "alice")
        harness.clock.advance(by: .seconds(30 * 60))
        _ = harness.takeEvents()
        #expect(try await harness.begin(browser).subject == nil)
        #expect(harness.takeEvents() == [.expired])
    }

    @Test("B7 B9 F6 the absolute deadline ends a session that is used, whatever renews it")
    func absolute() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { try $0.login(subject: "alice") }
        for minute in stride(from: 20, to: 8 * 60, by: 20) {
            harness.clock.advance(by: .seconds(20 * 60))
            try await harness.request(&browser) { try $0.rotate() }
            #expect(try await harness.begin(browser).subject == "alice", "after \(minute) minutes")
        }
        harness.clock.advance(by: .seconds(20 * 60))
        #expect(try await harness.begin(browser).subject == nil)
    }

    @Test("F6 a clock that was set back does not make an old authentication recent")
    func recentAuthenticationAndClock() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { try $0.login(subject: "alice") }
        harness.clock.advance(by: .seconds(-2))
        #expect(try await harness.begin(browser).isRecentlyAuthenticated(within: .seconds(300)))
        harness.clock.advance(by: .seconds(-3600))
        #expect(try await !harness.begin(browser).isRecentlyAuthenticated(within: .seconds(300)))
    }

    @Test("B50 a use is noted once in a sixth of the idle timeout")
    func touch() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { try $0.login(subject: "alice") }
        let begun = harness.clock.now
        harness.clock.advance(by: .seconds(299))
        try await harness.request(&browser)
        #expect(try await harness.manager.sessions(of: "alice").first?.lastSeen == begun)
        harness.clock.advance(by: .seconds(1))
        try await harness.request(&browser)
        #expect(try await harness.manager.sessions(of: "alice").first?.lastSeen == harness.clock.now)
    }

    // MARK: Unknown IDs

    @Test(
        "T4 B4 B5 B31 B42 OS-08 an ID that was not issued is never adopted",
        arguments: [
            "", "x", "../../etc/passwd", String(repeating: "A", count: 42), String(repeating: "A", count: 43),
            String(repeating: "A", count: 44), String(repeating: "!", count: 43),
            String(repeating: "A", count: 42) + "B",
        ]
    )
    func fixation(value: String) async throws {
        for name in [Browser.identified, Browser.guest] {
            let harness = try Harness()
            var browser = Browser(cookies: [name: value])
            #expect(try await harness.request(&browser).isEmpty)
            #expect(try await harness.liveCount() == 0)
            try await harness.request(&browser) { $0.username = "test" }
            #expect(browser.guest != value)
            #expect(try await harness.values(browser).username == "test")
        }
    }

    @Test("T3 B35 what the store holds is no cookie")
    func storedKeyIsNoCookie() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { try $0.login(subject: "alice") }
        let record = try #require(try await harness.records(of: "alice").first)
        var hash = record.key.hash
        for tagged in [false, true] {
            if tagged {
                for index in 0..<4 {
                    hash[index] = UInt8(truncatingIfNeeded: record.key.tag >> (24 - 8 * UInt32(index)))
                }
            }
            let stolen = Browser(cookies: [Browser.identified: encode(hash)])
            #expect(try await harness.begin(stolen).subject == nil)
        }
    }

    @Test("T14 two cookies of the name that both lead to sessions: none is believed")
    func tossing() async throws {
        let harness = try Harness()
        var alice = Browser()
        var mallory = Browser()
        try await harness.request(&alice) { try $0.login(subject: "alice") }
        try await harness.request(&mallory) { try $0.login(subject: "mallory") }
        let name = Browser.identified
        let (mine, tossed) = (try #require(alice.id), try #require(mallory.id))
        let both = try await harness.manager.begin([.cookie: "\(name)=\(tossed); \(name)=\(mine)"])
        #expect(both.subject == nil)
        #expect(harness.takeEvents().last == .ambiguousCookie)
        let junk = try await harness.manager.begin([.cookie: "\(name)=junk; \(name)=\(mine)"])
        #expect(junk.subject == "alice")
        let flood = (0..<5).map { _ in "\(name)=\(mine)" }.joined(separator: "; ")
        #expect(try await harness.manager.begin([.cookie: flood]).subject == nil)
    }

    @Test("R10 a visitor's ID under the other cookie's name is nothing, and the reverse")
    func wrongName() async throws {
        let harness = try Harness()
        var guest = Browser()
        var user = Browser()
        try await harness.request(&guest) { $0.username = "guest" }
        try await harness.request(&user) { try $0.login(subject: "alice") }
        let swapped = Browser(cookies: [Browser.identified: try #require(guest.guest)])
        #expect(try await harness.values(swapped).username == nil)
        let reversed = Browser(cookies: [Browser.guest: try #require(user.id)])
        #expect(try await harness.begin(reversed).subject == nil)
    }

    // MARK: Failing requests

    @Test("A failed request stores nothing, but its logout is carried out")
    func abandoned() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { try $0.login(subject: "alice") }
        let failing = try await harness.begin(browser)
        failing.username = "lost"
        var response = HTTPFields()
        try await harness.manager.abandon(failing, to: &response)
        #expect(response.isEmpty)
        #expect(try await harness.values(browser).username == nil)

        let leaving = try await harness.begin(browser)
        try leaving.logout()
        try await harness.manager.abandon(leaving, to: &response)
        #expect(setCookies(response).deleted == [Browser.identified])
        #expect(try await harness.liveCount() == 0)
    }

    @Test("A logout is carried out whatever went wrong before it in the same request")
    func logoutAfterFault() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { try $0.login(subject: "alice") }
        try await harness.request(&browser) { session in
            session[SessionKey<[Double]>("nan")] = [.nan]
            try session.logout()
        }
        #expect(browser.id == nil)
        #expect(try await harness.liveCount() == 0)
    }

    @Test("A session that outgrew a limit lowered since can be read, renewed and made smaller, and not grow")
    func loweredLimit() async throws {
        let (store, keys) = (MemoryStore(), try KeyRing(primary: .generate()))
        let before = try Harness(store: store, keys: keys)
        var browser = Browser()
        try await before.request(&browser) { session in
            session.username = String(repeating: "x", count: 200)
            session.cart = [String(repeating: "x", count: 200)]
        }
        var policy = SessionPolicy()
        policy.maximumSize = 100
        policy.renewalInterval = .seconds(60)
        let harness = try Harness(store: store, keys: keys, policy: policy)
        harness.clock.advance(by: .seconds(60))
        try await harness.request(&browser)
        try await harness.request(&browser) { $0.username = nil }
        await #expect(throws: SessionError.self) {
            try await harness.request(&browser) { $0.flash = "more" }
        }
        #expect(try await harness.begin(browser).cart?.count == 1)
    }

    @Test("B53 B54 after the commit a verb throws, a setter is reported and a second commit is refused")
    func late() async throws {
        let harness = try Harness()
        let session = try await harness.begin(Browser())
        session.username = "test"
        try await harness.commit(session)
        _ = harness.takeEvents()
        session.username = "late"
        #expect(harness.takeEvents() == [.lateWrite])
        #expect(throws: SessionError.self) { try session.login(subject: "alice") }
        await #expect(throws: SessionError.self) { try await harness.commit(session) }
    }
}

private func encode(_ bytes: InlineArray<32, UInt8>) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    var bits = 0
    var count = 0
    var text: [UInt8] = []
    for index in 0..<32 {
        bits = bits << 8 | Int(bytes[index])
        count += 8
        while count >= 6 {
            count -= 6
            text.append(alphabet[bits >> count & 63])
        }
    }
    text.append(alphabet[bits << (6 - count) & 63])
    return String(decoding: text, as: UTF8.self)
}
