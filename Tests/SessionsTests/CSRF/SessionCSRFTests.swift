import HTTPTypes
import SecureTokens
import SessionsTesting
import Synchronization
import Testing

@testable import Sessions

@Suite("Anti-forgery tokens in the life of a session")
struct SessionCSRFTests {
    private let harness: Harness

    init() throws {
        harness = try Harness()
    }

    /// Shows a page with a form in it.
    private func form(_ browser: inout Browser) async throws -> String {
        var token = ""
        try await harness.request(&browser) { token = try $0.csrfToken }
        return token
    }

    /// Whether a request with these cookies may send that token.
    private func accepts(_ token: String, _ browser: Browser) async throws -> Bool {
        let session = try await harness.begin(browser)
        do {
            try session.verifyCSRFToken(token)
            return true
        } catch {
            #expect(error.code == .invalidToken)
            return false
        }
    }

    private func loggedIn(_ subject: String = "alice") async throws -> Browser {
        var browser = Browser()
        try await harness.request(&browser) { try $0.login(subject: subject) }
        return browser
    }

    // MARK: With a session

    @Test("OC-01 BREACH: a session's tokens differ in text and are all good; asking stores nothing, sets nothing")
    func ofSession() async throws {
        var browser = try await loggedIn()
        let before = try await harness.records(of: "alice")
        var tokens: [String] = []
        let response = try await harness.request(&browser) { session in
            tokens = [try session.csrfToken, try session.csrfToken]
        }
        #expect(tokens[0] != tokens[1])
        #expect(try await accepts(tokens[0], browser))
        #expect(try await accepts(tokens[1], browser))
        #expect(response[values: .setCookie].isEmpty)
        #expect(try await harness.records(of: "alice").map(\.version) == before.map(\.version))
    }

    @Test("T20 a page with a token in it is kept by no cache, with or without a cookie")
    func caching() async throws {
        var (user, visitor) = (try await loggedIn(), Browser())
        for _ in 0..<2 {
            let replies = [
                try await harness.request(&user) { _ = try $0.csrfToken },
                try await harness.request(&visitor) { _ = try $0.csrfToken },
            ]
            for reply in replies {
                #expect(reply[.cacheControl] == "no-store")
                #expect(reply[.vary] == "Cookie")
            }
        }
    }

    @Test("OC-01 another session's token is none, of the same user too")
    func ofOthers() async throws {
        var (mine, other, mallory) = (try await loggedIn(), try await loggedIn(), try await loggedIn("mallory"))
        let token = try await form(&mine)
        #expect(try await accepts(token, mine))
        #expect(try await !accepts(token, other))
        #expect(try await !accepts(token, mallory))
        #expect(try await !accepts(token, Browser()))
        #expect(try await !accepts(try await form(&other), mine))
        #expect(try await !accepts(try await form(&mallory), mine))
    }

    @Test("OC-01 the token is in no cookie, no record and no description")
    func nowhereElse() async throws {
        var browser = Browser()
        let token = try await form(&browser)
        #expect(!browser.cookies.values.contains { token.contains($0) })
        browser = try await loggedIn()
        let session = try await harness.begin(browser)
        let text = try session.csrfToken
        #expect(!"\(session)".contains(text))
        #expect(Mirror(reflecting: session).children.isEmpty)
    }

    @Test(
        "OC-04 login, login again, step-up, rotation and logout each make every earlier token worthless",
        arguments: ["login", "login again", "other login", "elevate", "rotate", "forget", "logout", "destroy"]
    )
    func changes(_ change: String) async throws {
        var browser = Browser()
        if change == "login" {
            try await harness.request(&browser) { $0.visits = 1 }
        } else {
            browser = try await loggedIn()
        }
        let before = try await form(&browser)
        #expect(try await accepts(before, browser))
        let old = browser
        var during = ""
        try await harness.request(&browser) { session in
            #expect(throws: Never.self) { try session.verifyCSRFToken(before) }
            switch change {
            case "elevate": try session.elevate(to: .aal2)
            case "rotate": try session.rotate()
            case "forget": try session.forget()
            case "logout": try session.logout()
            case "destroy": try session.destroy()
            case "other login": try session.login(subject: "bob")
            default: try session.login(subject: "alice")
            }
            // What the request came with still counts for the request itself.
            #expect(throws: Never.self) { try session.verifyCSRFToken(before) }
            during = try session.csrfToken
        }
        #expect(try await !accepts(before, browser))
        #expect(try await !accepts(before, old))
        #expect(try await accepts(during, browser), "what the page after it showed")
        #expect(try await !accepts(during, old))
        #expect(try await accepts(try await form(&browser), browser))
    }

