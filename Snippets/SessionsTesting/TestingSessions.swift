//! Tests of a store, of an adapter and of an application's own pages.

import CookieHeaders
import HTTPTypes
import SecureTokens
import Sessions
import SessionsTesting

extension SessionKeys {
    var username: SessionKey<String> { "username" }
}

struct TestFailed: Error {}

// snippet.host
func browser(of host: String, _ clock: TestClock) throws -> TestBrowser {
    guard let host = CookieHost(host) else { throw TestFailed() }
    return TestBrowser(host: host, clock: clock)
}
// snippet.end

// snippet.store
func testStore() async throws {
    try await StoreConformance.run { MemoryStore() }
    try await SessionExplorer { MemoryStore() }.check()
}
// snippet.end

// snippet.clock
func testIdleTimeout() async throws {
    let clock = TestClock()
    let manager = try SessionManager(
        store: MemoryStore(),
        keys: KeyRing(primary: .generate()),
        clock: WallClock { clock.now.milliseconds }
    )
    var browser = try browser(of: "shop.example", clock)
    try await browser.visit(manager) { try $0.login(subject: "ada") }
    clock.advance(by: .seconds(31 * 60))
    try await browser.visit(manager) { session in
        guard session.subject == nil else { throw TestFailed() }
    }
}
// snippet.end

// snippet.thief
func testStolenCookie(_ manager: SessionManager, _ clock: TestClock) async throws {
    var browser = try browser(of: "shop.example", clock)
    try await browser.visit(manager) { $0.username = "guest" }
    var thief = browser  // a second browser with the same cookies
    try await browser.visit(manager) { try $0.login(subject: "ada") }
    try await thief.visit(manager) { session in
        guard session.subject == nil, session.username == nil else { throw TestFailed() }
    }
}
// snippet.end

// snippet.server
func testForm(
    _ clock: TestClock,
    send: (HTTPRequest.Method, String, HTTPFields) async throws -> (status: Int, fields: HTTPFields)
) async throws {
    var browser = try browser(of: "shop.example", clock)
    for source in [TestBrowser.Source.page, .otherSite] {
        let reply = try await send(.post, "/login", browser.fields(for: "/login", method: .post, from: source))
        browser.receive(reply.fields, from: "/login")
        guard (reply.status == 403) == (source == .otherSite) else { throw TestFailed() }
    }
}
// snippet.end
