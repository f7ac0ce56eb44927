import Foundation

// Our stores against the tools that measure their servers, which send the same statements to the same server in turns.

/// How much is measured.
struct Pace {
    let rounds: Int
    /// What the requests of a round are multiplied by.
    let size: Int
    /// Of a round, at the same time, ours and theirs.
    static let clients = 64
}

@main
enum Servers {
    /// Usage: `Servers postgresql|redis ROUNDS SIZE`. Prints a line of JSON for each figure (``Line``), and ends with its
    /// standard input. `Bench postgresql` and `Bench redis` hold the figures against what is promised.
    /// - `Servers application`: one of several application servers, for this program itself: ``Application``.
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments == ["application"] { return try await Application.serve() }
        guard arguments.count == 3, let rounds = Int(arguments[1]), let size = Int(arguments[2]), rounds > 0, size > 0
        else {
            return print("usage: Servers postgresql|redis ROUNDS SIZE")
        }
        endWithInput()
        do {
            try await measure(arguments[0], Pace(rounds: rounds, size: size))
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    private static func measure(_ group: String, _ pace: Pace) async throws {
        switch group {
        case "postgresql":
            try await PostgreSQLRounds.run(pace)
        case "redis":
            try await RedisRounds.run(pace)
            try await TwoServers.run(pace)
        default:
            throw Failure(description: "There is no group \(group).")
        }
    }

    /// Whoever asks for figures may be killed.
    private static func endWithInput() {
        Thread.detachNewThread {
            while !FileHandle.standardInput.availableData.isEmpty {}
            exit(1)
        }
    }
}

/// One figure, as `Bench` reads it.
struct Line: Encodable {
    let operation: String
    let unit: String
    /// What it is compared with: another tool, or one server.
    var limit: Double?
    let ours: Double
    var ratio: Double?
    /// What is promised of the ratio, or of ours if there is none.
    var atLeast: Double?
    var atMost: Double?
    var note: String?

    /// At once, wherever it goes.
    func print() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        FileHandle.standardOutput.write(try encoder.encode(self) + Data("\n".utf8))
    }

    /// Requests a second, ours and theirs in the same round.
    static func throughput(_ operation: String, _ turns: [(theirs: Double, ours: Double)]) -> Line {
        Line(
            operation: operation,
            unit: "/s",
            limit: median(turns.map(\.theirs)),
            ours: median(turns.map(\.ours)),
            ratio: median(turns.map { $0.ours / $0.theirs }),
            atLeast: 0.7
        )
    }
}

struct Failure: Error, CustomStringConvertible {
    let description: String
}

func median(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
}

/// How many are done in a second if every client does its requests one after the other.
func perSecond(
    each: Int,
    _ request: @escaping @Sendable (_ client: Int, _ number: Int) async throws -> Void
) async throws -> Double {
    let start = ContinuousClock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
        for client in 0..<Pace.clients {
            group.addTask { @concurrent in
                for number in 0..<each { try await request(client, number) }
            }
        }
        try await group.waitForAll()
    }
    return Double(Pace.clients * each) / (start.duration(to: .now) / .seconds(1))
}
