import Foundation

/// One operation, in C and in Swift.
struct Comparison {
    let name: String
    /// The ratio that is promised; `nil` if none is.
    let limit: Double?
    let c: (Int) -> UInt
    let swift: (Int) throws -> Void

    init(_ name: String, limit: Double?, c: @escaping (Int) -> UInt, swift: @escaping (Int) throws -> Void) {
        self.name = name
        self.limit = limit
        self.c = c
        self.swift = swift
    }

    /// Runs both in turns and gives a line of the table.
    func run(rounds: Int) throws -> String {
        let batch = 5_000
        precondition(c(batch) != 0, "OpenSSL failed in the C program")
        try swift(batch)
        var pairs: [(c: Double, swift: Double)] = []
        for _ in 0..<rounds {
            let inC = threadNanoseconds { _ = c(batch) } / Double(batch)
            let inSwift = try threadNanoseconds { try swift(batch) } / Double(batch)
            pairs.append((inC, inSwift))
        }
        let ratio = median(pairs.map { $0.swift / $0.c })
        return row(
            name,
            String(format: "%.0f", median(pairs.map(\.c))),
            String(format: "%.0f", median(pairs.map(\.swift))),
            String(format: "%.2f", ratio),
            verdict(ratio, limit)
        )
    }
}

/// Two threads against one: whether they get into each other's way.
///
/// The machine's own limit is measured beside it, with a loop that shares nothing: two processors of a shared machine
/// may be less than twice one.
enum Scaling {
    static func run() throws -> String {
        let (sealer, payload, anHour) = (try Tokens.sealer(), Tokens.payload, Tokens.anHour)
        let work: @Sendable () -> Void = {
            for _ in 0..<100_000 {
                guard let token = try? sealer.seal(payload.span, for: anHour) else { continue }
                keep(try? sealer.open(token))
            }
        }
        let control: @Sendable () -> Void = {
            var word: UInt64 = 1
            for _ in 0..<60_000_000 { word = word &* 6_364_136_223_846_793_005 &+ 1 }
            keep(word)
        }
        var pairs: [(machine: Double, ours: Double)] = []
        for _ in 0..<7 { pairs.append((speedUp(control), speedUp(work))) }
        let machine = median(pairs.map(\.machine))
        let ours = median(pairs.map(\.ours))
        return row(
            "seal and open, two threads to one",
            String(format: "%.2f", machine),
            String(format: "%.2f", ours),
            String(format: "%.2f", median(pairs.map { $0.ours / $0.machine })),
            "1.7 \(ours >= 1.7 ? "holds" : "MISSED")"
        )
    }

    private static func speedUp(_ work: @escaping @Sendable () -> Void) -> Double {
        let one = wallNanoseconds { inThreads(1, work) }
        return 2 * one / wallNanoseconds { inThreads(2, work) }
    }

    private static func inThreads(_ count: Int, _ work: @escaping @Sendable () -> Void) {
        let group = DispatchGroup()
        for _ in 0..<count {
            group.enter()
            Thread.detachNewThread {
                work()
                group.leave()
            }
        }
        group.wait()
    }
}

@inline(never)
func keep<Value>(_ value: Value) {}

func threadNanoseconds(_ body: () throws -> Void) rethrows -> Double {
    try elapsed(CLOCK_THREAD_CPUTIME_ID, body)
}

func wallNanoseconds(_ body: () throws -> Void) rethrows -> Double {
    try elapsed(CLOCK_MONOTONIC, body)
}

private func elapsed(_ clock: clockid_t, _ body: () throws -> Void) rethrows -> Double {
    var start = timespec()
    var end = timespec()
    clock_gettime(clock, &start)
    try body()
    clock_gettime(clock, &end)
    return Double(end.tv_sec - start.tv_sec) * 1e9 + Double(end.tv_nsec - start.tv_nsec)
}

func median(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
}

/// The limit, and whether the figure is within it.
func verdict(_ figure: Double, _ limit: Double?) -> String {
    limit.map { "\($0.formatted(decimals: 1)) \(figure <= $0 ? "holds" : "MISSED")" } ?? "-"
}

extension Double {
    func formatted(decimals: Int) -> String { String(format: "%.\(decimals)f", self) }
}

func row(_ cells: String...) -> String {
    let widths = [34, 8, 8, 7, 12]
    return zip(cells, widths).enumerated().map { index, cell in
        let padding = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
        return index == 0 ? cell.0 + padding : padding + cell.0
    }.joined(separator: " ")
}
