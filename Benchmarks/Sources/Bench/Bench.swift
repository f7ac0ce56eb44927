import Foundation

// Ratios between this package and C programs that do the same, both in one process and in turns: a machine that slows
// down slows both. The time is that of the thread on the processor; medians are quoted.

/// Lines of the table under one name that FILTER can ask for.
struct Group {
    let name: String
    /// Run only if asked for by name.
    var isLong = false
    var comparisons: [Comparison] = []
    /// What is held against a time.
    var goals: [Goal] = []
    /// What is neither.
    var others: () async throws -> [String] = { [] }

    static func all(rounds: Int) async throws -> [Group] {
        [
            Group(name: "tokens", comparisons: try Tokens.comparisons()) { [try Scaling.tokens()] },
            Group(name: "cookies", comparisons: try Cookies.comparisons()) { Cookies.allocationCounts() },
            Group(name: "hostile") { Cookies.hostile() },
            Group(name: "sessions", goals: try await SessionRequests.goals()) {
                try await SessionRequests.scaling() + SessionRequests.allocationCounts()
            },
            Group(name: "sqlite") { try await SQLiteRequests.lines(rounds: rounds) },
            Group(name: "growth", isLong: true) { try await Growth.lines(rounds: rounds) },
        ]
    }
}

@main
struct Bench {
    static func main() async throws {
        if CommandLine.arguments.dropFirst().first == "resident", let path = CommandLine.arguments.dropFirst(2).first {
            return try await Growth.printResident(reading: path)
        }
        let arguments = Set(CommandLine.arguments.dropFirst())
        let rounds = arguments.contains("--quick") ? 11 : 41
        let wanted = CommandLine.arguments.dropFirst().first { !$0.hasPrefix("--") } ?? ""

        for group in try await Group.all(rounds: rounds) {
            let isWanted = { (name: String) in wanted.isEmpty || group.name == wanted || name.contains(wanted) }
            let comparisons = group.comparisons.filter { isWanted($0.name) }
            let goals = group.goals.filter { isWanted($0.name) }
            // For a profiler: nothing but ours, of what is named. With --quick few enough for valgrind.
            if arguments.contains("--profile") {
                for comparison in comparisons { try comparison.swift(rounds > 11 ? 3_000_000 : 10_000) }
                for goal in goals { try await goal.body(rounds > 11 ? 1_000_000 : 10_000) }
                continue
            }
            if !comparisons.isEmpty { print(Comparison.heading) }
            for comparison in comparisons { print(try comparison.run(rounds: rounds)) }
            if !goals.isEmpty { print(Goal.heading) }
            for goal in goals { print(try await goal.run(rounds: rounds)) }
            if wanted.isEmpty && !group.isLong || group.name == wanted {
                for line in try await group.others() { print(line) }
            }
        }
    }
}
