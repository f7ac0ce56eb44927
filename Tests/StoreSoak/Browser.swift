import CookieHeaders
import Sessions
import SessionsTesting

extension SessionKeys {
    var count: SessionKey<Int> { "count" }
    var cart: SessionKey<[String]> { "cart" }
}

/// A browser that knows what its session should hold.
struct Browser {
    private let subject: String
    private let host: CookieHost
    private let manager: SessionManager
    private let ledger: Ledger
    private var browser: TestBrowser
    /// What the session counts to; `nil` for no session.
    private var count: Int?
    private var born = ContinuousClock.now
    /// The session's absolute timeout is five minutes.
    private static let longest = Duration.seconds(240)

    init(_ number: Int, at host: CookieHost, _ manager: SessionManager, _ ledger: Ledger) {
        // Two of them share a subject each.
        subject = "user-\(number / 2)"
        self.host = host
        // Its clock stands still: the cookies live as long as the browser.
        browser = TestBrowser(host: host, clock: TestClock())
        self.manager = manager
        self.ledger = ledger
    }

    mutating func use(until end: ContinuousClock.Instant) async {
        while end > .now {
            let began = ContinuousClock.now
            do {
                try await step()
            } catch {
                ledger.note(problem: "a request failed: \(error)")
                return
            }
            ledger.note(began.duration(to: .now))
        }
    }

    private mutating func step() async throws {
        if born.duration(to: .now) > Self.longest { return try await leave() }
        switch Int.random(in: 0..<100) {
        case ..<60: try await read()
        case ..<85: try await write()
        case ..<88: try await logIn()
        case ..<91: try await logOut()
        default: try await leave()
        }
    }

    private mutating func read() async throws {
        let expected = count
        var seen: Int?
        try await browser.visit(manager) { seen = $0.count }
        if seen != expected {
            ledger.note(problem: "\(subject) counts to \(expected ?? -1), the session to \(seen ?? -1)")
        }
    }

    private mutating func write() async throws {
        let expected = count
        var seen: Int?
        try await browser.visit(manager) { session in
            seen = session.count
            session.count = (expected ?? 0) + 1
            if expected == nil { session.cart = ["bread", "salt"] }
        }
        if seen != expected { ledger.note(problem: "\(subject) wrote to a session that counts to \(seen ?? -1)") }
        if count == nil { born = .now }
        count = (expected ?? 0) + 1
    }

    private mutating func logIn() async throws {
        let (subject, keeps) = (subject, count != nil)
        try await browser.visit(manager) { session in
            try session.login(subject: subject, keeping: keeps ? [\.count] : [])
        }
        born = .now
        try await read()
    }

    /// With another copy of the cookies, which must be worth nothing then.
    private mutating func logOut() async throws {
        guard count != nil else { return }
        var copy = browser
        try await browser.visit(manager) { try $0.logout() }
        count = nil
        var seen: Int?
        try await copy.visit(manager) { session in
            seen = session.count
            session.count = 1_000_000
        }
        if seen != nil { ledger.note(problem: "\(subject) logged out, and the session is still there") }
    }

    /// Somebody else comes; what is left expires.
    private mutating func leave() async throws {
        browser = TestBrowser(host: host, clock: TestClock())
        (count, born) = (nil, .now)
    }
}
