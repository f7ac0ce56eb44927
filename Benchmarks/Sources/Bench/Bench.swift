import Foundation

// This package against C programs that do the same, in one process and in turns, and against peers in processes of their
// own, in the same turns: a machine that slows down slows all. What is taken is time of the processor.

/// Lines of the table under one name that FILTER can ask for.
struct Group {
    let name: String
    /// Takes minutes: not with --quick, unless asked for by name.
    var isLong = false
    /// What has to be in a part of a name before this group is searched for it, for it takes long to make.
    var marker = ""
    /// Made only if something of the group may be wanted.
    var operations: (_ folder: Folder) async throws -> [Operation] = { _ in [] }
    /// What is measured in a way of its own.
    var others: (_ pace: Pace) async throws -> [Figure] = { _ in [] }

    static var all: [Group] {
        [
            Group(
                name: "tokens",
                operations: { _ in try Tokens.operations() },
                others: { _ in [try Scaling.tokens()] }
            ),
            Group(
                name: "cookies",
                operations: { _ in try Cookies.operations() },
                others: { _ in Cookies.allocationCounts() }
            ),
            Group(name: "hostile", others: { Cookies.hostile(rounds: $0.few) }),
            Group(
                name: "sessions",
                operations: { _ in try await SessionRequests.operations() },
                others: { _ in try await SessionRequests.scaling() + SessionRequests.allocationCounts() }
            ),
            Group(
                name: "sqlite",
                marker: "sqlite",
                operations: { try await SQLiteRequests.operations(in: $0) },
                others: { try await SQLiteRequests.waits(rounds: 3 * $0.few) }
            ),
            Group(name: "http", others: { try HTTPRequests.figures($0) }),
            Group(name: "postgresql", others: { try ServerRequests.figures("postgresql", $0) }),
            Group(name: "redis", others: { try ServerRequests.figures("redis", $0) }),
            Group(name: "growth", isLong: true, others: { try await Growth.figures(rounds: $0.few) }),
        ]
    }
}

/// How long is measured.
struct Pace {
    let rounds: Int
    /// For what takes long in a round.
    let few: Int
    /// Of two seconds each, for each kind of request over HTTP.
    let http: Int
    /// What a peer gets in a round.
    let milliseconds: Int
    /// For what goes to database servers: a round is about three tenths of a second, times `size`.
    let servers: (rounds: Int, size: Int)

    static let full = Pace(rounds: 41, few: 11, http: 11, milliseconds: 20, servers: (rounds: 11, size: 4))
    static let quick = Pace(rounds: 7, few: 5, http: 2, milliseconds: 5, servers: (rounds: 3, size: 1))
}

@main
struct Bench {
    /// Usage: `Bench [--quick] [--profile] [FILTER]`; the environment says where peers are (PEERS), where results go
    /// (RESULTS), where the server is (HTTP_SERVER) and where the client of database servers (SERVERS).
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.first == "resident", let path = arguments.dropFirst().first {
            return try await Growth.printResident(reading: path)
        }
        let environment = ProcessInfo.processInfo.environment
        let isQuick = arguments.contains("--quick")
        let pace = isQuick ? Pace.quick : Pace.full
        let wanted = arguments.first { !$0.hasPrefix("--") } ?? ""
        let folder = try Folder()
        defer { folder.remove() }
        if arguments.contains("--profile") {
            return try await profile(wanted, rounds: isQuick ? 10_000 : 1_000_000, folder)
        }

        let (peers, absent) = Peer.all(in: environment["PEERS"] ?? "", milliseconds: pace.milliseconds)
        defer { for peer in peers { peer.stop() } }
        let report = Report(absent: absent)
        for group in Group.all where wanted.isEmpty ? !(group.isLong && isQuick) : true {
            let isWhole = wanted.isEmpty || group.name == wanted
            let operations = try await wanting(wanted, of: group, folder)
            guard isWhole || !operations.isEmpty else { continue }
            report.begin(group.name)
            for operation in operations {
                report.add(try await operation.run(rounds: pace.rounds, peers: peers), to: group.name)
            }
            if isWhole {
                for figure in try await group.others(pace) { report.add(figure, to: group.name) }
            }
        }
        try report.finish(path: environment["RESULTS"])
    }

    private static func wanting(_ name: String, of group: Group, _ folder: Folder) async throws -> [Operation] {
        if group.name != name, Group.all.contains(where: { $0.name == name }) { return [] }
        guard name.isEmpty || group.marker.isEmpty || name.contains(group.marker) else { return [] }
        return try await group.operations(folder).filter {
            name.isEmpty || group.name == name || $0.name.contains(name)
        }
    }

    /// Nothing but ours, of what is named: for a profiler.
    private static func profile(_ wanted: String, rounds: Int, _ folder: Folder) async throws {
        for group in Group.all {
            for operation in try await wanting(wanted, of: group, folder) {
                // In the same batches as when it is measured: they say which sessions are asked for at once.
                for _ in 0..<max(1, rounds / operation.batch) { try await operation.ours(operation.batch) }
            }
        }
    }
}
