import SecureTokens
import Sessions
import SessionsTesting
import Testing

/// The rollout that the article on key rotation describes: servers are restarted one by one, so that each step has servers
/// of both kinds answering one browser.
@Suite("A new server key on several servers")
struct KeyRolloutTests {
    private let store = MemoryStore()
    private let old: RootKey
    private let new: RootKey

    init() throws {
        old = try .generate()
        new = try .generate()
    }

    private func server(_ primary: RootKey, _ accepted: RootKey...) throws -> Harness {
        var policy = SessionPolicy()
        policy.renewalInterval = .seconds(600)
        return try Harness(store: store, keys: KeyRing(primary: primary, accepted: accepted), policy: policy)
    }

    @Test("F8 in three steps nobody is logged out and no open form is refused, whichever server answers")
    func threeSteps() async throws {
        let known = [try server(old), try server(old, new)]
        let used = [try server(old, new), try server(new, old)]
        for pair in [known, used] {
            for (here, there) in [(pair[0], pair[1]), (pair[1], pair[0])] {
                var browser = Browser()
                var form = ""
                try await here.request(&browser) { session in
                    try session.login(subject: "ada")
                    session.username = "Ada"
                    form = try session.csrfToken
                }
                let answering = try await there.begin(browser)
                #expect(answering.subject == "ada")
                #expect(throws: Never.self) { try answering.verifyCSRFToken(form) }
                try await there.request(&browser) { $0.username = "Ada L." }
                #expect(try await here.values(browser).username == "Ada L.")
                #expect(!here.takeEvents().contains(.unknownKey))
                #expect(!there.takeEvents().contains(.unknownKey))
            }
        }
    }

    @Test("F8 a key that is used before it is known logs out while both kinds of servers answer, and no longer")
    func skippedStep() async throws {
        let (behind, ahead) = (try server(old), try server(new, old))
        var browser = Browser()
        try await ahead.request(&browser) { try $0.login(subject: "ada") }
        #expect(try await behind.begin(browser).subject == nil)
        #expect(behind.takeEvents().contains(.unknownKey))
        #expect(try await ahead.begin(browser).subject == "ada", "nothing was deleted")
    }

    @Test("F8 what is written or renewed under the new key outlives the old one; what is not is lost with it")
    func forgotten() async throws {
        let (before, used, last) = (try server(old), try server(new, old), try server(new))
        var written = Browser()
        var renewed = Browser()
        var idle = Browser()
        try await before.request(&written) { try $0.login(subject: "ada") }
        try await before.request(&renewed) { try $0.login(subject: "ada") }
        try await before.request(&idle) { try $0.login(subject: "ada") }
        let first = renewed
        for harness in [used, last] { harness.clock.advance(by: .seconds(600)) }
        try await used.request(&written) { $0.username = "Ada" }
        try await used.request(&renewed)
        #expect(renewed.id != first.id)

        #expect(try await last.begin(written).subject == "ada")
        #expect(try await last.begin(renewed).subject == "ada")
        #expect(last.takeEvents().isEmpty)
        #expect(try await last.begin(idle).subject == nil)
        #expect(last.takeEvents() == [.unknownKey])
        #expect(try await used.begin(idle).subject == "ada", "nothing was deleted")
    }
}
