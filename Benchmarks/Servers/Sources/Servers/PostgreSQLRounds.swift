import Foundation
import Sessions
import SessionsPostgreSQL

/// Sixty-four clients of a PostgreSQL store against sixty-four of pgbench, with the same statements on the same server.
enum PostgreSQLRounds {
    private struct Operation {
        let name: String
        /// Of a client in a round.
        let each: Int
        /// Each session only once.
        var isFresh = false
        /// They have to be there before.
        var needsRows = true
        /// To the session of that number; false if it was not as it should be.
        let request: @Sendable (PostgreSQLStore, Int) async throws -> Bool
    }

    private static let operations = [
        Operation(name: "load", each: 40) { store, number in
            try await store.load(Samples.key(number)) != nil
        },
        Operation(name: "touch", each: 20) { store, number in
            try await store.touch(
                Samples.key(number),
                lastSeen: Samples.later,
                idleDeadline: Samples.idleEnd,
                now: Samples.now
            )
        },
        Operation(name: "update", each: 20) { store, number in
            try await store.update(
                Samples.key(number),
                expecting: Samples.version,
                to: Samples.changed(number),
                now: Samples.now
            ) == .updated
        },
        Operation(name: "create", each: 20, isFresh: true, needsRows: false) { store, number in
            try await store.create(Samples.record(number), admission: nil, now: Samples.now) == .created(ended: [])
        },
        Operation(name: "rotate", each: 10, isFresh: true, request: rotate),
    ]

    private static let rotate: @Sendable (PostgreSQLStore, Int) async throws -> Bool = { store, number in
        try await store.rotate(
            Samples.key(number),
            expecting: Samples.version,
            to: Samples.record(number, isRenewed: true),
            leaving: .forwarding(successor: Array(repeating: 0x73, count: 64)),
            admission: nil,
            now: Samples.now
        ) == .rotated(ended: [])
    }

    static func run(_ pace: Pace) async throws {
        let held = try HeldServers("postgresql")
        defer { held.end() }
        let database = Database(folder: held.places.joined(separator: " "))
        let store = try await PostgreSQLStore(database.connection)
        // All others are made after the image of this one.
        _ = try await store.create(Samples.record(0), admission: nil, now: Samples.now)
        await store.close()
        for operation in operations {
            let store = try await PostgreSQLStore(database.connection)
            try await measure(operation, store, database, pace).print()
            await store.close()
        }
    }

    private static func measure(
        _ operation: Operation,
        _ store: PostgreSQLStore,
        _ database: Database,
        _ pace: Pace
    ) async throws -> Line {
        let script = try await script(of: operation, database)
        let each = operation.each * pace.size
        let sessions = operation.isFresh ? Pace.clients * (PGBench.warmUp + each) : 20_000
        var first = operation.needsRows ? try database.fill(sessions) : database.reserve(sessions)
        var turns: [(theirs: Double, ours: Double)] = []
        for _ in 0..<pace.rounds {
            let mine = first
            // As many before it counts as pgbench does.
            @Sendable func request(_ client: Int, _ index: Int) async throws {
                let fresh = client * (PGBench.warmUp + each) + index
                guard
                    try await operation.request(
                        store,
                        mine + (operation.isFresh ? fresh : Int.random(in: 0..<sessions))
                    )
                else { throw Failure(description: "\(operation.name) did not find what it should") }
            }
            _ = try await perSecond(each: PGBench.warmUp, request)
            let ours = try await perSecond(each: each) { try await request($0, PGBench.warmUp + $1) }
            func next() throws {
                guard operation.isFresh else { return }
                first = operation.needsRows ? try database.fill(sessions) : database.reserve(sessions)
            }
            try next()
            let theirs = try script.perSecond(
                in: database.folder,
                clients: Pace.clients,
                each: each,
                operation.isFresh ? .fresh(first: first) : .random(first: first, count: sessions)
            )
            turns.append((theirs, ours))
            try next()
        }
        return .throughput("postgresql, \(operation.name)", turns)
    }

    /// What the store sends for it, held against what it does.
    private static func script(of operation: Operation, _ database: Database) async throws -> PGBench {
        let first = operation.needsRows ? try database.fill(2) : database.reserve(2)
        let store = try await PostgreSQLStore("\(database.connection) options='-c log_statement=all'") {
            $0.connections = 1
        }
        // By then it is connected.
        _ = try await store.load(Samples.key(0))
        let statements = try await database.log.statements {
            guard try await operation.request(store, first) else {
                throw Failure(description: "\(operation.name) did not find what it should")
            }
        }
        await store.close()
        let script = try PGBench(statements, of: first, isFresh: operation.isFresh)
        try script.once(
            in: database.folder,
            operation.isFresh ? .fresh(first: first + 1) : .random(first: first + 1, count: 1)
        )
        let rows = try [first, first + 1].map { try database.rows(of: $0) }
        guard !rows[0].isEmpty, rows[0] == rows[1] else {
            throw Failure(description: "\(operation.name) and its script lead to different rows: \(rows)")
        }
        return script
    }

    /// The throwaway database, asked by psql.
    private final class Database {
        let folder: String
        let log: ServerLog
        private var used = 1

        init(folder: String) {
            self.folder = folder
            log = ServerLog(in: folder)
        }

        var connection: String { "host=\(folder) user=bench dbname=postgres" }

        /// Numbers that nobody has used; the first of them.
        func reserve(_ count: Int) -> Int {
            defer { used += count }
            return used
        }

        /// The same with a session for each, which differ from that of number 0 in key and family only.
        func fill(_ count: Int) throws -> Int {
            let first = reserve(count)
            try query(
                """
                INSERT INTO sessions
                SELECT made.* FROM generate_series(\(first), \(first + count - 1)) AS n, sessions AS model,
                    jsonb_populate_record(model, jsonb_build_object(
                        'tag', n::bigint * 2654435769 % 4294967296 - 2147483648,
                        'family', lpad(to_hex(n), 32, '0')
                    )) AS made
                WHERE model.tag = \(Samples.tag(0))
                """
            )
            return first
        }

        /// All that stands of a session but the tag, and whether the family is that of its number.
        func rows(of number: Int) throws -> String {
            try query(
                """
                SELECT to_jsonb(row) - 'tag' - 'family', family = lpad(to_hex(\(number)), 32, '0')::uuid
                FROM sessions AS row WHERE tag = \(Samples.tag(number)) ORDER BY hash
                """
            )
        }

        @discardableResult
        private func query(_ sql: String) throws -> String {
            try Program.output(["psql", "-X", "-A", "-t", "-h", folder, "-U", "bench", "-d", "postgres", "-c", sql])
        }
    }
}

extension PostgreSQLStore {
    fileprivate convenience init(
        _ connection: String,
        _ configure: (inout Configuration) -> Void
    ) async throws(StoreError) {
        var configuration = Configuration()
        configure(&configuration)
        try await self.init(connection, configuration: configuration)
    }
}
