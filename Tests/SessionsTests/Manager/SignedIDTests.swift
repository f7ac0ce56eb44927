import HTTPTypes
import SecureTokens
import Sessions
import SessionsTesting
import Testing

@Suite("Signed IDs")
struct SignedIDTests {
    private var policy: SessionPolicy {
        var policy = SessionPolicy()
        policy.signsIDs = true
        return policy
    }

    @Test("B6 OS-09 with a bad signature the store is not asked")
    func badSignature() async throws {
        let store = HookedStore()
        let harness = try Harness(store: store, policy: policy)
        var browser = Browser()
        try await harness.request(&browser) { $0.username = "test" }
        let value = try #require(browser.guest)
        #expect(value.utf8.count == 103)
        #expect(try await harness.values(browser).username == "test")

        let loads = store.count(of: .load)
        let plain = Base64URL.encode([UInt8](repeating: 7, count: 32).span)
        let changed = String(value.dropLast(2)) + (value.hasSuffix("AA") ? "BA" : "AA")
        for bad in [plain, changed, "", String(value.dropLast()), value + "A"] {
            browser.cookies[Browser.guest] = bad
            #expect(try await harness.values(browser).username == nil)
        }
        #expect(store.count(of: .load) == loads)
    }

    @Test("B63 T2 an ID that is signed for one cookie, namespace or key is nothing elsewhere")
    func bound() async throws {
        let keys = try KeyRing(primary: .generate())
        let store = HookedStore()
        let harness = try Harness(store: store, keys: keys, policy: policy)
        var browser = Browser()
        try await harness.request(&browser) { $0.username = "test" }
        var other = policy
        other.namespace = "admin"
        let strangers = [
            try Harness(store: store, keys: keys, policy: other),
            try Harness(store: store, keys: try KeyRing(primary: .generate()), policy: policy),
        ]
        let loads = store.count(of: .load)
        for stranger in strangers { #expect(try await stranger.values(browser).username == nil) }
        let moved = Browser(cookies: [Browser.identified: try #require(browser.guest)])
        #expect(try await harness.values(moved).username == nil)
        #expect(store.count(of: .load) == loads)
    }

    @Test("F8 B61 an ID that was signed under a retired key is good until the key is removed")
    func rotatedKeys() async throws {
        let (old, new) = (try RootKey.generate(), try RootKey.generate())
        let store = HookedStore()
        let before = try Harness(store: store, keys: try KeyRing(primary: old), policy: policy)
        var browser = Browser()
        try await before.request(&browser) { $0.username = "test" }
        let during = try Harness(store: store, keys: try KeyRing(primary: new, accepted: [old]), policy: policy)
        #expect(try await during.values(browser).username == "test")
        let after = try Harness(store: store, keys: try KeyRing(primary: new), policy: policy)
        #expect(try await after.values(browser).username == nil)
    }

    @Test("T7 SC-18 the token ends with the session, and the store is not asked any more")
    func ends() async throws {
        let store = HookedStore()
        let harness = try Harness(store: store, policy: policy)
        var browser = Browser()
        try await harness.request(&browser) { $0.username = "test" }
        harness.clock.advance(by: .seconds(8 * 3_600 + 1))
        let loads = store.count(of: .load)
        #expect(try await harness.values(browser).username == nil)
        #expect(store.count(of: .load) == loads)
    }

    @Test("B18 B19 login, renewal and logout work as with plain IDs")
    func life() async throws {
        let harness = try Harness(policy: policy)
        var browser = Browser()
        try await harness.request(&browser) { try $0.login(subject: "ada") }
        for _ in 0..<3 {
            harness.clock.advance(by: .seconds(25 * 60))
            try await harness.request(&browser) { #expect($0.subject == "ada") }
        }
        #expect(harness.takeEvents().contains(.renewed))
        let before = browser
        try await harness.request(&browser) { try $0.elevate(to: .aal2) }
        #expect(try await harness.begin(before).subject == nil)
        try await harness.request(&browser) { try $0.logout() }
        #expect(browser.cookies.isEmpty)
    }
}
