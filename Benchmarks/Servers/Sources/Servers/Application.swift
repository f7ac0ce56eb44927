import Foundation
import HTTPTypes
import Logging
import SecureTokens
import Sessions
import SessionsRedis

extension SessionKeys {
    fileprivate var visits: SessionKey<Int> { "visits" }
}

/// One of several application servers on one Redis: a process that serves requests with sessions, as many and when it is
/// told to.
///
/// Reads lines of JSON and answers each by one: first ``Start``, then ``Order``.
enum Application {
    struct Start: Codable {
        let address: String
        /// 32 bytes.
        let key: [UInt8]
    }

    enum Order: Codable {
        /// Logs so many users in.
        case logIn(Int)
        /// Serves so many requests of these users, every twentieth of which changes its session.
        case serve(Int, cookies: [String])
    }

    struct Answer: Codable {
        var cookies: [String] = []
        /// Of the clock on the wall, and of the processor.
        var seconds = 0.0
        var processorSeconds = 0.0
    }

    static func serve() async throws {
        guard let start = try readLine().map({ try decode(Start.self, $0) }) else { return }
        let store = try await RedisStore(start.address)
        let manager = try SessionManager(
            store: store,
            keys: try KeyRing(primary: try RootKey(start.key.span)),
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        )
        try answer(Answer())
        while let line = readLine() {
            switch try decode(Order.self, line) {
            case .logIn(let count): try answer(try await logIn(count, manager))
            case .serve(let count, let cookies): try answer(try await serve(count, cookies.shuffled(), manager))
            }
        }
        await store.close()
    }

    private static func logIn(_ count: Int, _ manager: SessionManager) async throws -> Answer {
        let cookies = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<count {
                group.addTask { @concurrent in
                    let session = try await manager.begin([:])
                    try session.login(subject: "user-\(number)")
                    session.visits = 1
                    var response = HTTPFields()
                    try await manager.commit(session, to: &response)
                    let line = response[values: .setCookie].first { $0.hasPrefix("__Host-id=") } ?? ""
                    return String(line.prefix { $0 != ";" })
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        return Answer(cookies: cookies)
    }

    private static func serve(_ count: Int, _ cookies: [String], _ manager: SessionManager) async throws -> Answer {
        let users = cookies.map { [.userAgent: "bench", .accept: "*/*", .cookie: $0] as HTTPFields }
        let each = count / Pace.clients
        let before = processorTime()
        let rate = try await perSecond(each: each) { client, index in
            let number = client * each + index
            let session = try await manager.begin(users[number % users.count])
            guard session.visits != nil else { throw Failure(description: "a session is not there") }
            // Two servers may serve one user at once.
            if number % 20 == 0 { session.modify(\.visits, default: 0) { $0 += 1 } }
            var response: HTTPFields = [.contentType: "text/html"]
            try await manager.commit(session, to: &response)
        }
        return Answer(seconds: Double(Pace.clients * each) / rate, processorSeconds: processorTime() - before)
    }

    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func answer(_ answer: Answer) throws {
        FileHandle.standardOutput.write(try JSONEncoder().encode(answer) + Data("\n".utf8))
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ line: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(line.utf8))
    }

    /// Such a process.
    final class Remote {
        private let program: Program

        init(_ start: Start) throws {
            guard let path = Bundle.main.executablePath else { throw Failure(description: "no path of this program") }
            program = try Program([path, "application"])
            try write(start)
            _ = try answer()
        }

        /// Begins with it; ``answer()`` waits for its end.
        func order(_ order: Order) throws { try write(order) }

        func answer() throws -> Answer {
            guard let line = program.line() else { throw Failure(description: "an application server has ended") }
            return try decode(Answer.self, line)
        }

        func end() { program.end() }

        private func write(_ value: some Encodable) throws {
            try program.write(try JSONEncoder().encode(value) + Data("\n".utf8))
        }
    }
}