    @Test(
        "OC-04 OC-10 a login ends the tokens that its own request handed out for another session before it",
        arguments: ["rotate", "elevate", "other login"]
    )
    func earlierInRequest(_ earlier: String) async throws {
        var browser = try await loggedIn()
        if earlier == "rotate" {
            browser = Browser()
            try await harness.request(&browser) { $0.visits = 1 }
        }
        var (before, after) = ("", "")
        try await harness.request(&browser) { session in
            switch earlier {
            case "rotate": try session.rotate()
            case "elevate": try session.elevate(to: .aal2)
            default: try session.login(subject: "carol")
            }
            before = try session.csrfToken
            try session.login(subject: "bob")
            after = try session.csrfToken
            // The same login once more changes nothing.
            try session.login(subject: "bob", assurance: .aal2)
        }
        #expect(try await !accepts(before, browser))
        #expect(try await accepts(after, browser))
    }

    @Test("OC-04 after a timed renewal the token from before is good for one period and then for none")
    func renewal() async throws {
        var policy = SessionPolicy()
        policy.renewalInterval = .seconds(600)
        let harness = try Harness(policy: policy)
        var browser = Browser()
        try await harness.request(&browser) { try $0.login(subject: "alice") }
        var tokens: [String] = []
        func ask(_ session: Session) throws { tokens.append(try session.csrfToken) }
        func accepted() async throws -> [Bool] {
            let session = try await harness.begin(browser)
            return tokens.map { token in session.refusal(ofToken: token) == nil }
        }
        try await harness.request(&browser, ask)
        for _ in 0..<3 {
            let id = browser.id
            harness.clock.advance(by: .seconds(600))
            // Overdue, but not yet renewed: the form is the current one's.
            #expect(try await accepted().last == true)
            try await harness.request(&browser)
            #expect(browser.id != id)
            #expect(try await accepted().suffix(1) == [true], "from before the renewal")
            try await harness.request(&browser, ask)
            let expected = Array(repeating: false, count: tokens.count - 2) + [true, true]
            #expect(try await accepted() == expected)
            harness.clock.advance(by: .milliseconds(599_999))
            #expect(try await accepted() == expected)
            harness.clock.advance(by: .milliseconds(1))
            #expect(try await accepted() == Array(expected.dropLast(2)) + [false, true])
            harness.clock.advance(by: .milliseconds(-600_000))
        }
    }

    @Test("R7 OC-04 a form of the ID before a renewal is good under either cookie, a replaced one's under neither")
    func forwarded() async throws {
        var policy = SessionPolicy()
        policy.renewalInterval = .seconds(600)
        let harness = try Harness(policy: policy)
        var browser = Browser()
        try await harness.request(&browser) { try $0.login(subject: "alice") }
        var token = ""
        try await harness.request(&browser) { token = try $0.csrfToken }
        harness.clock.advance(by: .seconds(600))
        let old = browser
        try await harness.request(&browser)
        #expect(browser.id != old.id)
        for cookies in [old, browser] {
            #expect(try await harness.begin(cookies).refusal(ofToken: token) == nil)
        }
        try await harness.request(&browser) { try $0.elevate(to: .aal2) }
        for cookies in [old, browser] {
            #expect(try await harness.begin(cookies).refusal(ofToken: token) == .invalidToken)
        }
    }

