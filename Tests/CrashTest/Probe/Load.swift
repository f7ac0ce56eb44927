import HTTPTypes
import Logging
import SecureTokens
import Sessions
import SessionsSQLite
import Synchronization

/// Thirty-two browsers that begin, write, log in, change their IDs and log out, each one request after the other. The first
/// one purges now and then.
///
/// ```
/// T time                             the clock that this process begins with, in milliseconds
/// I browser number verb family time  is about to ask the store for this; family "-" if there is none
/// A browser number cookie time       has been answered, and holds this cookie now
/// E browser number code              was refused
/// ```
/// A verb is create, write, login, rotate, logout or revoke; a write renews the ID if that is due. The number counts a
/// browser's requests and is what `write`, `login` and `create` store.
struct Load {
    private static let browsers = 32

    private let manager: SessionManager
    private let clock: Mutable<Int64>
    private let seed: UInt64
    private let isHeavy: Bool

    final class Mutable<Value: Sendable>: Sendable {
        let value: Mutex<Value>
        init(_ value: Value) { self.value = Mutex(value) }
    }

    init(store: SQLiteStore, keys: KeyRing, seed: UInt64, time: Int64, isHeavy: Bool) throws {
        let clock = Mutable(time)
        self.clock = clock
        self.seed = seed
        self.isHeavy = isHeavy
        var policy = SessionPolicy()
        // Sessions live for as long as the test; IDs are renewed after a few requests.
        policy.absoluteTimeout = .seconds(400 * 86_400)
        policy.idleTimeout = policy.absoluteTimeout
        policy.maximumRememberedLifetime = nil
        policy.renewalInterval = .seconds(60)
        manager = try SessionManager(
            store: store,
            keys: keys,
            policy: policy,
            clock: WallClock { clock.value.withLock { $0 } },
            logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Until it is killed.
    func run() async throws {
        let states = inputLines()
        say("T \(clock.value.withLock { $0 })")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for browser in 0..<Self.browsers {
                let state = states.first { $0.first == "\(browser)" }
                group.addTask {
                    try await use(
                        browser,
                        from: state.flatMap { $0.count == 3 ? Int($0[1]) : nil } ?? 0,
                        jar: Jar(state?.last ?? "-")
                    )
                }
            }
            try await group.waitForAll()
        }
    }

    private func use(_ browser: Int, from number: Int, jar: Jar) async throws {
        var random = SplitMix(seed &* 1_000 &+ UInt64(browser))
        var (jar, number) = (jar, number)
        while true {
            number += 1
            do throws(SessionError) {
                try await request(browser, number, &jar, &random)
            } catch {
                say("E \(browser) \(number) \(error.code)")
            }
        }
    }

    private func request(
        _ browser: Int,
        _ number: Int,
        _ jar: inout Jar,
        _ random: inout SplitMix
    ) async throws(SessionError) {
        let now = clock.value.withLock { time in
            time += 1_000
            return time
        }
        let session = try await manager.begin(jar.fields)
        let family = session.family.map { "\($0)" } ?? "-"
        let subject = "u\(browser)"
        let draw = random.next() % 100
        let verb: String
        switch (session.family, session.subject, draw) {
        case (nil, _, ..<70): verb = "create"
        case (nil, _, _): verb = "login"
        case (.some, nil, ..<20): verb = "login"
        case (.some, nil, ..<25): verb = "logout"
        case (.some, nil, ..<35): verb = "rotate"
        case (.some, .some, ..<5): verb = "logout"
        case (.some, .some, ..<10): verb = "revoke"
        case (.some, .some, ..<25): verb = "rotate"
        case (.some, .some, ..<35): verb = "login"
        default: verb = "write"
        }
        say("I \(browser) \(number) \(verb) \(family) \(now)")
        switch verb {
        case "create", "write": store(number, in: session)
        case "login":
            try session.login(subject: subject)
            store(number, in: session)
        case "rotate": try session.rotate()
        case "logout": try session.logout()
        default: try await manager.revokeAll(of: subject)
        }
        var response = HTTPFields()
        if verb == "revoke" {
            jar = Jar()
        } else {
            try await manager.commit(session, to: &response)
            jar.apply(response)
        }
        say("A \(browser) \(number) \(jar.text) \(now)")
        if browser == 0, number.isMultiple(of: 8) { try await manager.purgeExpired(limit: 500) }
    }

    private func store(_ number: Int, in session: Session) {
        session.counter = number
        session.ballast = ballast(number)
    }

    private func ballast(_ number: Int) -> String {
        let most = isHeavy ? 40_000 : 3_000
        return String(repeating: "\(number % 10)", count: number &* 7_919 % most)
    }
}

/// Sebastiano Vigna's generator: the same requests for the same seed.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
