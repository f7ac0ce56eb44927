import Dispatch
import Foundation
import HTTPTypes
import Logging
import SecureTokens
import Sessions

extension SessionKeys {
    var theme: SessionKey<String> { "theme" }
    fileprivate var visits: SessionKey<Int> { "visits" }
}

extension Session {
    /// Reads, changes and saves.
    func visited() { self.visits = (self.visits ?? 0) + 1 }
}

/// A request's way through the session manager: begin, what a handler does, commit. The store is in memory.
enum SessionRequests {
    static func goals() async throws -> [Goal] {
        let manager = try manager(MemoryStore())
        let visitor: HTTPFields = [.userAgent: "bench", .accept: "*/*"]
        let users = try await users(64, of: manager)
        func request(
            _ name: String,
            limit: Double?,
            as requests: [HTTPFields],
            _ handle: @escaping (Session) throws -> Void
        ) -> Goal {
            Goal(name, limit: limit) { rounds in
                for round in 0..<rounds {
                    try await serve(requests[round % requests.count], by: manager, handle)
                }
            }
        }
        return [
            request("no cookie", limit: 0.3, as: [visitor]) { _ in },
            request("cookie, nothing asked", limit: nil, as: users) { _ in },
            request("read", limit: 2.5, as: users) { session in
                if session.theme != "dark" { throw WrongValue() }
            },
            request("read, change, save", limit: 4.5, as: users) { session in
                session.visited()
            },
            request("modify", limit: 4.5, as: users) { session in
                if session.modify(\.visits, default: 0, { $0 += 1 }) < 1 { throw WrongValue() }
            },
            try await carried("cookie only, read, change, save", limit: 4.0),
            Goal("login", limit: nil) { rounds in
                // A store of its own for each thousand, so that all find the same: what it takes to make one is less
                // than a hundredth.
                for start in stride(from: 0, to: rounds, by: 1_000) {
                    let manager = try Self.manager(MemoryStore())
                    for round in start..<min(start + 1_000, rounds) {
                        try await serve(visitor, by: manager) { try $0.login(subject: "user-\(round)") }
                    }
                }
            },
        ]
    }

    /// The same without a store but for what was ended early.
    private static func carried(_ name: String, limit: Double) async throws -> Goal {
        let manager = try SessionManager.cookieOnly(
            revocations: MemoryStore(),
            keys: try KeyRing(primary: .generate()),
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        )
        let users = try await users(64, of: manager)
        return Goal(name, limit: limit) { rounds in
            for round in 0..<rounds {
                try await serve(users[round % users.count], by: manager) { $0.visited() }
            }
        }
    }

    /// Two threads with different sessions against one.
    static func scaling() async throws -> [String] {
        let manager = try manager(MemoryStore())
        let halves = [try await users(32, of: manager), try await users(32, of: manager)]
        var lines: [String] = []
        for (name, isWriting) in [("read, two threads to one", false), ("save, two threads to one", true)] {
            lines.append(
                Scaling.run(name, limit: 1.6) { thread in
                    for round in 0..<20_000 {
                        try? await serve(halves[thread][round % 32], by: manager) { session in
                            if isWriting {
                                session.visited()
                            } else {
                                keep(session.theme)
                            }
                        }
                    }
                }
            )
        }
        return lines
    }

    /// How many blocks of memory a request takes.
    static func allocationCounts() async throws -> [String] {
        var lines: [String] = []
        for goal in try await goals() {
            try await goal.body(1_000)
            let count = try await allocations { try await goal.body(1_000) }
            lines.append(row("allocations, \(goal.name)", "", (Double(count) / 1_000).formatted(decimals: 1), "", ""))
        }
        return lines
    }

    struct WrongValue: Error {}

    /// Events go to a log that writes nothing.
    static func manager(_ store: any SessionStore) throws -> SessionManager {
        try SessionManager(
            store: store,
            keys: try KeyRing(primary: .generate()),
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private static let page: HTTPFields = [.contentType: "text/html"]

    static func serve(
        _ request: HTTPFields,
        by manager: SessionManager,
        _ handle: (Session) throws -> Void
    ) async throws {
        let session = try await manager.begin(request)
        try handle(session)
        var response = page
        try await manager.commit(session, to: &response)
        keep(response)
    }

    /// The requests of users who have logged in, with a few values in their sessions.
    static func users(_ count: Int, of manager: SessionManager) async throws -> [HTTPFields] {
        var requests: [HTTPFields] = []
        for number in 0..<count { requests.append(try await user(number, of: manager)) }
        return requests
    }

    static func user(_ number: Int, of manager: SessionManager) async throws -> HTTPFields {
        let session = try await manager.begin([:])
        try session.login(subject: "user-\(number)")
        session.theme = "dark"
        session.visits = 1
        var response = HTTPFields()
        try await manager.commit(session, to: &response)
        let line = response[values: .setCookie].first { $0.hasPrefix("__Host-id=") } ?? ""
        let cookie = String(line.prefix { $0 != ";" })
        return [.userAgent: "bench", .accept: "*/*", .cookie: cookie]
    }
}
