import HTTPTypes
import InMemoryTracing
import Logging
import MetricsTestKit
import SecureTokens
import SessionsTesting
import Testing
import Tracing

@testable import Sessions

@Suite("Metrics and traces")
struct InstrumentsTests {
    private struct Observed {
        let manager: SessionManager
        let metrics = TestMetrics()
        let tracer = InMemoryTracer()
        let clock = TestClock()

        init(store: any SessionStore) throws {
            let clock = clock
            let events = Instruments(
                clock: WallClock { clock.now.milliseconds },
                logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() },
                handler: nil,
                metrics: metrics,
                tracer: tracer
            )
            manager = try SessionManager(
                store: store,
                keys: try KeyRing(primary: .generate()),
                policy: SessionPolicy(),
                events: events
            )
        }

        func request(_ browser: inout Browser, _ handler: (Session) throws -> Void = { _ in }) async throws {
            let session = try await manager.begin(browser.fields)
            try handler(session)
            var response = HTTPFields()
            try await manager.commit(session, to: &response)
            browser.apply(response)
        }

        func count(_ kind: String) -> Int64 {
            metrics.counterTotal(label: "hardtack.sessions.events", dimensions: [("kind", kind)])
        }
    }

    @Test("OS-18 OS-19 every kind of event has a counter, which counts")
    func counters() async throws {
        let observed = try Observed(store: MemoryStore())
        var browser = Browser()
        try await observed.request(&browser) { $0.username = "test" }
        try await observed.request(&browser) { try $0.login(subject: "ada") }
        try await observed.request(&browser) { try $0.logout() }
        #expect(observed.count("created") == 1 && observed.count("loggedIn") == 1 && observed.count("destroyed") == 1)
        #expect(observed.count("renewed") == 0)
        #expect(observed.metrics.counters.count == SessionEvent.Kind.allCases.count)
    }

    @Test("A begin and a commit have a span each, a visitor without a session has none, a failure is marked")
    func spans() async throws {
        let store = HookedStore()
        let observed = try Observed(store: store)
        var browser = Browser()
        try await observed.request(&browser)
        #expect(observed.tracer.finishedSpans.isEmpty)
        try await observed.request(&browser) { $0.username = "test" }
        try await observed.request(&browser)
        #expect(
            observed.tracer.popFinishedSpans().map(\.operationName) == [
                "session.commit", "session.begin", "session.commit",
            ]
        )
        store.fail(.load)
        await #expect(throws: SessionError.self) { _ = try await observed.manager.begin(browser.fields) }
        let failed = try #require(observed.tracer.finishedSpans.first)
        #expect(failed.status?.code == .error && failed.errors.count == 1)
    }
}
