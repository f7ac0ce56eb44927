import CookieHeaders
import HTTPTypes
import Logging
import SecureTokens
import Sessions
import SessionsTesting
import Synchronization

/// A manager over a memory store with a clock that stands still, and what it reported.
final class Harness: Sendable {
    let clock = TestClock()
    let store: any SessionStore
    let manager: SessionManager
    private let recorded: Recorded

    private final class Recorded: Sendable {
        let events = Mutex<[SessionEvent]>([])
    }

    init(
        store: any SessionStore = MemoryStore(),
        keys: KeyRing? = nil,
        policy: SessionPolicy = SessionPolicy(),
        isCookieOnly: Bool = false
    ) throws {
        let recorded = Recorded()
        let clock = clock
        self.recorded = recorded
        self.store = store
        let keys = try keys ?? KeyRing(primary: .generate())
        let wallClock = WallClock { clock.now.milliseconds }
        let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let onEvent = { @Sendable (event: SessionEvent) in recorded.events.withLock { $0.append(event) } }
        manager =
            if isCookieOnly {
                try SessionManager.cookieOnly(
                    revocations: store,
                    keys: keys,
                    policy: policy,
                    clock: wallClock,
                    logger: logger,
                    onEvent: onEvent
                )
            } else {
                try SessionManager(
                    store: store,
                    keys: keys,
                    policy: policy,
                    clock: wallClock,
                    logger: logger,
                    onEvent: onEvent
                )
            }
    }

    /// The kinds of all events since the last call.
    func takeEvents() -> [SessionEvent.Kind] {
        recorded.events.withLock { events in
            defer { events = [] }
            return events.map(\.kind)
        }
    }

    /// One whole request of a browser: begin, the handler, commit; the browser applies the response.
    @discardableResult
    func request(
        _ browser: inout Browser,
        _ handler: (Session) throws -> Void = { _ in }
    ) async throws -> HTTPFields {
        let session = try await manager.begin(browser.fields)
        try handler(session)
        var response = HTTPFields()
        try await manager.commit(session, to: &response)
        browser.apply(response)
        return response
    }

    /// The first half of a request, so that others can come between.
    func begin(_ browser: Browser) async throws -> Session {
        try await manager.begin(browser.fields)
    }

    /// The second half.
    @discardableResult
    func commit(_ session: Session) async throws -> HTTPFields {
        var response = HTTPFields()
        try await manager.commit(session, to: &response)
        return response
    }

    /// What a browser with these cookies sees, with nothing of the harness's state changed but the clock of the session.
    func values(_ browser: Browser) async throws -> (username: String?, visits: Int?) {
        let session = try await begin(browser)
        return (session.username, session.visits)
    }

    /// The rows of a subject, under the name that the store knows him by.
    func records(of subject: String) async throws -> [SessionRecord] {
        try await store.list(subject: "hardtack/\(subject)", now: clock.now)
    }

    func liveCount() async throws -> Int {
        try await store.count(now: clock.now)
    }
}

/// The cookies of a browser, by name: all that these tests need of one.
struct Browser {
    var cookies: [String: String] = [:]

    static let identified = "__Host-id"
    static let guest = "__Host-guest"

    var id: String? { cookies[Browser.identified] }
    var guest: String? { cookies[Browser.guest] }

    var fields: HTTPFields {
        guard !cookies.isEmpty else { return [:] }
        let pairs = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return [.cookie: pairs.joined(separator: "; ")]
    }

    mutating func apply(_ response: HTTPFields) {
        for line in response[values: .setCookie] {
            let pair = line.prefix { $0 != ";" }
            guard let equals = pair.firstIndex(of: "=") else { continue }
            let name = String(pair[..<equals])
            let isDeletion = line.contains("Max-Age=0")
            cookies[name] = isDeletion ? nil : String(pair[pair.index(after: equals)...])
        }
    }
}

extension SessionKeys {
    var username: SessionKey<String> { "username" }
    var visits: SessionKey<Int> { "visits" }
    var cart: SessionKey<[String]> { "cart" }
    var flash: SessionKey<String> { "flash" }
}

/// The names of the cookies that a response sets, and of those that it deletes.
func setCookies(_ response: HTTPFields) -> (set: [String], deleted: [String]) {
    let lines = response[values: .setCookie]
    let name = { (line: String) in String(line.prefix { $0 != "=" }) }
    return (
        lines.filter { !$0.contains("Max-Age=0") }.map(name), lines.filter { $0.contains("Max-Age=0") }.map(name)
    )
}
