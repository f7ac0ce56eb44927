import CLimits
import Foundation

/// What a session adds to a request over HTTP: the processor's time of a server on one core, with sessions and without,
/// in turns, asked by wrk on the other core over 16 connections.
enum HTTPRequests {
    static func figures(_ pace: Pace) throws -> [Figure] {
        guard let program = ProcessInfo.processInfo.environment["HTTP_SERVER"] else {
            return [Figure(operation: "not measured: run by Benchmarks/run, which builds the server")]
        }
        let folder = try Folder()
        defer { folder.remove() }
        var figures: [Figure] = []
        let plain = try Server(program, "plain", in: folder)
        defer { plain.stop() }
        for (kind, goals) in kinds {
            let server = try Server(program, kind, in: folder)
            defer { server.stop() }
            let cookies = try server.logIn(2_000)
            for (path, goal) in goals {
                // The same header for both: to the one without sessions it means nothing.
                let load = try Load(path: path, cookies: path == "nothing" ? [] : cookies, in: folder)
                var turns: [(parse: Double, plain: Double, ours: Double)] = []
                for round in 0...pace.http {
                    let parse = threadNanoseconds { _ = limit_cookie_parse(5_000) } / 5_000
                    let turn = (parse, try plain.nanoseconds(load), try server.nanoseconds(load))
                    if round > 0 { turns.append(turn) }
                }
                // What else the machine does adds up to half of the time in some rounds, and never takes any off.
                let plain = lowerQuartile(turns.map(\.plain))
                let extra = lowerQuartile(turns.map(\.ours)) - plain
                let scaled = extra / lowerQuartile(turns.map(\.parse)) * Operation.reference / 1_000
                figures.append(
                    Figure(
                        operation: "\(kind), \(names[path] ?? path), added",
                        limit: plain,
                        ours: extra,
                        ratio: 1 + extra / plain,
                        promise: Figure.Promise(scaled: scaled, atMost: goal)
                    )
                )
            }
        }
        return figures
    }

    private static let names = ["nothing": "no cookie", "read": "read", "write": "read, change, save"]
    /// Microseconds that are promised.
    private static let kinds: [(String, [(String, Double)])] = [
        ("memory", [("nothing", 1), ("read", 5), ("write", 8)]),
        ("cookie-only", [("read", 6), ("write", 6)]),
        ("sqlite", [("read", 10), ("write", 45)]),
    ]

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What wrk sends.
    struct Load {
        fileprivate let path: String
        fileprivate let script: String

        init(path: String, cookies: [String], in folder: Folder) throws {
            self.path = path
            script = folder.path("requests.lua")
            let list = cookies.map { "\"\($0)\"" }.joined(separator: ",\n")
            // Each request has the next user's cookie, so that no session is asked for twice at once.
            let text = """
                local cookies = {\(list)}
                local requests = {}
                local number = 0
                function init(args)
                    for i, cookie in ipairs(cookies) do
                        requests[i] = wrk.format("GET", "/\(path)", {Cookie = cookie})
                    end
                    if #requests == 0 then requests[1] = wrk.format("GET", "/\(path)") end
                end
                function request()
                    number = number % #requests + 1
                    return requests[number]
                end
                """
            try text.write(toFile: script, atomically: true, encoding: .utf8)
        }
    }

    /// A running server.
    final class Server {
        private let process = Process()
        private let port: Int

        init(_ program: String, _ kind: String, in folder: Folder) throws {
            process.executableURL = URL(fileURLWithPath: "/usr/bin/taskset")
            process.arguments = ["-c", "0", program, kind, folder.path("\(kind).sqlite")]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
            guard let port = Int(line.trimmingCharacters(in: .newlines)) else {
                throw Failure(description: "the server for \(kind) did not start")
            }
            self.port = port
        }

        func stop() {
            process.terminate()
            process.waitUntilExit()
        }

        /// Cookies of so many users.
        func logIn(_ count: Int) throws -> [String] {
            let url = "http://127.0.0.1:\(port)/login?[1-\(count)]"
            let text = try output("/usr/bin/curl", ["--silent", "--output", "/dev/null", "--dump-header", "-", url])
            let cookies = text.split(whereSeparator: \.isNewline).compactMap { line -> String? in
                guard let start = line.range(of: "__Host-id=") else { return nil }
                return String(line[start.lowerBound...].prefix { $0 != ";" })
            }
            guard cookies.count == count else {
                throw Failure(description: "\(cookies.count) cookies for \(count) logins")
            }
            return cookies
        }

        /// Of this process, for one request under load.
        func nanoseconds(_ load: Load) throws -> Double {
            let before = try processorTime()
            let arguments = ["-c", "1", "wrk", "-t1", "-c16", "-d1s", "-s", load.script, "http://127.0.0.1:\(port)/"]
            let text = try output("/usr/bin/taskset", arguments)
            let time = try processorTime() - before
            guard !text.contains("Non-2xx"), !text.contains("Socket errors"),
                let line = text.split(separator: "\n").first(where: { $0.contains("requests in") }),
                let count = line.split(separator: " ").first.flatMap({ Double($0) }), count > 0
            else { throw Failure(description: "wrk says of \(load.path): \(text)") }
            return time / count
        }

        /// The kernel's count of nanoseconds, over all threads.
        private func processorTime() throws -> Double {
            let tasks = "/proc/\(process.processIdentifier)/task"
            return try FileManager.default.contentsOfDirectory(atPath: tasks).reduce(0) { sum, task in
                let line = (try? String(contentsOfFile: "\(tasks)/\(task)/schedstat", encoding: .utf8)) ?? ""
                return sum + (line.split(separator: " ").first.flatMap { Double($0) } ?? 0)
            }
        }

        private func output(_ program: String, _ arguments: [String]) throws -> String {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = arguments
            let pipe = Pipe()
            process.standardOutput = pipe
            try process.run()
            let data = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return String(decoding: data, as: UTF8.self)
        }
    }
}
