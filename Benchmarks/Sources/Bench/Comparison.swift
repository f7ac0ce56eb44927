import CLimits
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

    static let heading = row("operation", "C ns", "ours ns", "ratio", "limit")

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

@inline(never)
func keep<Value>(_ value: Value) {}

func threadNanoseconds(_ body: () throws -> Void) rethrows -> Double {
    let start = nanoseconds(CLOCK_THREAD_CPUTIME_ID)
    try body()
    return nanoseconds(CLOCK_THREAD_CPUTIME_ID) - start
}

/// Right only if `body` stays on its thread.
func threadNanoseconds(_ body: () async throws -> Void) async rethrows -> Double {
    let start = nanoseconds(CLOCK_THREAD_CPUTIME_ID)
    try await body()
    return nanoseconds(CLOCK_THREAD_CPUTIME_ID) - start
}

func wallNanoseconds(_ body: () throws -> Void) rethrows -> Double {
    let start = nanoseconds(CLOCK_MONOTONIC)
    try body()
    return nanoseconds(CLOCK_MONOTONIC) - start
}

func allocations(_ body: () async throws -> Void) async rethrows -> UInt {
    let before = allocations()
    try await body()
    return allocations() - before
}

func nanoseconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
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
