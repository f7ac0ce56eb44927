import Sessions
import SessionsSQLite
import SessionsTesting
import StoreTesting
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

    @Test("and a store that breaks its contract breaks one", arguments: Self.findings)
    func faults(fault: FaultyStore.Fault, start: SessionExplorer.Start, rule: String) async throws {
        let report = try await SessionExplorer { FaultyStore(fault) }
            .explore(SessionExplorer.Scenario.pairs(from: start))
        let violation = try #require(report.violation, "\(fault) was not found")
        #expect(violation.rule.hasPrefix(rule), "\(violation)")
        #expect(violation.schedule.count <= 7, "\(violation)")
    }

    private static let findings: [(FaultyStore.Fault, SessionExplorer.Start, String)] = [
        (.upsertInsteadOfUpdate, .loggedIn, "R1"),
        (.deleteFamilyIsLost, .loggedIn, "R1"),
        (.deleteFamilyKeepsTombstones, .renewalDue, "R1"),
        (.deleteAllForgetsTheLast, .loggedIn, "R1"),
        (.notBeforeIsNotChecked, .noCookie, "a login succeeds that began before"),
        (.confirmDoesNotClose, .renewalDue, "S0 is dead and reads something"),
        (.supersedingLeavesOlderTombstones, .renewalOverdue, "R4"),
    ]
}
