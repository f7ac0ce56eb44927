import Foundation

/// Our stores of database servers against the tools that measure those servers, and two application servers against one:
/// by a program of its own, `Benchmarks/Servers`, whose figures are held against what is promised here.
enum ServerRequests {
    static func figures(_ group: String, _ pace: Pace) throws -> [Figure] {
        guard let program = ProcessInfo.processInfo.environment["SERVERS"] else {
            return [Figure(operation: "not measured: run by Benchmarks/run, which builds the client")]
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = [group, "\(pace.servers.rounds)", "\(pace.servers.size)"]
        let (input, output) = (Pipe(), Pipe())
        // It ends with this one, even if this one is killed.
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try? input.fileHandleForWriting.close()
        var figures = try text.split(separator: UInt8(ascii: "\n")).map { line in
            try JSONDecoder().decode(Line.self, from: Data(line)).figure
        }
        if process.terminationStatus != 0 { figures.append(Figure(operation: "\(group) has failed, see above")) }
        return figures
    }

    /// As the program prints it.
    private struct Line: Decodable {
        let operation: String
        let unit: String
        let limit: Double?
        let ours: Double
        let ratio: Double?
        let atLeast: Double?
        let atMost: Double?
        let note: String?

        var figure: Figure {
            let promised = ratio ?? ours
            return Figure(
                operation: operation,
                unit: Figure.Unit(rawValue: unit) ?? .count,
                limit: limit,
                ours: ours,
                ratio: ratio,
                promise: atLeast.map { Figure.Promise(promised, atLeast: $0) }
                    ?? atMost.map { Figure.Promise(promised, atMost: $0) },
                note: note
            )
        }
    }
}
