import Foundation

// Ratios between this package and C programs that do the same, both in one process and in turns: a machine that slows
// down slows both. The time is that of the thread on the processor; medians are quoted.

/// Lines of the table under one name that FILTER can ask for.
struct Group {
    let name: String
    var comparisons: [Comparison] = []
    /// What is no ratio to a C program.
    var others: () throws -> [String] = { [] }
}

let groups = [
    Group(name: "tokens", comparisons: try Tokens.comparisons(), others: { [try Scaling.run()] }),
    Group(name: "cookies", comparisons: try Cookies.comparisons(), others: Cookies.allocationCounts),
    Group(name: "hostile", others: Cookies.hostile),
]

let arguments = Set(CommandLine.arguments.dropFirst())
let rounds = arguments.contains("--quick") ? 11 : 41
let wanted = CommandLine.arguments.dropFirst().first { !$0.hasPrefix("--") } ?? ""

func isWanted(_ comparison: Comparison, in group: Group) -> Bool {
    wanted.isEmpty || group.name == wanted || comparison.name.contains(wanted)
}

// For a profiler: nothing but ours, of what is named.
if arguments.contains("--profile") {
    for group in groups {
        for comparison in group.comparisons where isWanted(comparison, in: group) { try comparison.swift(3_000_000) }
    }
    exit(0)
}
print(row("operation", "C ns", "ours ns", "ratio", "limit"))
for group in groups {
    for comparison in group.comparisons where isWanted(comparison, in: group) {
        print(try comparison.run(rounds: rounds))
    }
    if wanted.isEmpty || group.name == wanted {
        for line in try group.others() { print(line) }
    }
}