    @Test("A failed commit of a login leaves the session's tokens as they were")
    func abandoned() async throws {
        var browser = try await loggedIn()
        let token = try await form(&browser)
        let session = try await harness.begin(browser)
        try session.elevate(to: .aal3)
        let next = try session.csrfToken
        var response = HTTPFields()
        try await harness.manager.abandon(session, to: &response)
        #expect(response == [.cacheControl: "no-store", .vary: "Cookie"], "HT-03: the page may show it all the same")
        #expect(try await accepts(token, browser))
        #expect(try await !accepts(next, browser))
    }

    @Test("A token is not to be had for the first time once the head may be on its way")
    func afterCommit() async throws {
        let browser = try await loggedIn()
        for ask in [false, true] {
            let session = try await harness.begin(browser)
            if ask { _ = try session.csrfToken }
            try await harness.commit(session)
            if ask {
                #expect(try await accepts(try session.csrfToken, browser))
            } else {
                #expect(throws: SessionError.self) { try session.csrfToken }
            }
        }
    }

    // MARK: Without one

    @Test("OC-10 T17 only a visitor who asks for a token gets a cookie, and the store is not touched")
    func visitor() async throws {
        let store = HookedStore()
        let harness = try Harness(store: store)
        var browser = Browser()
        #expect(try await harness.request(&browser).isEmpty)
        var token = ""
        let response = try await harness.request(&browser) { token = try $0.csrfToken }
        let value = try #require(browser.cookies["__Host-csrf"])
        #expect(
            response[values: .setCookie] == ["__Host-csrf=\(value); Path=/; Secure; HttpOnly; SameSite=Strict"]
        )
        #expect(value.utf8.count == 43)
        let again = try await harness.request(&browser) { session in
            try session.verifyCSRFToken(token)
            #expect(try session.csrfToken != token)
        }
        #expect(again[values: .setCookie].isEmpty, "the cookie is the browser's until it logs in")
        for call in [HookedStore.Call.create, .load, .update, .touch, .rotate] { #expect(store.count(of: call) == 0) }
        #expect(harness.takeEvents().isEmpty)
    }

    @Test("OC-03 a cookie alone proves nothing: its value is no token, and a token without its cookie is none")
    func cookieAlone() async throws {
        var (browser, mallory) = (Browser(), Browser())
        let token = try await form(&browser)
        let foreign = try await form(&mallory)
        let value = try #require(browser.cookies["__Host-csrf"])
        #expect(try await accepts(token, browser))
        #expect(try await !accepts(value, browser))
        #expect(try await !accepts(foreign, browser))
        #expect(try await !accepts(token, Browser()))
        #expect(try await !accepts(token, Browser(cookies: ["__Host-csrf": token])))
    }

    @Test("T14 of two cookies of that name none is believed, nor one of another shape")
    func tossed() async throws {
        var browser = Browser()
        let token = try await form(&browser)
        let value = try #require(browser.cookies["__Host-csrf"])
        for header in [
            "__Host-csrf=\(value); __Host-csrf=\(value)", "__Host-csrf=\(value); __Host-csrf=x",
            "__Host-csrf=\(value)A", "__Host-csrf=", "csrf=\(value)", "__host-csrf=\(value)",
        ] {
            let session = try await harness.manager.begin([.cookie: header])
            #expect(session.refusal(ofToken: token) == .invalidToken)
        }
        let session = try await harness.manager.begin([.cookie: "a=b; __Host-csrf=\(value); c=d"])
        #expect(session.refusal(ofToken: token) == nil)
    }

    @Test("A form that was open when the visitor's session began still works")
    func guest() async throws {
        var browser = Browser()
        let before = try await form(&browser)
        try await harness.request(&browser) { $0.visits = 1 }
        #expect(browser.guest != nil)
        #expect(try await accepts(before, browser))
        #expect(try await accepts(try await form(&browser), browser))
    }

    @Test("A first visit that asks for a token and writes gets both cookies, and its form works")
    func firstVisit() async throws {
        var browser = Browser()
        var token = ""
        let response = try await harness.request(&browser) { session in
            token = try session.csrfToken
            session.visits = 1
        }
        #expect(setCookies(response).set.sorted() == ["__Host-csrf", "__Host-guest"])
        #expect(try await accepts(token, browser))
    }

