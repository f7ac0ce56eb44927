import CookieHeaders
import Foundation
import Logging
import SecureTokens
import Sessions
import SessionsSQLite

/// Sixty-four browsers at a store, as fast as it goes, while what they leave behind expires and is purged.
///
/// ```
/// StoreSoak MINUTES FOLDER
/// ```
/// Each browser knows what its session should hold. Prints a line a minute or so, and exits with 1 if a session lost
/// anything, came back after a logout or ended too early, if a request failed, or if memory or file descriptors grew.
@main
struct StoreSoak {
    static let browsers = 64

    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let minutes = Double(arguments[1]), minutes > 0,
            let host = CookieHost("shop.example")
        else {
            print("Usage: StoreSoak MINUTES FOLDER")
            exit(64)
        }
        let path = arguments[2] + "/soak.sqlite"
        let store = try SQLiteStore(path: path)
        let manager = try SessionManager(
            store: store,
            keys: KeyRing(primary: .generate()),
            policy: policy,
            logger: Logger(label: "soak") { _ in SwiftLogNoOpLogHandler() }
        )
        let ledger = Ledger()
        let end = ContinuousClock.now + .seconds(minutes * 60)
        var vitals = Vitals(file: path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<browsers {
                group.addTask {
                    var browser = Browser(number, at: host, manager, ledger)
                    await browser.use(until: end)
                }
            }
            group.addTask {
                while end > .now {
                    while try await manager.purgeExpired(limit: 1_000) == 1_000 {}
                    try await Task.sleep(for: .seconds(1))
                }
            }
            // Twenty lines, however long it takes.
            while end > .now {
                try? await Task.sleep(for: .seconds(minutes * 3))
                vitals.sample(ledger.take())
            }
            try await group.waitForAll()
        }
        await store.close()
        let problems = ledger.problems + vitals.problems
        for problem in problems { print("FAILED: \(problem)") }
        if problems.isEmpty { print("Nothing was lost, and nothing grew.") }
        exit(problems.isEmpty ? 0 : 1)
    }

    /// Short lives, so that there is something to purge.
    private static var policy: SessionPolicy {
        var policy = SessionPolicy()
        policy.idleTimeout = .seconds(20)
        policy.absoluteTimeout = .seconds(300)
        policy.renewalInterval = .seconds(60)
        return policy
    }
}
