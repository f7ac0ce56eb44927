import HTTPTypes
import Logging
import SecureTokens
import Sessions
import SessionsTesting
import Synchronization
import Testing

@Suite("The log")
struct LogTests {
    @Test(
        "OS-18 T20 through a whole life, with its mishaps, the log and the events hold the family and no ID, value or token"
    )
    func silent() async throws {
        let lines = Lines()
        let clock = TestClock()
        let store = HookedStore()
        var policy = SessionPolicy()
        policy.subjectLimit = .endOldest(over: 1)
        policy.idleTimeout = .seconds(2 * 3_600)
        let manager = try SessionManager(
            store: store,
            keys: KeyRing(primary: .generate()),
            policy: policy,
            clock: WallClock { clock.now.milliseconds },
            logger: Logger(label: "tests") { _ in Recorder(lines: lines) },
            onEvent: { lines.add("\($0)") }
        )
        var secrets: Set<String> = ["a value of the session"]
        var browser = Browser()
        func visit(_ browser: inout Browser, _ handler: (Session) throws -> Void = { _ in }) async throws {
            let session = try await manager.begin(browser.fields)
            try handler(session)
            secrets.insert(try session.csrfToken)
            var response = HTTPFields()
            try await manager.commit(session, to: &response)
            browser.apply(response)
            secrets.formUnion(browser.cookies.values)
        }
        try await visit(&browser) { $0.username = "a value of the session" }
        try await visit(&browser) { try $0.login(subject: "ada", keeping: [\.username]) }
        let first = browser
        clock.advance(by: .seconds(3_601))
        for _ in 0..<3 {
            try await visit(&browser)
            clock.advance(by: .seconds(90))
        }
        // Replayed, unknown, malformed, two of a name, refused, elevated, another's login that ends the oldest, and the end.
        var replayed = first
        try await visit(&replayed)
        var unknown = Browser(cookies: [Browser.identified: Base64URL.encode([UInt8](repeating: 7, count: 32).span)])
        try await visit(&unknown)
        var malformed = Browser(cookies: [Browser.identified: "no-id-at-all"])
        try await visit(&malformed)
        try await visit(&browser) { try $0.elevate(to: .aal2) }
        var other = Browser()
        try await visit(&other) { try $0.login(subject: "ada") }
        try await visit(&browser)
        try await visit(&other) { try $0.logout() }
        store.fail(.load)
        var failing = other
        failing.cookies[Browser.identified] = first.id
        try? await visit(&failing)
        let said = lines.all
        for kind in ["created", "loggedIn", "renewed", "replayedID", "unknownID", "elevated", "destroyed"] {
            #expect(said.contains { $0.contains(kind) }, "nothing was said of \(kind)")
        }
        #expect(said.contains { $0.contains("session.family") })
        for secret in secrets where secret.utf8.count >= 8 {
            #expect(
                !said.contains { $0.contains(secret) },
                "a line of the log shows a secret of \(secret.utf8.count) bytes"
            )
        }
        #expect(secrets.count > 8)
    }
}

/// All that was said.
private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    func add(_ line: String) { lines.withLock { $0.append(line) } }

    var all: [String] { lines.withLock { $0 } }
}

private struct Recorder: LogHandler {
    let lines: Lines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        lines.add("\(event.level) \(event.message) \(event.metadata ?? [:])")
    }
}
