import Sessions
import SessionsSQLite
import SessionsTesting
import Testing

@Suite("SQLiteStore keeps the invariants of sessions in every interleaving")
struct ExplorerTests {
    /// Its writes happen on a thread of their own: the explorer waits for their answers.
    @Test("T5 T6 B23 two requests from", arguments: SessionExplorer.Start.allCases)
    func pairs(start: SessionExplorer.Start) async throws {
        let folder = try TemporaryFolder()
        let number = Counter()
        // One action of each kind of write; with the memory store all are tried.
        let few: [SessionExplorer.Action] = [.write, .login, .elevate, .logout, .revokeAll]
        let scenarios = SessionExplorer.Scenario.pairs(from: start).filter { scenario in
            scenario.requests.count == 2 && scenario.requests.allSatisfy { few.contains($0.action) }
        }
        let report = try await SessionExplorer {
            var configuration = SQLiteStore.Configuration()
            configuration.durability = .normal
            configuration.readers = 1
            return try SQLiteStore(path: folder.path("\(number.next()).sqlite"), configuration: configuration)
        }.check(scenarios)
        #expect(report.scenarios == scenarios.count)

        let inMemory = try await SessionExplorer { MemoryStore() }.check(scenarios)
        #expect(report.states == inMemory.states, "The stores differ in what they lead to.")
    }
}
