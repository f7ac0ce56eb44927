import CLimits
import Foundation

/// Something that is measured: ours, and in turns with it the C program that does the same and each peer that can.
struct Operation {
    /// What peers call it: `Benchmarks/Peers/PROTOCOL.md`.
    let id: String
    let name: String
    var promise = Promise.none
    /// How many times it is run in a round.
    var batch = 5_000
    var clock = Clock.thread
    var c: ((Int) -> UInt)?
    /// Why a peer may be ahead, by its name.
    var exceptions: [String: String] = [:]
    let ours: (Int) async throws -> Void

    enum Promise {
        case none
        /// Ours to C.
        case ratio(Double)
        /// The same, and so many microseconds more for all that the C program does not do.
        case ratioBeyond(Double, microseconds: Double)
        /// Nobody has written it in C: on one core of the machine that goals are for.
        case microseconds(Double)
    }

    enum Clock {
        /// The operation never waits, so that all of it is on the thread that asks.
        case thread
        case process

        var now: Double { nanoseconds(self == .thread ? CLOCK_THREAD_CPUTIME_ID : CLOCK_PROCESS_CPUTIME_ID) }
    }

    /// What the C program that reads a cookie header takes on the machine that goals are for. A slower machine, or the
    /// same one on a busy day, is slower with it: that program is run in turns with the operation, and the goal is held
    /// against what the operation would take where that one takes this long.
    static let reference = 176.0

    func run(rounds: Int, peers: [Peer]) async throws -> Figure {
        let peers = peers.flatMap { program in program.measurements(of: id) }
        if let c { precondition(c(batch) != 0, "the C program of \(id) failed") }
        try await ours(batch)
        for peer in peers { _ = try peer.run() }
        var turns: [Turn] = []
        for _ in 0..<rounds { turns.append(try await turn(peers)) }

        func middle(_ figure: (Turn) -> Double) -> Double { median(turns.map(figure)) }
        let ratio = c == nil ? nil : middle { $0.ours / $0.c }
        var figure = Figure(operation: name, limit: c == nil ? nil : middle(\.c), ours: middle(\.ours), ratio: ratio)
        switch promise {
        case .none: break
        case .ratio(let limit):
            figure.promise = Figure.Promise(ratio ?? .infinity, atMost: limit)
        case .ratioBeyond(let limit, let microseconds):
            let rest = middle { ($0.ours - microseconds * 1_000 * $0.parse / Self.reference) / $0.c }
            figure.promise = Figure.Promise(rest, atMost: limit, " + \(microseconds.short) us")
        case .microseconds(let limit):
            figure.promise = Figure.Promise(scaled: middle { $0.ours / $0.parse } * Self.reference / 1e3, atMost: limit)
        }
        figure.peers = peers.enumerated().map { index, peer in
            Figure.PeerFigure(
                name: peer.name,
                version: peer.version,
                nanoseconds: middle { $0.peers[index] },
                timesOurs: middle { $0.peers[index] / $0.ours }
            )
        }
        let ahead = figure.peers.filter { $0.timesOurs < 1 }
        let reasons = Dictionary(grouping: ahead) { exceptions[$0.name] ?? "ahead" }
        figure.note = reasons.sorted { $0.key < $1.key }
            .map { reason, peers in "\(peers.map(\.name).joined(separator: ", ")): \(reason)" }.joined(separator: "; ")
        return figure
    }

    private struct Turn {
        let parse, c, ours: Double
        let peers: [Double]
    }

    private func turn(_ peers: [Peer.Measurement]) async throws -> Turn {
        let parse = threadNanoseconds { _ = limit_cookie_parse(5_000) } / 5_000
        let inC = c.map { c in threadNanoseconds { _ = c(batch) } / Double(batch) }
        let start = clock.now
        try await ours(batch)
        let ours = (clock.now - start) / Double(batch)
        return Turn(parse: parse, c: inC ?? 0, ours: ours, peers: try peers.map { try $0.run() })
    }
}
