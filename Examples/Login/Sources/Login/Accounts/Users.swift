import GRDB
import NIOPosix

/// The accounts, in the same SQLite file as the sessions.
struct Users: Sendable {
    private let database: DatabaseQueue
    private let threads: NIOThreadPool

    init(path: String, threads: NIOThreadPool = .singleton) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        database = try DatabaseQueue(path: path, configuration: configuration)
        self.threads = threads
        try Self.migrator.migrate(database)
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("accounts") { database in
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
        migrator.registerMigration("display names and administrators") { database in
            try database.execute(
                sql: """
                    ALTER TABLE users ADD COLUMN displayName TEXT;
                    ALTER TABLE users ADD COLUMN isAdmin INTEGER NOT NULL DEFAULT 0;
                    """
            )
        }
        return migrator
    }

    /// Adds an account; `nil` if the name is taken.
    func create(name: String, password: String, isAdmin: Bool = false) async throws -> User? {
        let hash = try await hash(of: password)
        return try await database.write { database in
            try database.execute(
                sql: "INSERT INTO users (name, password, isAdmin) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                arguments: [name, hash, isAdmin]
            )
            guard database.changesCount == 1 else { return nil }
            return User(id: database.lastInsertedRowID, name: name, displayName: name, isAdmin: isAdmin)
        }
    }

    /// The user with that name and password. Takes as long for a name that does not exist as for a wrong password.
    func authenticate(name: String, password: String) async throws -> User? {
        try await authenticate("name = ?", [name], password)
    }

    /// Whether that is the password of the account.
    func authenticate(_ id: Int64, password: String) async throws -> Bool {
        try await authenticate("id = ?", [id], password) != nil
    }

    func find(_ id: Int64) async throws -> User? {
        try await database.read { database in try Self.row(database, "id = ?", [id])?.user }
    }

    func find(name: String) async throws -> User? {
        try await database.read { database in try Self.row(database, "name = ?", [name])?.user }
    }

    func count() async throws -> Int {
        try await database.read { database in try Int.fetchOne(database, sql: "SELECT count(*) FROM users") ?? 0 }
    }

    func setDisplayName(_ name: String, of id: Int64) async throws {
        try await database.write { database in
            try database.execute(sql: "UPDATE users SET displayName = ? WHERE id = ?", arguments: [name, id])
        }
    }

    func setPassword(_ password: String, of id: Int64) async throws {
        let hash = try await hash(of: password)
        try await database.write { database in
            try database.execute(sql: "UPDATE users SET password = ? WHERE id = ?", arguments: [hash, id])
        }
    }

    private func authenticate(
        _ condition: String,
        _ arguments: StatementArguments,
        _ password: String
    ) async throws -> User? {
        let found = try await database.read { database in try Self.row(database, condition, arguments) }
        let hash = found?.hash ?? Self.nobody
        let matches = try await threads.runIfActive { try hash.matches(password) }
        return matches ? found?.user : nil
    }

    private static func row(
        _ database: Database,
        _ condition: String,
        _ arguments: StatementArguments
    ) throws -> (user: User, hash: PasswordHash)? {
        let sql = "SELECT id, name, coalesce(displayName, name), isAdmin, password FROM users WHERE \(condition)"
        return try Row.fetchOne(database, sql: sql, arguments: arguments).map { row in
            (User(id: row[0], name: row[1], displayName: row[2], isAdmin: row[3]), PasswordHash(text: row[4]))
        }
    }

    /// Hashing takes a tenth of a second of computing: on a thread of its own, not on one that serves requests.
    private func hash(of password: String) async throws -> String {
        try await threads.runIfActive { try PasswordHash.make(password).text }
    }

    /// A hash that no password has: 32 zero bytes.
    private static let nobody = PasswordHash(
        text: "scrypt$15$8$3$AAAAAAAAAAAAAAAAAAAAAA$" + String(repeating: "A", count: 43)
    )
}
