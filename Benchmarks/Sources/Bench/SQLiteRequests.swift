import CLimits
import Foundation
import HTTPTypes
import SecureTokens
import Sessions
import SessionsSQLite

/// Requests to a SQLite store, against C programs that do the same to a copy of its file.
///
/// Reading is on one thread, whose time is taken. Writes wait for the disk and are on several threads: there it is the
/// time on the wall, both in turns, that is compared. The flushes are most of it.
enum SQLiteRequests {
    private static let concurrency = 64
    /// Requests of each task in a round.
    private static let each = 40
    private static var batch: Int { concurrency * each }

    private static let bare =
        "a row is written: no rotation, no keys, nothing sealed, no cookie, no list of a user's devices"

    /// Time of the processor: of all threads, those of the store too.
    ///
    /// A session that is in use is in the store's memory: "read" asks for those that are not, "in use" for those that are, and
    /// a save finds its session there from the second time on.
    static func operations(in folder: Folder) async throws -> [Operation] {
        let database = try await Database(in: folder, sessions: 10_000)
        let limit = try await database.copy()
        let manager = database.manager
        let users = database.requests
        let used = try await Database(in: folder, sessions: 1_000)
        for user in used.requests { try await SessionRequests.serve(user, by: used.manager) { $0.visited() } }
        func tasks(_ body: @escaping @Sendable (Int) async throws -> Void) -> (Int) async throws -> Void {
            { rounds in try await inTasks(each: rounds / concurrency, body) }
        }
        return [
            Operation(id: "sqlite.none", name: "sqlite, no cookie", batch: 2_000, clock: .process) { rounds in
                for _ in 0..<rounds { try await SessionRequests.serve([.accept: "*/*"], by: manager) { _ in } }
            },
            // All that is no reading may take 3 us.
            Operation(
                id: "sqlite.read",
                name: "sqlite, read",
                promise: .ratioBeyond(1.5, microseconds: 3),
                batch: 2_000,
                clock: .process,
                c: { limit_sqlite_select(limit, $0) }
            ) { rounds in
                try await database.read(rounds)
            },
            Operation(
                id: "sqlite.used",
                name: "sqlite, read, in use",
                batch: 2_000,
                clock: .process,
                c: { limit_sqlite_select(limit, $0) }
            ) { rounds in
                try await used.read(rounds)
            },
            Operation(
                id: "sqlite.write",
                name: "sqlite, read, change, save",
                batch: batch,
                clock: .process,
                c: { limit_sqlite_update(limit, $0, Int32(concurrency)) },
                ours: { rounds in
                    let start = Int.random(in: 0..<users.count)
                    try await tasks { number in
                        let user = users[(start + number) % users.count]
                        try await SessionRequests.serve(user, by: manager) { $0.visited() }
                    }(rounds)
                }
            ),
            Operation(
                id: "sqlite.login",
                name: "sqlite, login",
                batch: batch,
                clock: .process,
                c: { limit_sqlite_insert(limit, $0, Int32(concurrency)) },
                exceptions: ["GRDB": bare],
                ours: tasks { _ = try await SessionRequests.logIn($0, to: manager) }
            ),
            Operation(
                id: "sqlite.logout",
                name: "sqlite, login, then logout",
                batch: batch,
                clock: .process,
                c: { rounds in
                    guard limit_sqlite_insert(limit, rounds, Int32(concurrency)) != 0 else { return 0 }
                    return limit_sqlite_delete(limit, rounds, Int32(concurrency))
                },
                exceptions: ["GRDB": bare],
                ours: tasks { number in
                    let user = try await SessionRequests.user(number, of: manager)
                    try await SessionRequests.serve(user, by: manager) { try $0.logout() }
                }
            ),
        ]
    }

    /// What 64 clients wait: most of it is the disk's.
    static func waits(rounds: Int) async throws -> [Figure] {
        let folder = try Folder()
        defer { folder.remove() }
        let database = try await Database(in: folder, sessions: 10_000)
        let limit = try await database.copy()
        defer { limit_sqlite_close(limit) }
        let figures = try await writing(database, limit, rounds: rounds)
        await database.store.close()
        return figures
    }

