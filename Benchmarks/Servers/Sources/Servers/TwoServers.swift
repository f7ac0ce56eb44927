import Foundation

/// Two application servers on one Redis Cluster against one of them.
///
/// They share the processors here, so that two are not twice as fast as one. What would keep them from it on machines of
/// their own is counted: more commands for a request, a master that is asked more than the others, a key or a connection
/// that both need.
enum TwoServers {
    private static let users = 2_000

    static func run(_ pace: Pace) async throws {
        let held = try HeldServers("cluster")
        defer { held.end() }
        let ports = held.places
        let start = Application.Start(
            address: "redis://" + ports.map { "127.0.0.1:\($0)" }.joined(separator: ","),
            key: (0..<32).map { _ in UInt8.random(in: 0...255) }
        )
        let first = try Application.Remote(start)
        defer { first.end() }
        let connections = try Masters(ports).connections()
        let second = try Application.Remote(start)
        defer { second.end() }
        let connectionsOfTwo = try Masters(ports).connections()
        try first.order(.logIn(users))
        let cookies = try first.answer().cookies

        let requests = Pace.clients * 100 * pace.size
        var turns: [(one: Turn, two: Turn)] = []
        for server in [first, second] { _ = try turn([server], Pace.clients * 20, cookies, ports) }
        for _ in 0..<pace.rounds {
            let one = try turn([first], requests, cookies, ports)
            turns.append((one, try turn([first, second], requests, cookies, ports)))
        }
        try print(turns)
        try Line(
            operation: "cluster, connections to a master (one)",
            unit: "",
            limit: connections,
            ours: connectionsOfTwo,
            ratio: connectionsOfTwo / connections,
            atMost: 2
        ).print()
        try Line(
            operation: "cluster, commands on the busiest key",
            unit: "%",
            ours: 100 * (try busiestKey([first, second], cookies, ports)),
            atMost: 1
        ).print()
    }

    private static func print(_ turns: [(one: Turn, two: Turn)]) throws {
        func line(_ name: String, _ unit: String, atMost limit: Double? = nil, _ figure: (Turn) -> Double) -> Line {
            Line(
                operation: name,
                unit: unit,
                limit: median(turns.map { figure($0.one) }),
                ours: median(turns.map { figure($0.two) }),
                ratio: median(turns.map { figure($0.two) / figure($0.one) }),
                atMost: limit
            )
        }
        try line("cluster, two servers (one)", "/s") { $0.perSecond }.print()
        try line("cluster, processor a request (one)", "ns", atMost: 1.2) { $0.nanoseconds }.print()
        // Two that change a session at once: one of them has to read it again.
        try line("cluster, commands a request (one)", "", atMost: 1.03) { $0.commandsPerRequest }.print()
        try Line(
            operation: "cluster, busiest master to the average",
            unit: "times",
            ours: turns.map(\.two.imbalance).max() ?? .infinity,
            atMost: 1.2
        ).print()
    }

    /// What came of so many requests.
    private struct Turn {
        let perSecond: Double
        /// Of the processor, those of the masters included, for a request.
        let nanoseconds: Double
        let commandsPerRequest: Double
        /// Commands of the busiest master, the average being 1.
        let imbalance: Double
    }

    private static func turn(
        _ servers: [Application.Remote],
        _ requests: Int,
        _ cookies: [String],
        _ ports: [String]
    ) throws -> Turn {
        let masters = try Masters(ports)
        for server in servers { try server.order(.serve(requests / servers.count, cookies: cookies)) }
        let answers = try servers.map { try $0.answer() }
        let (commands, time) = try masters.since()
        let count = Double(requests)
        return Turn(
            // All are begun together.
            perSecond: count / (answers.map(\.seconds).max() ?? .infinity),
            nanoseconds: 1e9 * (answers.map(\.processorSeconds).reduce(time, +)) / count,
            commandsPerRequest: commands.reduce(0, +) / count,
            imbalance: (commands.max() ?? 0) * Double(ports.count) / commands.reduce(0, +)
        )
    }

    /// The share of the key that is asked most, of all commands with a key; each user is asked twice by each server.
    private static func busiestKey(
        _ servers: [Application.Remote],
        _ cookies: [String],
        _ ports: [String]
    ) throws -> Double {
        let monitors = try ports.map { try Monitor(port: $0) }
        for server in servers { try server.order(.serve(2 * cookies.count, cookies: cookies)) }
        for server in servers { _ = try server.answer() }
        let keys = try monitors.flatMap { try $0.commands() }.compactMap(\.key)
        guard keys.count > 3 * cookies.count else { throw Failure(description: "the masters were asked for nothing") }
        let counts = Dictionary(grouping: keys) { $0 }.mapValues(\.count)
        return Double(counts.values.max() ?? 0) / Double(keys.count)
    }

    /// What the masters say of themselves.
    private struct Masters {
        private let ports: [String]
        private let times: [Double]

        /// Begins to count.
        init(_ ports: [String]) throws {
            self.ports = ports
            for port in ports { _ = try Self.ask(port, ["CONFIG", "RESETSTAT"]) }
            times = try ports.map { try Self.processorTime($0) }
        }

        /// The commands of each, those of scripts included, and seconds of the processor of all.
        func since() throws -> (commands: [Double], processor: Double) {
            let commands = try ports.map { port in
                try Self.ask(port, ["INFO", "commandstats"]).split(whereSeparator: \.isNewline).reduce(0.0) {
                    sum,
                    line in
                    // cmdstat_hget:calls=12,usec=...
                    let isOwn = ["info", "config", "command", "client"].contains { line.hasPrefix("cmdstat_\($0)") }
                    guard !isOwn, let calls = line.firstRange(of: "calls=") else { return sum }
                    return sum + (Double(line[calls.upperBound...].prefix { $0 != "," }) ?? 0)
                }
            }
            let now = try ports.map { try Self.processorTime($0) }
            return (commands, zip(now, times).map { $0 - $1 }.reduce(0, +))
        }

        /// Of a master, those apart that ask this.
        func connections() throws -> Double {
            let all = try ports.map { port in
                try Self.ask(port, ["CLIENT", "LIST"]).split(whereSeparator: \.isNewline).count { line in
                    line.contains("id=") && !line.contains("cmd=client")
                }
            }
            return Double(all.max() ?? 0)
        }

        private static func processorTime(_ port: String) throws -> Double {
            try ask(port, ["INFO", "cpu"]).split(whereSeparator: \.isNewline).reduce(0) { sum, line in
                guard line.hasPrefix("used_cpu_sys:") || line.hasPrefix("used_cpu_user:") else { return sum }
                return sum + (Double(line.drop { $0 != ":" }.dropFirst()) ?? 0)
            }
        }

        private static func ask(_ port: String, _ words: [String]) throws -> String {
            try Program.output(["redis-cli", "-p", port] + words)
        }
    }
}
