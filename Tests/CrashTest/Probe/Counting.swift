import HTTPTypes
import Logging
import SecureTokens
import Sessions
import SessionsSQLite

/// Adds one to the counter of each of the sessions whose cookies it is given, so and so many times, from several tasks.
///
/// ```
/// A index times    how often it was told that its addition is stored
/// E index code     an addition failed; it is tried again if that is documented
/// ```
struct Counting {
    private static let tasks = 4

    let store: SQLiteStore
    let keys: KeyRing
    let times: Int

    func run() async throws {
        let manager = try SessionManager(
            store: store,
            keys: keys,
            logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        )
        let jars = inputLines().compactMap(\.first).map { Jar($0) }
        // All processes begin at the same time: when the test closes their input.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<Self.tasks {
                group.addTask {
                    for (index, jar) in jars.enumerated() {
                        var done = 0
                        for _ in 0..<times / Self.tasks + (task < times % Self.tasks ? 1 : 0) {
                            while try await !add(jar, manager, index) {}
                            done += 1
                        }
                        say("A \(index) \(done)")
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Whether it is stored.
    private func add(_ jar: Jar, _ manager: SessionManager, _ index: Int) async throws -> Bool {
        do throws(SessionError) {
            let session = try await manager.begin(jar.fields)
            session.modify(\.counter, default: 0) { $0 += 1 }
            var response = HTTPFields()
            try await manager.commit(session, to: &response)
            return true
        } catch {
            say("E \(index) \(error.code)")
            // A request that met a conflict or a busy store may be repeated; nothing else may happen here.
            guard error.code == .conflict || error.code == .storeUnavailable else { throw error }
            return false
        }
    }
}
