/// One line of the table, and of results.json.
struct Figure: Encodable, Sendable {
    var group = ""
    var operation: String
    var unit = Unit.nanoseconds
    /// What the C program took, or whatever else the operation's name says that ours is compared with.
    var limit: Double?
    var ours: Double?
    /// Of ours to the limit: the median of the rounds.
    var ratio: Double?
    var promise: Promise?
    var peers: [PeerFigure] = []
    /// Why a peer may be ahead, or what the line says that no column holds.
    var note: String?

    enum Unit: String, Encodable {
        case nanoseconds = "ns"
        case milliseconds = "ms"
        case megabytes = "MB"
        case bytes = "B"
        case blocks = "blocks"
        case times = "times"
        case perSecond = "/s"
        case percent = "%"
        /// Something that is counted, named by the line.
        case count = ""
    }

    /// What is promised of a figure, and what it is.
    struct Promise: Encodable, Sendable {
        /// The bound, in words.
        let text: String
        let holds: Bool

        /// Of a ratio, or of anything else that is to stay at or below a bound.
        init(_ figure: Double, atMost limit: Double, _ unit: String = "") {
            holds = figure <= limit
            text = "<= \(limit.short)\(unit) \(holds ? "holds" : "MISSED")"
        }

        /// Of a speed-up or a throughput.
        init(_ figure: Double, atLeast limit: Double) {
            holds = figure >= limit
            text = ">= \(limit.short) \(holds ? "holds" : "MISSED")"
        }

        /// Of a time on the machine that goals are for.
        init(scaled microseconds: Double, atMost limit: Double) {
            holds = microseconds <= limit
            text = "<= \(limit.short) us \(holds ? "holds" : "MISSED") (\(microseconds.short))"
        }
    }

    struct PeerFigure: Encodable, Sendable {
        let name: String
        let version: String
        let nanoseconds: Double
        /// How many times ours it takes: the median of the rounds.
        let timesOurs: Double
    }

    var bestPeer: PeerFigure? { peers.min { $0.timesOurs < $1.timesOurs } }

    static let heading = Table.row(
        "operation",
        "C limit",
        "ours",
        "ratio",
        "promised",
        "best peer",
        "of ours",
        ""
    )

    /// - Parameter footnote: the number of the note under the table, if there is one.
    func row(footnote: Int?) -> String {
        let peer = bestPeer
        return Table.row(
            operation,
            format(limit),
            format(ours),
            ratio?.short ?? "",
            promise?.text ?? "",
            peer.map { format($0.nanoseconds) } ?? "",
            peer.map { $0.timesOurs.short + "x" } ?? "",
            (peer?.name ?? "") + (footnote.map { " (\($0))" } ?? "")
        )
    }

    private func format(_ value: Double?) -> String {
        guard let value else { return "" }
        if unit == .nanoseconds, value >= 10_000 { return (value / 1_000).short + " us" }
        if unit == .count { return value.short }
        return value.short + " " + (unit == .times ? "x" : unit.rawValue)
    }
}

enum Table {
    private static let widths = [40, 10, 10, 6, 24, 10, 7, 0]

    static func row(_ cells: String...) -> String {
        let padded = zip(cells, widths).enumerated().map { index, cell in
            let padding = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
            return index == 0 || index == 4 || index == 7 ? cell.0 + padding : padding + cell.0
        }
        var line = padded.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
    }
}

extension Double {
    /// Three digits or so.
    var short: String {
        let size = magnitude
        return formatted(decimals: size == rounded() && size < 1e6 ? 0 : size < 10 ? 2 : size < 100 ? 1 : 0)
    }
}
