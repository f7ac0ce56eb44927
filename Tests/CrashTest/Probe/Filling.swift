import HTTPTypes
import Logging
import SecureTokens
import Sessions
import SessionsSQLite

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Begins sessions until a file may not grow any more, and goes on when it may.
///
/// ```
/// A cookie number   stored
/// E code            refused; several are
/// R                 there is room again
/// ```
struct Filling {
    let store: SQLiteStore
    let keys: KeyRing
    /// How long each of the files may become.
    let bytes: UInt

    func run() async throws {
        let manager = try SessionManager(
            store: store,
            keys: keys,
            logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        )
        // A write beyond the limit is to be an error and no signal.
        _ = signal(SIGXFSZ, SIG_IGN)
        limit(to: rlim_t(bytes))
        var number = 0
        var refusals = 0
        while refusals < 20 {
            let first = number
            refusals += await withTaskGroup(of: Int.self) { group in
                for offset in 0..<8 { group.addTask { await begin(first + offset, manager) } }
                return await group.reduce(0, +)
            }
            number += 8
        }
        limit(to: .max)
        say("R")
        for _ in 0..<8 {
            _ = await begin(number, manager)
            number += 1
        }
    }

    /// 1 if it was refused.
    private func begin(_ number: Int, _ manager: SessionManager) async -> Int {
        do throws(SessionError) {
            let session = try await manager.begin([:])
            session.counter = number
            session.ballast = String(repeating: "x", count: 10_000)
            var response = HTTPFields()
            try await manager.commit(session, to: &response)
            var jar = Jar()
            jar.apply(response)
            say("A \(jar.text) \(number)")
            return 0
        } catch {
            say("E \(error.code)")
        }
        return 1
    }

    /// The soft limit: a process may raise it again.
    private func limit(to bytes: rlim_t) {
        var limits = rlimit()
        #if canImport(Darwin)
            let resource = RLIMIT_FSIZE
        #else
            let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
        #endif
        unsafe getrlimit(resource, &limits)
        limits.rlim_cur = min(bytes, limits.rlim_max)
        unsafe setrlimit(resource, &limits)
    }
}
