import HTTPTypes
import Sessions
import Synchronization
import Testing

@Suite("Anomaly signals")
struct AnomalyTests {
    private func fields(_ browser: Browser, agent: String?, language: String? = nil) -> HTTPFields {
        var fields = browser.fields
        fields[.userAgent] = agent
        fields[.acceptLanguage] = language
        return fields
    }

    private func policy() -> SessionPolicy {
        var policy = SessionPolicy()
        policy.isAnomalous = { recorded, current in recorded.userAgent != current.userAgent }
        return policy
    }

    @Test("OT-01 OT-02 OT-03 OS-19 OS-20 the application compares what was recorded; an anomaly is an event, no end")
    func compared() async throws {
        let harness = try Harness(policy: policy())
        var browser = Browser()
        let session = try await harness.manager.begin(fields(browser, agent: "Firefox"), from: "192.0.2.1")
        try session.login(subject: "ada")
        browser.apply(try await harness.commit(session))
        _ = harness.takeEvents()

        let same = try await harness.manager.begin(fields(browser, agent: "Firefox"), from: "192.0.2.9")
        #expect(!same.isAnomalous && same.subject == "ada")
        #expect(harness.takeEvents().isEmpty)

        let other = try await harness.manager.begin(fields(browser, agent: "curl"), from: "192.0.2.1")
        #expect(other.isAnomalous && other.subject == "ada")
        #expect(harness.takeEvents() == [.anomaly])

        // Proving who he is from the new client makes it the one that is known.
        try other.elevate(to: .aal1)
        browser.apply(try await harness.commit(other))
        #expect(try await !harness.manager.begin(fields(browser, agent: "curl")).isAnomalous)
    }

    @Test("OT-01 the closure gets address, user agent and languages of both, cut to 512 bytes")
    func signals() async throws {
        let seen = Mutex<[ClientSignals]>([])
        var policy = SessionPolicy()
        policy.isAnomalous = { recorded, current in
            seen.withLock { $0 += [recorded, current] }
            return false
        }
        let harness = try Harness(policy: policy)
        var browser = Browser()
        let session = try await harness.manager.begin(fields(browser, agent: "A", language: "de"), from: "192.0.2.1")
        session.username = "test"
        browser.apply(try await harness.commit(session))
        let long = String(repeating: "x", count: 2_000)
        _ = try await harness.manager.begin(fields(browser, agent: long), from: nil)
        let signals = seen.withLock { $0 }
        #expect(signals.count == 2)
        #expect(signals[0].address == "192.0.2.1" && signals[0].userAgent == "A" && signals[0].acceptLanguage == "de")
        #expect(
            signals[1].address == nil && signals[1].userAgent?.utf8.count == 512 && signals[1].acceptLanguage == nil
        )
        #expect("\(signals[0])" == "ClientSignals (redacted)")
    }

    @Test("OS-20 by default nothing is recorded, and a session begun then is no anomaly later")
    func off() async throws {
        let harness = try Harness()
        var browser = Browser()
        let session = try await harness.manager.begin(fields(browser, agent: "Firefox"), from: "192.0.2.1")
        session.username = "test"
        browser.apply(try await harness.commit(session))
        #expect(try await !harness.manager.begin(fields(browser, agent: "curl")).isAnomalous)
        #expect(harness.takeEvents() == [.created])
    }
}
