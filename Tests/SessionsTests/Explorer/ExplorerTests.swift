import Sessions
import SessionsTesting
import Testing

@Suite("Every interleaving of two requests keeps the invariants")
struct ExplorerTests {
    @Test("T5 T6 B23 one and two requests, a thief's among them, from", arguments: SessionExplorer.Start.allCases)
    func pairs(start: SessionExplorer.Start) async throws {
        let scenarios = SessionExplorer.Scenario.pairs(from: start)
        let report = try await SessionExplorer { MemoryStore() }.check(scenarios)
        #expect(report.scenarios == scenarios.count)
        #expect(report.states > 10 * scenarios.count, "A search that has stopped to branch finds nothing: \(report)")
    }

    @Test(
        "R4 R7 R9 with a clock that passes the overlap, the end of what is late or the idle timeout, from",
        arguments: SessionExplorer.Start.allCases
    )
    func clocked(start: SessionExplorer.Start) async throws {
        let few: [SessionExplorer.Action] = [.read, .write, .login, .logout]
        let scenarios = SessionExplorer.Scenario.clocked(from: start).filter { scenario in
            scenario.requests.allSatisfy { few.contains($0.action) && $0.sender == .browser }
        }
        let report = try await SessionExplorer { MemoryStore() }.check(scenarios)
        #expect(report.unfinished == 0)
        #expect(report.states > 20 * scenarios.count, "\(report)")
    }

    @Test("The same search finds the same states each time")
    func deterministic() async throws {
        let scenarios = [
            SessionExplorer.Scenario(.renewalDue, [.init(.modify), .init(.login)], strides: [.seconds(11)]),
            SessionExplorer.Scenario(.guest, [.init(.write), .init(.revokeAll), .init(.read, by: .thief)]),
        ]
        let first = try await SessionExplorer { MemoryStore() }.check(scenarios)
        let second = try await SessionExplorer { MemoryStore() }.check(scenarios)
        #expect(first.states == second.states)
        #expect(first.schedules == second.schedules)
    }

    @Test("A search that is out of time says what it has left out")
    func bounded() async throws {
        let report = try await SessionExplorer { MemoryStore() }.explore(within: .zero)
        #expect(report.scenarios == 0)
        #expect(report.unfinished == SessionExplorer.Scenario.pairs.count)
        #expect(report.description.contains("unfinished"))
    }

    @Test("Of one request the search goes through every state there is")
    func counted() async throws {
        // Nothing; begun; renewed; then arrived or not, and the end of either.
        let renewal = try await SessionExplorer { MemoryStore() }.check([.init(.renewalDue, [.init(.read)])])
        #expect(renewal.states == 7)
        #expect(renewal.schedules == 2)
        let reading = try await SessionExplorer { MemoryStore() }.check([.init(.guest, [.init(.read)])])
        #expect(reading.states == 4)
        #expect(reading.schedules == 1)
    }
}
