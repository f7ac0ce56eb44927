import Foundation
import Sessions

/// redis-benchmark with the command that the store was seen to send for one session, for copies of that session under keys
/// with a number of twelve digits, which is what it can write.
struct RedisBenchmark {
    private let port: String
    private let sessions: Int
    private let command: [String]

    /// - Parameters:
    ///   - scripts: the texts that the store has given to the server.
    ///   - find: asks for a session, by the store.
    ///   - send: what is to be sent for that session, by the store.
    init(
        port: String,
        sessions: Int,
        _ scripts: [[UInt8]],
        finding find: () async throws -> Void,
        sending send: () async throws -> Void
    ) async throws {
        self.port = port
        self.sessions = sessions
        let found = try await Self.command(port, find)
        guard let key = found.key else { throw Failure(description: "a load names no key") }
        // As it is before.
        let copy = """
            local rows = redis.call('HGETALL', KEYS[1])
            for number = 0, ARGV[1] - 1 do
              local key = string.format('theirs:{0}:%012d', number)
              redis.call('DEL', key)
              redis.call('HSET', key, unpack(rows))
              redis.call('PEXPIRE', key, redis.call('PTTL', KEYS[1]))
            end
            """
        let name = String(decoding: key, as: UTF8.self)
        _ = try Self.redis(port, ["EVAL", copy, "1", name, "\(sessions)"])
        var words = try await Self.command(port, send).words
        guard let place = words.firstIndex(of: key) else { throw Failure(description: "two requests name two keys") }
        words[place] = Array("theirs:{0}:__rand_int__".utf8)
        if words.contains(where: { $0.contains(where: { $0 == 0 || $0 > 126 }) }) {
            words = try Self.withoutBinary(words, scripts, port)
        }
        command = words.map { String(decoding: $0, as: UTF8.self) }

        _ = try Self.redis(port, ["CONFIG", "RESETSTAT"])
        _ = try run(clients: 1, requests: 1, keys: 1)
        let rows = try ["theirs:{0}:000000000000", name].map { try Self.redis(port, ["--no-raw", "HGETALL", $0]) }
        let errors = try Self.redis(port, ["INFO", "errorstats"]).contains("errorstat_")
        guard !errors, rows[0] == rows[1], rows[0].contains("hhhh") else {
            throw Failure(description: "redis-benchmark does not do what the store does: \(rows)")
        }
    }

    /// The only one that is sent meanwhile.
    private static func command(_ port: String, _ body: () async throws -> Void) async throws -> Monitor.Command {
        let monitor = try Monitor(port: port)
        try await body()
        let commands = try monitor.commands()
        guard commands.count == 1 else {
            throw Failure(description: "the store has sent \(commands.count) commands for one request")
        }
        return commands[0]
    }

    func perSecond(_ requests: Int) throws -> Double {
        try run(clients: Pace.clients, requests: requests, keys: sessions)
    }

    private func run(clients: Int, requests: Int, keys: Int) throws -> Double {
        let output = try Program.output(
            ["redis-benchmark", "-p", port, "-c", "\(clients)", "-n", "\(requests)", "-r", "\(keys)", "--csv"] + command
        )
        // The last of eight columns, of which the first is the command with all its bytes.
        let columns = output.split(separator: "\n").last?.split(separator: "\",\"") ?? []
        guard columns.count >= 8, let rate = Double(columns[columns.count - 7]) else {
            throw Failure(description: "redis-benchmark says: \(output)")
        }
        return rate
    }

    /// redis-benchmark sends no zero bytes. The script is given its arguments in its text then, and what is sent is as long
    /// as it was.
    private static func withoutBinary(_ words: [[UInt8]], _ scripts: [[UInt8]], _ port: String) throws -> [[UInt8]] {
        var words = words
        func load(_ text: [UInt8]) throws -> [UInt8] {
            let text = String(decoding: text, as: UTF8.self)
            return Array(try redis(port, ["SCRIPT", "LOAD", text]).trimmingCharacters(in: .newlines).utf8)
        }
        guard words.count > 4, let script = try scripts.first(where: { try load($0) == words[1] }) else {
            throw Failure(description: "the store runs a script that it has not loaded")
        }
        let arguments = words[4...].map { word in "'\(word.map { "\\\(three($0))" }.joined())'" }
        words[1] = try load(Array("local ARGV = {\(arguments.joined(separator: ", "))}\n".utf8) + script)
        for place in 4..<words.count { words[place] = Array(repeating: UInt8(ascii: "x"), count: words[place].count) }
        return words
    }

    private static func three(_ byte: UInt8) -> String {
        let digits = String(byte)
        return String(repeating: "0", count: 3 - digits.count) + digits
    }

    private static func redis(_ port: String, _ arguments: [String]) throws -> String {
        try Program.output(["redis-cli", "-p", port] + arguments)
    }
}
