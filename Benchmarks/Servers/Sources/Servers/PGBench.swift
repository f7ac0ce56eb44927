import Foundation
import Sessions

/// A script for pgbench that does to sessions by their number what was logged of one of them.
///
/// What stands for the session is put together anew for each number, all other parameters remain what they were, and all
/// are parameters of prepared statements as in ours. Statements that go out together in ours do so here.
struct PGBench {
    /// Which numbers the clients take.
    enum Numbers {
        /// Any of so many from `first` on.
        case random(first: Int, count: Int)
        /// From `first` on, each once.
        case fresh(first: Int)
    }

    private let isFresh: Bool
    private let text: String
    private var constants: [String: String] = [:]

    init(_ statements: [ServerLog.Statement], of number: Int, isFresh: Bool) throws {
        self.isFresh = isFresh
        let tag = Samples.tag(number)
        let known = [
            "\(tag)": ":tag",
            "\(1_024 + (tag & 1_023))": ":slot",
            Self.uuid(Samples.family(number)): "lpad(to_hex(:n::bigint), 32, '0')::uuid",
        ]
        var lines = [
            isFresh ? #"\set i :i + 1"# : "",
            isFresh ? #"\set n :first + :client_id * :each + :i"# : #"\set n :first + random(0, :count - 1)"#,
            #"\set tag (:n * 2654435769) % 4294967296 - 2147483648"#, #"\set slot 1024 + (:tag & 1023)"#,
        ]
        let isPipelined = statements.count > 1
        if isPipelined { lines.append(#"\startpipeline"#) }
        var isWriting = false
        for (place, statement) in statements.enumerated() {
            // What was looked at has to be known before anything is written.
            if isPipelined, !isWriting, statement.sql.hasPrefix("INSERT") {
                lines += [#"\endpipeline"#, #"\startpipeline"#]
                isWriting = true
            }
            var sql = statement.sql
            for (index, value) in statement.parameters.enumerated().reversed() {
                let name = "p\(place)_\(index + 1)"
                if let value, known[value] == nil { constants[name] = value }
                sql = sql.replacing("$\(index + 1)", with: value.map { known[$0] ?? ":\(name)" } ?? "NULL")
            }
            lines.append(sql + ";")
        }
        if isPipelined { lines.append(#"\endpipeline"#) }
        text = lines.filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
    }

    /// As PostgreSQL writes it.
    private static func uuid(_ family: SessionFamily) -> String {
        let digits = Array(family.description)
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }

    /// What each client does before it counts: a new connection has caches to fill, where ours are kept.
    static let warmUp = 5

    /// Runs it in `folder`, where the server is, and gives transactions a second: from the moment when each client has done
    /// ``warmUp`` of them, of which `each` is how many come after those.
    func perSecond(in folder: String, clients: Int, each: Int, _ numbers: Numbers) throws -> Double {
        let end = try run(in: folder, clients: clients, count: Self.warmUp + each, numbers)
        var warm = 0.0
        for (_, times) in end { warm = max(warm, times[Self.warmUp - 1]) }
        let after = end.values.joined().filter { $0 > warm }
        guard let last = after.max() else { throw Failure(description: "pgbench was done before it was warm") }
        return Double(after.count) / (last - warm)
    }

    /// Does it once.
    func once(in folder: String, _ numbers: Numbers) throws {
        _ = try run(in: folder, clients: 1, count: 1, numbers)
    }

    /// When the transactions of each client were over, in seconds.
    private func run(in folder: String, clients: Int, count: Int, _ numbers: Numbers) throws -> [Int: [Double]] {
        let file = "\(folder)/script.sql"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        var variables = constants
        switch numbers {
        case .random(let first, let count): (variables["first"], variables["count"]) = ("\(first)", "\(count)")
        case .fresh(let first): (variables["first"], variables["each"], variables["i"]) = ("\(first)", "\(count)", "-1")
        }
        let output = try Program.output(
            [
                "pgbench", "-h", folder, "-U", "bench", "-n", "-M", "prepared", "-c", "\(clients)", "-j",
                "\(min(clients, 2))", "-t", "\(count)", "-f", file, "-l", "--log-prefix=\(folder)/times",
            ] + variables.sorted { $0.key < $1.key }.flatMap { ["-D", "\($0.key)=\($0.value)"] } + ["postgres"]
        )
        guard output.contains("transactions actually processed: \(clients * count)/\(clients * count)\n") else {
            throw Failure(description: "pgbench says: \(output)\n\(text)")
        }
        var times: [Int: [Double]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasPrefix("times.") {
            let log = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
            for line in log.split(separator: "\n") {
                // Client, number, duration, script, and when: seconds and microseconds.
                let words = line.split(separator: " ").compactMap { Int($0) }
                guard words.count >= 6 else { throw Failure(description: "pgbench has logged: \(line)") }
                times[words[0], default: []].append(Double(words[4]) + Double(words[5]) / 1e6)
            }
            try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
        guard times.count == clients, times.values.allSatisfy({ $0.count == count }) else {
            throw Failure(description: "pgbench has logged \(times.count) clients")
        }
        return times
    }
}
