import CookieHeaders
import HTTPTypes
import SecureTokens
import Sessions
import SessionsTesting
import Testing

@Suite("The test browser, and stories with it")
struct TestBrowserTests {
    private let clock = TestClock()

    private func browser(isSecure: Bool = true) throws -> TestBrowser {
        TestBrowser(host: try #require(CookieHost("shop.example")), isSecure: isSecure, clock: clock)
    }

    private func manager(_ policy: SessionPolicy = SessionPolicy()) throws -> SessionManager {
        let clock = clock
        return try SessionManager(
            store: MemoryStore(),
            keys: try KeyRing(primary: .generate()),
            policy: policy,
            clock: WallClock { clock.now.milliseconds }
        )
    }

    @Test("A visit begins, commits and keeps the cookie; the login changes it, the logout takes it away")
    func life() async throws {
        let manager = try manager()
        var browser = try browser()
        try await browser.visit(manager) { $0.username = "test" }
        #expect(browser.cookie(named: "__Host-guest") != nil)
        try await browser.visit(manager, "/login") { try $0.login(subject: "ada", keeping: [\.username]) }
        #expect(browser.cookie(named: "__Host-guest") == nil)
        let id = try #require(browser.cookie(named: "__Host-id"))
        let thief = browser
        try await browser.visit(manager) { session in
            #expect(session.username == "test")
            try session.elevate(to: .aal2)
        }
        #expect(browser.cookie(named: "__Host-id") != id)
        var robbed = thief
        try await robbed.visit(manager) { #expect($0.subject == nil) }
        try await browser.visit(manager) { try $0.logout() }
        #expect(browser.jar.storedCookies.isEmpty)
    }

    @Test("OS-06 B57 a strict cookie does not come along from another site, a lax one with links alone")
    func sites() async throws {
        for (mode, withLink) in [(SameSite.strict, false), (.lax, true)] {
            var policy = SessionPolicy()
            policy.sameSite = mode
            let manager = try manager(policy)
            var browser = try browser()
            try await browser.visit(manager) { $0.username = "test" }
            try await browser.visit(manager, from: .otherSite) { #expect(($0.username != nil) == withLink) }
            try await browser.visit(manager, from: .embedded) { #expect($0.username == nil) }
            #expect(browser.fields(method: .post, from: .otherSite)[.cookie] == nil)
            #expect(browser.fields(method: .post, from: .page)[.cookie] != nil)
        }
    }

    @Test("B55 UA-17 over plain HTTP no session cookie is kept")
    func plain() async throws {
        let manager = try manager()
        var browser = try browser(isSecure: false)
        let response = try await browser.visit(manager) { $0.username = "test" }
        #expect(browser.receive(response).count == 1)
        #expect(browser.jar.storedCookies.isEmpty)
    }

    @Test("B44 B45 a restart ends the session, unless it is remembered, and then its lifetime does")
    func restart() async throws {
        let manager = try manager()
        for isRemembered in [false, true] {
            var browser = try browser()
            try await browser.visit(manager) { session in
                try session.login(subject: "ada")
                if isRemembered { try session.remember(for: .seconds(7 * 86_400)) }
            }
            browser.restart()
            try await browser.visit(manager) { #expect(($0.subject == "ada") == isRemembered) }
            clock.advance(by: .seconds(7 * 86_400))
            #expect(browser.fields()[.cookie] == nil)
        }
    }

    @Test("OC-05 it says where a request comes from, and a protection believes it")
    func sources() async throws {
        let manager = try manager()
        var browser = try browser()
        let policy = try CSRFPolicy(origins: [try WebOrigin(browser.origin)])
        let protection = CSRFProtection(manager, policy: policy)
        for (source, isAccepted) in [(TestBrowser.Source.page, true), (.otherSite, false), (.embedded, false)] {
            let fields = browser.fields(for: "/transfer", method: .post, from: source)
            let session = try await manager.begin(fields)
            if isAccepted {
                #expect(try protection.checkSource(of: .post, fields, session) == .token(nil))
            } else {
                #expect(throws: CSRFRefusal.self) { try protection.checkSource(of: .post, fields, session) }
            }
        }
    }
}
