import HTTPTypes
import SecureTokens
import Sessions
import SessionsTesting
import Testing

@Suite("Sessions that their cookies carry")
struct CookieOnlyTests {
    private func harness(
        store: any SessionStore = MemoryStore(),
        keys: KeyRing? = nil,
        policy: SessionPolicy = SessionPolicy()
    ) throws -> Harness {
        try Harness(store: store, keys: keys, policy: policy, isCookieOnly: true)
    }

    private func loggedIn(_ harness: Harness, as subject: String = "ada") async throws -> Browser {
        var browser = Browser()
        try await harness.request(&browser) { session in
            try session.login(subject: subject)
            session.username = "test"
        }
        return browser
    }

    @Test("B1 B36 T17 values come and go with the cookie, and the store is not written")
    func values() async throws {
        let store = HookedStore()
        let harness = try harness(store: store)
        var browser = Browser()
        #expect(try await harness.request(&browser) { _ = $0.username }.isEmpty)
        #expect(store.count(of: .load) == 0)
        let response = try await harness.request(&browser) { session in
            session.username = "test"
            session.cart = ["tea", "rum"]
        }
        #expect(response[.setCookie]?.hasSuffix("; Path=/; Secure; HttpOnly; SameSite=Strict") == true)
        #expect(response[.cacheControl] == "no-store")
        let readOnly = try await harness.request(&browser) { session in
            #expect(session.username == "test" && session.cart == ["tea", "rum"] && session.keys.count == 2)
            #expect(session.contains(\.cart) && !session.contains(\.visits))
        }
        #expect(readOnly.isEmpty)
        try await harness.request(&browser) { $0.cart = nil }
        try await harness.request(&browser) { #expect($0.cart == nil && $0.username == "test") }
        #expect(store.count(of: .create) == 0 && store.count(of: .update) == 0)
        // The bytes, not their text, in which four letters in a row may stand by chance.
        let bytes = try #require(Base64URL.decode(browser.guest ?? ""))
        for word in ["test", "username"] { #expect(!bytes.contains(Array(word.utf8)), "\(word)") }
    }

    @Test("B67 SC-16 more than a cookie holds is an error, and what was there stays")
    func oversize() async throws {
        let harness = try harness()
        var browser = try await loggedIn(harness)
        let before = browser
        let session = try await harness.begin(browser)
        session.username = String(repeating: "x", count: 3_000)
        let error = await #expect(throws: SessionError.self) { try await harness.commit(session) }
        #expect(error?.code == .invalidValue && error?.reason.contains("xxx") == false)
        #expect(try await harness.values(before).username == "test")
        // The largest that fits makes a cookie that a browser keeps.
        try await harness.request(&browser) { $0.username = String(repeating: "x", count: 2_800) }
        #expect(Browser.identified.utf8.count + (browser.id ?? "").utf8.count <= 4_096)
        #expect(try await harness.values(browser).username?.utf8.count == 2_800)
        // A login or a step-up that would not fit leaves the session alive.
        for change in [{ try $0.rotate() }, { try $0.login(subject: "bob") }] as [(Session) throws -> Void] {
            let large = try await harness.begin(browser)
            try change(large)
            large.username = String(repeating: "x", count: 3_000)
            await #expect(throws: SessionError.self) { try await harness.commit(large) }
            #expect(try await harness.values(browser).username?.utf8.count == 2_800)
        }
    }

    @Test("T5 R2 R10 a login lets through what is named, and every cookie from before it is dead")
    func login() async throws {
        let harness = try harness()
        var browser = Browser()
        try await harness.request(&browser) { session in
            session.username = "guest"
            session.cart = ["tea"]
        }
        let before = browser
        let response = try await harness.request(&browser) { try $0.login(subject: "ada", keeping: [\.cart]) }
        #expect(setCookies(response) == (set: [Browser.identified], deleted: [Browser.guest]))
        try await harness.request(&browser) { #expect($0.subject == "ada" && $0.cart == ["tea"] && $0.username == nil) }
        #expect(try await harness.begin(before).cart == nil)
        #expect(try await harness.begin(Browser(cookies: [Browser.identified: before.guest ?? ""])).subject == nil)
    }

    @Test(
        "T5 B18 B19 a step-up, a rotation and a new login make every earlier cookie worthless and keep the values",
        arguments: [
            { try $0.elevate(to: .aal2) }, { try $0.rotate() }, { try $0.login(subject: "ada") }, { try $0.forget() },
        ]
            as [@Sendable (Session) throws -> Void]
    )
    func replaced(_ change: @Sendable (Session) throws -> Void) async throws {
        let harness = try harness()
        var browser = try await loggedIn(harness)
        let first = browser
        try await harness.request(&browser) { $0.visits = 1 }
        let second = browser
        let slow = try await harness.begin(browser)
        try await harness.request(&browser, change)
        try await harness.request(&browser) { #expect($0.username == "test" && $0.visits == 1 && $0.subject == "ada") }
        for old in [first, second] { #expect(try await harness.begin(old).subject == nil) }
        // So for a request that was under way.
        slow.visits = 2
        let error = await #expect(throws: SessionError.self) { try await harness.commit(slow) }
        #expect(error?.code == .sessionEnded)
    }

    @Test("T6 T7 R5 B15 B25 a logout ends every cookie of the session, and a slow request brings nothing back")
    func logout() async throws {
        let harness = try harness()
        var browser = try await loggedIn(harness)
        let stolen = browser
        try await harness.request(&browser) { $0.visits = 1 }
        let slow = try await harness.begin(browser)
        slow.visits = 2
        let slowReader = try await harness.begin(browser)
        let response = try await harness.request(&browser) { try $0.logout() }
        #expect(setCookies(response).deleted == [Browser.identified])
        #expect(browser.id == nil)
        #expect(try await harness.begin(stolen).subject == nil)
        let error = await #expect(throws: SessionError.self) { try await harness.commit(slow) }
        #expect(error?.code == .sessionEnded)
        harness.clock.advance(by: .seconds(20 * 60))
        #expect(try await harness.commit(slowReader).isEmpty)
        // A second logout finds nothing and deletes no cookie (R12).
        let second = try await harness.begin(stolen)
        try second.logout()
        #expect(try await harness.commit(second).isEmpty)
    }

    @Test("T7 B34 ending all of a subject's sessions ends older cookies, and a login that was under way")
    func revokeAll() async throws {
        let harness = try harness()
        let browsers = [try await loggedIn(harness), try await loggedIn(harness)]
        let stranger = try await loggedIn(harness, as: "bob")
        let late = try await harness.begin(Browser())
        harness.clock.advance(by: .milliseconds(1))
        try await harness.manager.revokeAll(of: "ada")
        for browser in browsers { #expect(try await harness.begin(browser).subject == nil) }
        #expect(try await harness.begin(stranger).subject == "bob")
        try late.login(subject: "ada")
        let error = await #expect(throws: SessionError.self) { try await harness.commit(late) }
        #expect(error?.code == .loginRefused)
        harness.clock.advance(by: .milliseconds(1))
        #expect(try await harness.begin(try await loggedIn(harness)).subject == "ada")
    }

    @Test("T7 a step-up that comes after the end of all sessions is refused")
    func lateStepUp() async throws {
        for change in [{ try $0.elevate(to: .aal2) }, { try $0.login(subject: "ada") }] as [(Session) throws -> Void] {
            let harness = try harness()
            let slow = try await harness.begin(try await loggedIn(harness))
            try change(slow)
            harness.clock.advance(by: .milliseconds(1))
            try await harness.manager.revokeAll(of: "ada")
            let error = await #expect(throws: SessionError.self) { try await harness.commit(slow) }
            #expect(error?.code == .loginRefused || error?.code == .sessionEnded)
        }
    }

    @Test("B9 B10 NI-08 use puts off the idle deadline, nothing the absolute one")
    func deadlines() async throws {
        let harness = try harness()
        var browser = try await loggedIn(harness)
        let first = browser
        harness.clock.advance(by: .seconds(4 * 60))
        #expect(try await harness.request(&browser).isEmpty)
        harness.clock.advance(by: .seconds(2 * 60))
        #expect(try await setCookies(harness.request(&browser)).set == [Browser.identified])
        // The cookie of the login ends with its own idle time, the one that was issued since does not.
        harness.clock.advance(by: .seconds(25 * 60))
        #expect(try await harness.begin(first).subject == nil)
        #expect(try await harness.begin(browser).subject == "ada")
        for _ in 0..<22 {
            try await harness.request(&browser) { #expect($0.subject == "ada") }
            harness.clock.advance(by: .seconds(20 * 60))
        }
        harness.clock.advance(by: .seconds(10 * 60))
        try await harness.request(&browser) { #expect($0.subject == nil) }
    }

    @Test(
        "T2 T10 a cookie that was changed, moved to the other name, another manager or an application's token is none"
    )
    func foreign() async throws {
        let keys = try KeyRing(primary: .generate())
        let harness = try harness(keys: keys)
        let browser = try await loggedIn(harness)
        let value = try #require(browser.id)
        for index in stride(from: 0, to: value.utf8.count, by: 7) {
            var bytes = Array(value.utf8)
            bytes[index] = bytes[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let changed = Browser(cookies: [Browser.identified: String(decoding: bytes, as: UTF8.self)])
            #expect(try await harness.begin(changed).subject == nil)
        }
        #expect(try await harness.begin(Browser(cookies: [Browser.guest: value])).subject == nil)
        var other = SessionPolicy()
        other.namespace = "admin"
        #expect(try await self.harness(keys: keys, policy: other).begin(browser).subject == nil)
        let context = try TokenContext(purpose: "session", name: Browser.identified, audience: "hardtack")
        let forged = try TokenSealer(keys: keys, context: context, clock: WallClock { harness.clock.now.milliseconds })
            .seal([UInt8](repeating: 1, count: 120).span, for: .lasting(.seconds(60)))
        #expect(try await harness.begin(Browser(cookies: [Browser.identified: forged])).subject == nil)
    }

    @Test("T14 two cookies of the name that both authenticate: none is believed")
    func ambiguous() async throws {
        let harness = try harness()
        let (first, second) = (try await loggedIn(harness), try await loggedIn(harness, as: "bob"))
        let header = "\(Browser.identified)=\(first.id ?? ""); \(Browser.identified)=\(second.id ?? "")"
        _ = harness.takeEvents()
        #expect(try await harness.manager.begin([.cookie: header]).subject == nil)
        #expect(harness.takeEvents() == [.ambiguousCookie])
        let withJunk = "\(Browser.identified)=junk; \(Browser.identified)=\(second.id ?? "")"
        #expect(try await harness.manager.begin([.cookie: withJunk]).subject == "bob")
    }

    @Test("F8 B61 a cookie under a retired key opens until the key is removed; the next write uses the primary")
    func keys() async throws {
        let (old, new) = (try RootKey.generate(), try RootKey.generate())
        let store = MemoryStore()
        var browser = try await loggedIn(try harness(store: store, keys: try KeyRing(primary: old)))
        let during = try harness(store: store, keys: try KeyRing(primary: new, accepted: [old]))
        let before = browser
        try await during.request(&browser) { $0.visits = 1 }
        let after = try harness(store: store, keys: try KeyRing(primary: new))
        #expect(try await after.begin(before).subject == nil)
        #expect(try await after.begin(browser).visits == 1)
    }

    @Test("F5 B30 B32 when the store fails, so do begin and commit: no session goes on without it")
    func unavailable() async throws {
        let store = HookedStore()
        let harness = try harness(store: store)
        let browser = try await loggedIn(harness)
        let session = try await harness.begin(browser)
        session.visits = 1
        let leaving = try await harness.begin(browser)
        try leaving.logout()
        store.fail(.load)
        store.fail(.create)
        for commit in [session, leaving] {
            let error = await #expect(throws: SessionError.self) { try await harness.commit(commit) }
            #expect(error?.code == .storeUnavailable)
        }
        let error = await #expect(throws: SessionError.self) { try await harness.begin(browser) }
        #expect(error?.code == .storeUnavailable)
    }

    @Test("What needs a store says so: modify, take, labels, lists, limits, one session's end")
    func unsupported() async throws {
        let harness = try harness()
        let browser = try await loggedIn(harness)
        for verb in [
            { $0.modify(\.visits, default: 0) { $0 += 1 } },
            { _ = $0.take(\.username) },
        ] as [(Session) -> Void] {
            let session = try await harness.begin(browser)
            verb(session)
            let error = await #expect(throws: SessionError.self) { try await harness.commit(session) }
            #expect(error?.code == .unsupported)
        }
        let session = try await harness.begin(browser)
        #expect(throws: SessionError.self) { try session.setDeviceLabel("kitchen") }
        let family = try #require(session.family)
        await #expect(throws: SessionError.self) { try await harness.manager.sessions(of: "ada") }
        await #expect(throws: SessionError.self) { try await harness.manager.revoke(family, of: "ada") }
        await #expect(throws: SessionError.self) { try await harness.manager.revokeAll(of: "ada", except: family) }
        var limited = SessionPolicy()
        limited.subjectLimit = .endOldest(over: 2)
        #expect(throws: SessionError.self) { try self.harness(policy: limited) }
    }

    @Test(
        "B45 a remembered session has a cookie that outlives the browser, OC-04 and a new anti-forgery token at each login"
    )
    func others() async throws {
        let harness = try harness()
        var browser = Browser()
        var token = ""
        let response = try await harness.request(&browser) { session in
            try session.login(subject: "ada")
            try session.remember(for: .seconds(20 * 86_400))
            token = try session.csrfToken
        }
        #expect(response[values: .setCookie].joined().contains("Max-Age=1728000"))
        harness.clock.advance(by: .seconds(19 * 86_400))
        try await harness.request(&browser) { session in
            try session.verifyCSRFToken(token)
            try session.elevate(to: .aal2)
        }
        try await harness.request(&browser) { session in
            #expect(session.assurance == .aal2)
            #expect(throws: CSRFRefusal.self) { try session.verifyCSRFToken(token) }
        }
    }

    @Test("B8 B12 what the store keeps of an ended session goes when it would have ended anyway")
    func purged() async throws {
        let harness = try harness()
        var browser = try await loggedIn(harness)
        let stolen = browser
        try await harness.request(&browser) { try $0.logout() }
        #expect(try await harness.liveCount() == 0)
        harness.clock.advance(by: .seconds(8 * 3_600 - 1))
        #expect(try await harness.manager.purgeExpired() == 0)
        harness.clock.advance(by: .seconds(1))
        #expect(try await harness.manager.purgeExpired() == 1)
        #expect(try await harness.begin(stolen).subject == nil)
    }
}
