import Foundation
import Sessions
import SessionsTesting
import Synchronization

/// The long search: two requests with two ticks of the clock, three requests, and three with one tick, from every start,
/// until all is done or the time is up.
///
/// ```
/// Soak [SECONDS [FIRST]] [--faulty]
/// ```
/// Begins with the scenario of number FIRST. Prints a line for each, and exits with 1 and the schedule at the first
/// invariant that is broken. With `--faulty` it begins with the short scenarios and prints the end only: for managers in
/// which a rule was taken out (`Tests/Mutations/run`).
@main
struct Soak {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        let isFaulty = arguments.contains("--faulty")
        let numbers = arguments.compactMap(Int.init)
        let plan = Plan(
            scenarios: isFaulty ? short + long : long,
            first: max(0, (numbers.dropFirst().first ?? 1) - 1),
            end: .now + .seconds(numbers.first ?? 60),
            isQuiet: isFaulty
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            // A search uses one core; each has a manager, a clock and a store of its own.
            for _ in 0..<max(1, ProcessInfo.processInfo.activeProcessorCount) {
                group.addTask { try await plan.work() }
            }
            try await group.waitForAll()
        }
        if plan.left > 0 { print("The time was up before \(plan.left) of \(plan.scenarios.count) scenarios.") }
        print(plan.total)
        if plan.total.violation != nil { exit(1) }
    }

    private static let short =
        SessionExplorer.Start.allCases.flatMap { start in
            SessionExplorer.Scenario.pairs(from: start)
        } + SessionExplorer.Start.allCases.flatMap { SessionExplorer.Scenario.clocked(from: $0) }

    /// One of each start in turn, so that a short run sees something of everything.
    private static let long = [
        inTurn { start in
            SessionExplorer.Scenario.clocked(from: start).map { scenario in
                var scenario = scenario
                scenario.ticks = 2
                return scenario
            }
        },
        inTurn { SessionExplorer.Scenario.triples(from: $0) },
        inTurn { start in
            SessionExplorer.Scenario.triples(from: start).map { scenario in
                var scenario = scenario
                scenario.strides = [.seconds(11), .seconds(61)]
                scenario.ticks = 1
                return scenario
            }
        },
    ].flatMap { $0 }

    private static func inTurn(
        _ scenarios: (SessionExplorer.Start) -> [SessionExplorer.Scenario]
    ) -> [SessionExplorer.Scenario] {
        let lists = SessionExplorer.Start.allCases.map(scenarios)
        let longest = lists.map(\.count).max() ?? 0
        var all: [SessionExplorer.Scenario] = []
        for index in 0..<longest {
            for list in lists where index < list.count {
                // Not in the order of the actions, so that a short run does not see reads only. 37 divides no count.
                all.append(list[index * 37 % list.count])
            }
        }
        return all
    }
}

/// Hands out scenarios and adds up what was found in them.
private final class Plan: Sendable {
    private struct State {
        var next: Int
        var total = ExplorationReport()
        /// How many were not begun.
        var left = 0
    }

    let scenarios: [SessionExplorer.Scenario]
    private let end: ContinuousClock.Instant
    private let isQuiet: Bool
    private let state: Mutex<State>

    init(scenarios: [SessionExplorer.Scenario], first: Int, end: ContinuousClock.Instant, isQuiet: Bool) {
        self.scenarios = scenarios
        state = Mutex(State(next: first))
        self.end = end
        self.isQuiet = isQuiet
    }

    var total: ExplorationReport { state.withLock { $0.total } }
    var left: Int { state.withLock { $0.left } }

    /// Explores one scenario after another until none is left or one is broken.
    func work() async throws {
        let explorer = SessionExplorer { MemoryStore() }
        while let index = take() {
            let report = try await explorer.explore([scenarios[index]], within: end - .now)
            if !isQuiet { print("\(index + 1)/\(scenarios.count) \(scenarios[index]): \(report)") }
            state.withLock { $0.total.add(report) }
        }
    }

    private func take() -> Int? {
        state.withLock { state in
            guard state.next < scenarios.count, state.total.violation == nil else { return nil }
            guard end > .now else {
                state.left += scenarios.count - state.next
                state.next = scenarios.count
                return nil
            }
            defer { state.next += 1 }
            return state.next
        }
    }
}
