import CLimits
import Foundation

/// Prints the table as it grows, and keeps it for results.json.
final class Report {
    private let machine = Machine()
    private var figures: [Figure] = []
    private var notes: [String] = []
    private let absent: [String]
    private let start = ContinuousClock.now

    init(absent: [String]) {
        self.absent = absent
        say(machine.description)
        say("Time of the processor, medians of rounds in turns. \"of ours\": what the best peer takes, ours being 1.\n")
        say(Figure.heading)
    }

    func begin(_ group: String) {
        say("\(group)")
    }

    func add(_ figure: Figure, to group: String) {
        var figure = figure
        figure.group = group
        var number: Int?
        if let note = figure.note, !note.isEmpty {
            notes.append(note)
            number = notes.count
        }
        figures.append(figure)
        say("  " + figure.row(footnote: number))
    }

    /// - Parameter path: where results.json goes.
    func finish(path: String?) throws {
        let peers = Set(figures.flatMap(\.peers).map { "\($0.name) (\($0.version))" }).sorted()
        say("")
        for (index, note) in notes.enumerated() { say("(\(index + 1)) \(note)") }
        if !peers.isEmpty { say("Peers: \(peers.joined(separator: ", "))") }
        for line in absent { say("Absent: \(line)") }
        let missed = figures.filter { $0.promise?.holds == false }
        let promised = figures.filter { $0.promise != nil }
        let behind = figures.filter { ($0.bestPeer?.timesOurs ?? 1) < 1 }
        say(
            "\(promised.count - missed.count) of \(promised.count) promises hold; ahead of every peer in "
                + "\(figures.filter { $0.bestPeer != nil }.count - behind.count) of "
                + "\(figures.filter { $0.bestPeer != nil }.count) operations; "
                + "\(start.duration(to: .now).components.seconds) s"
        )
        guard let path else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let results = Results(machine: machine, date: Date().ISO8601Format(), absent: absent, figures: figures)
        try encoder.encode(results).write(to: URL(fileURLWithPath: path))
    }

    /// At once, wherever it goes.
    private func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    private struct Results: Encodable {
        let machine: Machine
        let date: String
        let absent: [String]
        let figures: [Figure]
    }
}

/// What the figures are of.
struct Machine: Encodable {
    let processor, system, swift, openSSL, sqlite: String
    let cores: Int

    init() {
        func field(_ name: String, of path: String, separator: Character) -> String {
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            let line = text.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
            let value = line.split(separator: separator, maxSplits: 1).dropFirst().first ?? ""
            return value.trimmingCharacters(in: CharacterSet(charactersIn: " \"\t"))
        }
        processor = field("model name", of: "/proc/cpuinfo", separator: ":")
        system = field("PRETTY_NAME", of: "/etc/os-release", separator: "=")
        swift = ProcessInfo.processInfo.environment["SWIFT_VERSION"] ?? "unknown"
        openSSL = String(cString: limit_openssl_version())
        sqlite = String(cString: limit_sqlite_version())
        cores = ProcessInfo.processInfo.activeProcessorCount
    }

    var description: String {
        "\(processor), \(cores) cores, \(system), Swift \(swift), OpenSSL \(openSSL), SQLite \(sqlite)"
    }
}