    private static func writing(
        _ database: Database,
        _ limit: OpaquePointer,
        rounds: Int
    ) async throws -> [Figure] {
        let manager = database.manager
        var saves: [(c: Double, ours: Double, ratio: Double)] = []
        var creations = saves
        var deletions = saves
        func note(_ c: Double, _ ours: Double, in rows: inout [(c: Double, ours: Double, ratio: Double)]) {
            rows.append((c / Double(batch), ours / Double(batch), ours / c))
        }
        // In the first rounds each session comes up for the first time since the store was opened; then all are in use.
        let firsts = (database.requests.count + batch - 1) / batch
        for round in 0..<firsts + rounds {
            let users = (0..<batch).map { database.requests[(round * batch + $0) % database.requests.count] }
            let updating = wallNanoseconds { precondition(limit_sqlite_update(limit, batch, Int32(concurrency)) != 0) }
            let saving = try await wall {
                try await inTasks(each: each) { number in
                    try await SessionRequests.serve(users[number], by: manager) { session in
                        session.visited()
                    }
                }
            }
            note(updating, saving, in: &saves)
            let inserting = wallNanoseconds { precondition(limit_sqlite_insert(limit, batch, Int32(concurrency)) != 0) }
            let made = Requests()
            let creating = try await wall {
                try await inTasks(each: each) { made.add(try await SessionRequests.logIn($0, to: manager)) }
            }
            note(inserting, creating, in: &creations)
            let deleting = wallNanoseconds { precondition(limit_sqlite_delete(limit, batch, Int32(concurrency)) != 0) }
            let all = made.all.map(SessionRequests.request(after:))
            let ending = try await wall {
                try await inTasks(each: each) {
                    try await SessionRequests.serve(all[$0], by: manager) { try $0.logout() }
                }
            }
            note(deleting, ending, in: &deletions)
        }
        return [
            line("sqlite, save after a restart, on the wall", saves.prefix(firsts).dropFirst()),
            line("sqlite, read, change, save, on the wall", saves.dropFirst(firsts), limit: 1.3),
            line("sqlite, create, on the wall", creations.dropFirst(firsts), limit: 1.3),
            line("sqlite, delete, on the wall", deletions.dropFirst(firsts), limit: 1.3),
        ]
    }

    private static func line(
        _ name: String,
        _ rows: ArraySlice<(c: Double, ours: Double, ratio: Double)>,
        limit: Double? = nil
    ) -> Figure {
        let ratio = median(rows.map(\.ratio))
        return Figure(
            operation: name,
            limit: median(rows.map(\.c)),
            ours: median(rows.map(\.ours)),
            ratio: ratio,
            promise: limit.map { Figure.Promise(ratio, atMost: $0) }
        )
    }

    private static func wall(_ body: () async throws -> Void) async rethrows -> Double {
        let start = nanoseconds(CLOCK_MONOTONIC)
        try await body()
        return nanoseconds(CLOCK_MONOTONIC) - start
    }

    /// One round of requests, each task's one after the other.
    private static func inTasks(each: Int, _ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<concurrency {
                group.addTask { @concurrent in
                    for number in 0..<each { try await body(task * each + number) }
                }
            }
            try await group.waitForAll()
        }
    }
}

/// A database with sessions, and the requests of their users.
struct Database: Sendable {
    let path: String
    let store: SQLiteStore
    let manager: SessionManager
    let requests: [HTTPFields]

    /// - Parameter rows: how many rows there are, of which `sessions` are sessions, spread evenly, and all others such
    ///   that only their size is right.
    init(in folder: Folder, sessions: Int, rows: Int? = nil, fillerDeadline: Int64 = 4_000_000_000_000) async throws {
        path = folder.path("\(rows ?? sessions).sqlite")
        let keys = try KeyRing(primary: .generate())
        let first = try SQLiteStore(path: path)
        let manager = try SessionRequests.manager(first, keys: keys)
        let made = Requests()
        let pieces = max(1, min(100, sessions / 100))
        for piece in 0..<pieces {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<sessions / pieces {
                    group.addTask {
                        made.add(try await SessionRequests.user(piece * (sessions / pieces) + number, of: manager))
                    }
                }
                try await group.waitForAll()
            }
            let filler = ((rows ?? sessions) - sessions) / pieces
            if filler > 0 { precondition(limit_sqlite_fill(path, filler, fillerDeadline) == 1) }
        }
        requests = made.all.shuffled()
        // As after a restart: what was just written would be in the store's memory.
        await first.close()
        store = try SQLiteStore(path: path)
        self.manager = try SessionRequests.manager(store, keys: keys)
    }

    /// What C does is done to a copy.
    func copy() async throws -> OpaquePointer {
        let other = path + ".copy"
        precondition(limit_sqlite_copy(path, other) == 1)
        guard let limit = limit_sqlite_open(other, 20_000) else { throw SessionRequests.WrongValue() }
        return limit
    }

    /// Nanoseconds of this thread for a request that reads, in C and in ours.
    func readingTimes(_ limit: OpaquePointer) async throws -> (c: Double, ours: Double) {
        let count = 2_000
        let c = threadNanoseconds { precondition(limit_sqlite_select(limit, count) != 0) } / Double(count)
        let ours = try await threadNanoseconds { try await read(count) }
        return (c, ours / Double(count))
    }

    /// So many requests that read, of one user after the other, beginning with any.
    func read(_ count: Int) async throws {
        let start = Int.random(in: 0..<requests.count)
        for round in 0..<count {
            try await SessionRequests.serve(requests[(start + round) % requests.count], by: manager) { session in
                if session.theme != "dark" { throw SessionRequests.WrongValue() }
            }
        }
    }
}

/// The header fields that many tasks have gathered.
final class Requests: @unchecked Sendable {
    private let lock = NSLock()
    private var requests: [HTTPFields] = []

    var all: [HTTPFields] { lock.withLock { requests } }

    func add(_ request: HTTPFields) {
        lock.withLock { requests.append(request) }
    }
}

/// A folder of its own that is deleted in the end.
struct Folder {
    private let url = FileManager.default.temporaryDirectory.appendingPathComponent("bench-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func remove() { try? FileManager.default.removeItem(at: url) }
}
