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
    static func operations() async throws -> [Operation] {
        let memory = try manager(MemoryStore())
        let carried = try carried()
        var goals: [String: Double] = [
            "memory.none": 0.3, "memory.read": 2.5, "memory.write": 4.5, "memory.modify": 4.5, "cookie-only.write": 4.0,
        ]
        var operations: [Operation] = []
        for (kind, manager) in [("memory", memory), ("cookie-only", carried)] {
            let users = try await users(64, of: manager)
            func add(_ id: String, _ name: String, as requests: [HTTPFields], _ handle: @escaping Handler) {
                add(id, name) { rounds in
                    for round in 0..<rounds { try await serve(requests[round % requests.count], by: manager, handle) }
                }
            }
            func add(_ id: String, _ name: String, _ body: @escaping (Int) async throws -> Void) {
                let goal = goals.removeValue(forKey: "\(kind).\(id)")
                operations.append(
                    Operation(
                        id: "\(kind).\(id)",
                        name: "\(kind), \(name)",
                        promise: goal.map { .microseconds($0) } ?? .none,
                        batch: 2_000,
                        exceptions: ["gorilla CookieStore": gorilla],
                        ours: body
                    )
                )
            }
            add("none", "no cookie", as: [visitor]) { _ in }
            add("idle", "cookie, nothing asked", as: users) { _ in }
            add("read", "read", as: users) { if $0.theme != "dark" { throw WrongValue() } }
            add("write", "read, change, save", as: users) { $0.visited() }
            // A cookie cannot be changed by two requests at once, and does not offer it.
            if kind == "memory" {
                add("modify", "modify", as: users) { session in
                    if session.modify(\.visits, default: 0, { $0 += 1 }) < 1 { throw WrongValue() }
                }
            }
            // Stores of their own, so that each round finds the same: making one is less than a hundredth.
            func fresh() throws -> SessionManager {
                try kind == "memory" ? Self.manager(MemoryStore()) : Self.carried()
            }
            add("login", "login") { rounds in
                let manager = try fresh()
                for round in 0..<rounds { _ = try await user(round, of: manager) }
            }
            add("logout", "login, then logout") { rounds in
                let manager = try fresh()
                for round in 0..<rounds {
                    try await serve(try await user(round, of: manager), by: manager) { try $0.logout() }
                }
            }
        }
        return operations
    }

    private static let gorilla = "values and the time of writing; no family that can be revoked, no idle deadline"

    typealias Handler = (Session) throws -> Void

    private static let visitor: HTTPFields = [.userAgent: "bench", .accept: "*/*"]

    /// Without a store but for what was ended early.
    private static func carried() throws -> SessionManager {
        try SessionManager.cookieOnly(
            revocations: MemoryStore(),
            keys: try KeyRing(primary: .generate()),
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Two threads with different sessions against one.
    static func scaling() async throws -> [Figure] {
        let manager = try manager(MemoryStore())
        let halves = [try await users(32, of: manager), try await users(32, of: manager)]
        var figures: [Figure] = []
        for (name, isWriting) in [("read, two threads to one", false), ("save, two threads to one", true)] {
            figures.append(
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
        return figures
    }

    /// How many blocks of memory a request takes.
    static func allocationCounts() async throws -> [Figure] {
        var figures: [Figure] = []
        for operation in try await operations() {
            try await operation.ours(1_000)
            let count = try await allocations { try await operation.ours(1_000) }
            let name = "allocations, \(operation.name)"
            figures.append(Figure(operation: name, unit: .blocks, ours: Double(count) / 1_000))
        }
        return figures
    }

    struct WrongValue: Error {}

    /// Events go to a log that writes nothing.
    static func manager(_ store: any SessionStore, keys: KeyRing? = nil) throws -> SessionManager {
        try SessionManager(
            store: store,
            keys: try keys ?? KeyRing(primary: .generate()),
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

    /// Logs a user in, and gives the response.
    static func logIn(_ number: Int, to manager: SessionManager) async throws -> HTTPFields {
        let session = try await manager.begin([:])
        try session.login(subject: "user-\(number)")
        session.theme = "dark"
        session.visits = 1
        var response = HTTPFields()
        try await manager.commit(session, to: &response)
        return response
    }

    /// What a browser sends after that response.
    static func request(after response: HTTPFields) -> HTTPFields {
        let line = response[values: .setCookie].first { $0.hasPrefix("__Host-id=") } ?? ""
        let cookie = String(line.prefix { $0 != ";" })
        return [.userAgent: "bench", .accept: "*/*", .cookie: cookie]
    }

    static func user(_ number: Int, of manager: SessionManager) async throws -> HTTPFields {
        request(after: try await logIn(number, to: manager))
    }
}
