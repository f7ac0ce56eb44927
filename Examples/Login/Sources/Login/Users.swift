import GRDB
import NIOPosix

/// The accounts, in the same SQLite file as the sessions.
struct Users: Sendable {
    private let database: DatabaseQueue
    private let threads: NIOThreadPool

    struct User: Sendable {
        /// What a session's subject is: never given to anybody else, even if the name is.
        let id: Int64
        let name: String
    }

    init(path: String, threads: NIOThreadPool = .singleton) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        database = try DatabaseQueue(path: path, configuration: configuration)
        self.threads = threads
        try database.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS users (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        name TEXT NOT NULL UNIQUE COLLATE NOCASE,
                        password TEXT NOT NULL
                    ) STRICT
                    """
            )
        }
    }

    /// Adds a user; `nil` if the name is taken.
    func create(name: String, password: String) async throws -> User? {
        // Hashing takes a tenth of a second of computing: on a thread of its own, not on one that serves requests.
        let hash = try await threads.runIfActive { try PasswordHash.make(password).text }
        return try await database.write { database in
            try database.execute(
                sql: "INSERT INTO users (name, password) VALUES (?, ?) ON CONFLICT DO NOTHING",
                arguments: [name, hash]
            )
            guard database.changesCount == 1 else { return nil }
            return User(id: database.lastInsertedRowID, name: name)
        }
    }

    /// The user with that name and password. Takes as long for a name that does not exist as for a wrong password.
    func authenticate(name: String, password: String) async throws -> User? {
        let found = try await database.read { database -> (user: User, hash: PasswordHash)? in
            let sql = "SELECT id, name, password FROM users WHERE name = ?"
            return try Row.fetchOne(database, sql: sql, arguments: [name]).map { row in
                (User(id: row["id"], name: row["name"]), PasswordHash(text: row["password"]))
            }
        }
        let hash = found?.hash ?? Self.nobody
        let matches = try await threads.runIfActive { try hash.matches(password) }
        return matches ? found?.user : nil
    }

    func exists(name: String) async throws -> Bool {
        try await database.read { database in
            try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM users WHERE name = ?)", arguments: [name])
                ?? false
        }
    }

    /// A hash that no password has: 32 zero bytes.
    private static let nobody = PasswordHash(
        text: "scrypt$15$8$3$AAAAAAAAAAAAAAAAAAAAAA$" + String(repeating: "A", count: 43)
    )
}
