import HTTPTypes
import SecureTokens
import Sessions
import SessionsTesting
import Testing

@Suite("A store that fails")
struct StoreFailureTests {
    static let calls: [HookedStore.Call] = [.load, .update, .rotate, .create, .deleteFamily, .confirm, .touch]

    @Test("F5 B30 B32 is an error of begin or of commit, and makes a visitor of nobody", arguments: calls)
    func fails(call: HookedStore.Call) async throws {
        let store = HookedStore()
        var policy = SessionPolicy()
        policy.idleTimeout = .seconds(2 * 3_600)
        let harness = try Harness(store: store, policy: policy)
        var browser = Browser()
        try await harness.request(&browser) { try $0.login(subject: "ada") }
        let before = browser
        // Late enough for a touch, and for a renewal that the next request confirms.
        harness.clock.advance(by: .seconds(call == .confirm ? 3_601 : 1_800))
        if call == .confirm {
            try await harness.request(&browser)
            #expect(browser.id != before.id)
            harness.clock.advance(by: .seconds(5))
        }
        store.fail(call)
        let error = await #expect(throws: SessionError.self) {
            var copy = call == .create ? Browser() : browser
            try await harness.request(&copy) { session in
                // Reached only if the store was not needed to know who it is.
                if call != .create { #expect(session.subject == "ada") }
                switch call {
                case .update: session.username = "test"
                case .rotate: try session.rotate()
                case .create: try session.login(subject: "bob")
                case .deleteFamily: try session.logout()
                default: break
                }
            }
        }
        #expect(error?.code == .storeUnavailable)
    }
}
