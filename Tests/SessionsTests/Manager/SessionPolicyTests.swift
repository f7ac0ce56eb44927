import CookieHeaders
import HTTPTypes
import SecureTokens
import Sessions
import Testing

@Suite("Policies")
struct SessionPolicyTests {
    private func check(_ change: (inout SessionPolicy) -> Void) throws -> SessionError? {
        var policy = SessionPolicy()
        change(&policy)
        do {
            _ = try SessionManager(store: MemoryStore(), keys: try KeyRing(primary: .generate()), policy: policy)
            return nil
        } catch let error as SessionError {
            return error
        }
    }

    @Test("NI-07 the presets are within what the standards allow")
    func presets() throws {
        let hour = 3_600
        // Most idle seconds, most seconds in all: OWASP's cheat sheet; NIST SP 800-63B-4 §2.1.3, 2.2.3, 2.3.3.
        let bounds: [(SessionPolicy, Int, Int)] = [
            (.owaspLowValue, 30 * 60, 8 * hour), (.owaspHighValue, 5 * 60, 8 * hour),
            (.nistAAL1, 30 * 24 * hour, 30 * 24 * hour), (.nistAAL2, hour, 24 * hour), (.nistAAL3, 15 * 60, 12 * hour),
        ]
        for (policy, idle, absolute) in bounds {
            #expect(policy.idleTimeout <= .seconds(idle))
            #expect(policy.absoluteTimeout <= .seconds(absolute))
            #expect(try check { $0 = policy } == nil)
            if let remembered = policy.maximumRememberedLifetime { #expect(remembered <= .seconds(30 * 24 * hour)) }
        }
        #expect(SessionPolicy.nistAAL2.maximumRememberedLifetime == nil)
        #expect(SessionPolicy.nistAAL3.maximumRememberedLifetime == nil)
    }

    @Test("B11 OS-13 no deadline can be left out, put before its beginning or past what a cookie may live")
    func timeouts() throws {
        let bad: [(inout SessionPolicy) -> Void] = [
            { $0.idleTimeout = .zero }, { $0.idleTimeout = .seconds(-1) }, { $0.absoluteTimeout = .seconds(-5) },
            { $0.renewalInterval = .zero }, { $0.idleTimeout = .seconds(9 * 3_600) },
            { $0.absoluteTimeout = .seconds(401 * 86_400) }, { $0.maximumRememberedLifetime = .seconds(401 * 86_400) },
            { $0.maximumRememberedLifetime = .seconds(60) },
        ]
        for change in bad { #expect(try check(change)?.code == .invalidPolicy) }
        // Idle "never" is the absolute timeout: there is no session without an end.
        #expect(try check { $0.idleTimeout = $0.absoluteTimeout } == nil)
    }

    @Test("B57 B58 every SameSite is possible, HttpOnly and Secure are not for choice")
    func sameSite() async throws {
        for (mode, text) in [(SameSite.strict, "Strict"), (.lax, "Lax"), (.none, "None")] {
            var policy = SessionPolicy()
            policy.sameSite = mode
            let harness = try Harness(policy: policy)
            var browser = Browser()
            let response = try await harness.request(&browser) { $0.username = "test" }
            let value = try #require(browser.guest)
            #expect(
                response[values: .setCookie] == [
                    "__Host-guest=\(value); Path=/; Secure; HttpOnly; SameSite=\(text)"
                ]
            )
        }
    }

    @Test("Names, sizes and limits that cannot work are refused when the manager is made, by name")
    func others() throws {
        let bad: [(String, (inout SessionPolicy) -> Void)] = [
            ("cookie name", { $0.identifiedCookieName = "" }), ("cookie name", { $0.guestCookieName = "a;b" }),
            ("must differ", { $0.guestCookieName = $0.identifiedCookieName }), ("namespace", { $0.namespace = "a/b" }),
            ("namespace", { $0.namespace = "" }), ("maximumSize", { $0.maximumSize = 0 }),
            ("subjectLimit", { $0.subjectLimit = .refuse(over: 0) }),
            ("subjectLimit", { $0.subjectLimit = .endOldest(over: -1) }),
        ]
        for (word, change) in bad {
            let error = try #require(try check(change))
            #expect(error.code == .invalidPolicy)
            #expect(error.reason.contains(word))
        }
    }
}
