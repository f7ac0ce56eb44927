import CLimits

/// One operation that is held against a time: nobody has written it in C.
///
/// The goal is for one core of the machine that it was set on. Another machine, or the same one on a busy day, is
/// slower, so that the C program that reads a cookie header is run in turns with the operation: the time quoted as
/// scaled is what the operation would take where that program takes 176 ns.
struct Goal {
    /// What the C program takes on the machine that the goals were set on, in nanoseconds.
    static let reference = 176.0

    let name: String
    /// Microseconds; `nil` if nothing is promised.
    let limit: Double?
    /// How many times it is run in a round.
    var batch = 2_000
    /// Must not wait, so that all of it is on the thread whose time is taken.
    let body: (Int) async throws -> Void

    init(_ name: String, limit: Double?, body: @escaping (Int) async throws -> Void) {
        self.name = name
        self.limit = limit
        self.body = body
    }

    static let heading = row("operation", "parse ns", "ours us", "scaled", "goal us")

    func run(rounds: Int) async throws -> String {
        try await body(batch)
        var rows: [(parse: Double, ours: Double)] = []
        for _ in 0..<rounds {
            let parse = threadNanoseconds { _ = limit_cookie_parse(5_000) } / 5_000
            let ours = try await threadNanoseconds { try await body(batch) } / Double(batch)
            rows.append((parse, ours))
        }
        let scaled = median(rows.map { $0.ours / $0.parse }) * Self.reference / 1_000
        return row(
            name,
            median(rows.map(\.parse)).formatted(decimals: 0),
            (median(rows.map(\.ours)) / 1_000).formatted(decimals: 2),
            scaled.formatted(decimals: 2),
            verdict(scaled, limit)
        )
    }
}
