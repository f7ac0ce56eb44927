import Sessions
import SessionsSQLite

#if PostgreSQL
    import SessionsPostgreSQL
#endif
#if Redis
    import SessionsRedis
#endif

/// Where the sessions are kept: in one file, or on a server that several of these applications share.
enum StoreChoice {
    case sqlite(path: String)
    case postgreSQL(String)
    case redis(String)

    /// - Parameters:
    ///   - text: `sqlite:FILE`, `postgres://...` or `redis://...`; `nil` or nothing for the database.
    ///   - database: the file that holds the users.
    init(_ text: String?, database: String) throws(StartupError) {
        guard let text, !text.isEmpty else {
            self = .sqlite(path: database)
            return
        }
        switch text.prefix(while: { $0 != ":" }) {
        case "sqlite": self = .sqlite(path: String(text.dropFirst("sqlite:".count)))
        case "postgres", "postgresql": self = .postgreSQL(text)
        case "redis", "rediss": self = .redis(text)
        // Not what it is: it may hold a password.
        default: throw StartupError("STORE must begin with sqlite:, postgres:// or redis://.")
        }
    }

    /// Without what an address may hold besides the place.
    var name: String {
        switch self {
        case .sqlite(let path): path
        case .postgreSQL: "PostgreSQL"
        case .redis: "Redis"
        }
    }

    /// A store, and what writes all that is queued and lets it go.
    typealias Opened = (store: any SessionStore, close: @Sendable () async -> Void)

    func open() async throws -> Opened {
        switch self {
        case .sqlite(let path):
            let store = try SQLiteStore(path: path)
            return (store, { await store.close() })
        case .postgreSQL(let address): return try await Self.openPostgreSQL(address)
        case .redis(let address): return try await Self.openRedis(address)
        }
    }

    #if PostgreSQL
        private static func openPostgreSQL(_ address: String) async throws -> Opened {
            let store = try await PostgreSQLStore(address)
            return (store, { await store.close() })
        }
    #else
        private static func openPostgreSQL(_: String) async throws -> Opened { throw notBuilt("PostgreSQL") }
    #endif

    #if Redis
        private static func openRedis(_ address: String) async throws -> Opened {
            let store = try await RedisStore(address)
            return (store, { await store.close() })
        }
    #else
        private static func openRedis(_: String) async throws -> Opened { throw notBuilt("Redis") }
    #endif

    private static func notBuilt(_ trait: String) -> StartupError {
        StartupError("This program was built without \(trait): build it with --traits \(trait), as make run does.")
    }
}