    @Test("OC-10 the pre-session token dies at the login, and its cookie with it")
    func diesAtLogin() async throws {
        for hasGuestSession in [false, true] {
            var browser = Browser()
            if hasGuestSession { try await harness.request(&browser) { $0.visits = 1 } }
            browser.cookies["__Host-csrf"] = try VisitorSecret.generate().cookieValue
            let asked = Browser(cookies: browser.cookies.filter { $0.key == "__Host-csrf" })
            let token = try await harness.begin(asked).csrfToken
            let planted = browser.cookies
            #expect(try await accepts(token, browser))
            let response = try await harness.request(&browser) { try $0.login(subject: "alice") }
            #expect(setCookies(response).deleted.contains("__Host-csrf"))
            #expect(browser.cookies["__Host-csrf"] == nil)
            #expect(try await !accepts(token, browser))
            // A browser that has kept the cookie gains nothing by it.
            browser.cookies["__Host-csrf"] = planted["__Host-csrf"]
            #expect(try await !accepts(token, browser))
        }
    }

    @Test("A token that was asked for before the login in the same request sets no cookie")
    func beforeLogin() async throws {
        var browser = Browser()
        let response = try await harness.request(&browser) { session in
            _ = try session.csrfToken
            try session.login(subject: "alice")
        }
        #expect(setCookies(response).set == ["__Host-id"])
        #expect(response[values: .cacheControl] == ["no-store"])
    }

    @Test("OC-04 the page after a logout has a token of its own, under a new cookie")
    func afterLogout() async throws {
        var browser = try await loggedIn()
        browser.cookies["__Host-csrf"] = try VisitorSecret.generate().cookieValue
        let old = browser.cookies["__Host-csrf"]
        var token = ""
        try await harness.request(&browser) { session in
            try session.logout()
            token = try session.csrfToken
        }
        #expect(browser.id == nil)
        #expect(browser.cookies["__Host-csrf"] != nil)
        #expect(browser.cookies["__Host-csrf"] != old)
        #expect(try await accepts(token, browser))
        browser = try await loggedIn()
        browser.cookies["__Host-csrf"] = old
        let response = try await harness.request(&browser) { try $0.logout() }
        #expect(setCookies(response).deleted.sorted() == ["__Host-csrf", "__Host-id"])
    }

    @Test("R12 a late logout that ends nothing deletes no cookie")
    func lateLogout() async throws {
        var browser = try await loggedIn()
        browser.cookies["__Host-csrf"] = try VisitorSecret.generate().cookieValue
        let late = try await harness.begin(browser)
        try late.logout()
        try await harness.request(&browser) { try $0.logout() }
        #expect(try await harness.commit(late).isEmpty)
    }

    @Test("T3 the server's key is needed: with the seed or the cookie, but another key, no token can be made")
    func serverKey() async throws {
        var browser = Browser()
        _ = try await form(&browser)
        let mallory = try Harness()
        let forged = try await mallory.begin(browser).csrfToken
        #expect(try await !accepts(forged, browser))
    }

    @Test("OS-18 a refusal is one event with its reason and its family, and nothing of the token")
    func events() async throws {
        let events = Mutex<[SessionEvent]>([])
        let clock = TestClock()
        let manager = try SessionManager(
            store: MemoryStore(),
            keys: KeyRing(primary: .generate()),
            clock: WallClock { clock.now.milliseconds },
            onEvent: { event in events.withLock { $0.append(event) } }
        )
        var browser = Browser()
        let session = try await manager.begin(browser.fields)
        try session.login(subject: "alice")
        var response = HTTPFields()
        try await manager.commit(session, to: &response)
        browser.apply(response)
        let next = try await manager.begin(browser.fields)
        events.withLock { $0 = [] }
        #expect(throws: CSRFRefusal(.invalidToken)) { try next.verifyCSRFToken("x") }
        let seen = events.withLock { $0 }
        #expect(seen.map(\.kind) == [.csrfRefused])
        #expect(seen.first?.refusal == .invalidToken)
        #expect(seen.first?.family == next.family)
        #expect(next.family != nil)
    }
}
