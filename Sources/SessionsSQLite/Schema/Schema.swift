import Sessions
import StoreSupport

/// What the file looks like, and how an older one becomes it.
///
/// `user_version` counts the steps that were taken, `application_id` says whose file it is. A file may hold several
/// stores under different table names; the table `hardtack_tables` names them, so that a step reaches all.
struct Schema: Sendable {
    /// "Htck": what `file` and other tools see.
    static let applicationID: Int64 = 0x4874_636B
    /// Never changed once released, only added to: step n leads from version n to n + 1.
    let steps: [Step]
    /// The version that this schema reads and writes.
    var version: Int { steps.count }

    /// Written once for the file, and once for each store in it.
    struct Step: Sendable {
        var file: [String]
        var store: @Sendable (TableName) -> [String]
    }

    /// That of this version of the kit.
    static let current = Schema(steps: [
        Step(
            file: ["CREATE TABLE hardtack_tables (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID"],
            store: { table in
                [
                    // A rowid table: a new row goes to the end of the file, wherever its hash lies.
                    //
                    // `check_at` is when the purge looks at the row next, never later than its earlier deadline. It is
                    // what the expiry index holds instead of the deadlines: a touch moves the idle deadline further
                    // away and leaves the index alone; the purge, when it comes to a row that is still alive, moves
                    // the entry, which is once in an idle time and not once in a request.
                    """
                    CREATE TABLE \(table.sessions) (
                        id INTEGER PRIMARY KEY,
                        hash BLOB NOT NULL UNIQUE,
                        tag INTEGER NOT NULL,
                        version INTEGER NOT NULL,
                        family BLOB NOT NULL,
                        subject TEXT,
                        created INTEGER NOT NULL,
                        last_seen INTEGER NOT NULL,
                        idle_deadline INTEGER NOT NULL,
                        absolute_deadline INTEGER NOT NULL,
                        renew_at INTEGER NOT NULL,
                        authenticated INTEGER,
                        assurance INTEGER NOT NULL,
                        key_id INTEGER NOT NULL,
                        state INTEGER NOT NULL,
                        successor BLOB,
                        closed_at INTEGER,
                        confirmed_at INTEGER,
                        check_at INTEGER NOT NULL,
                        label BLOB,
                        payload BLOB NOT NULL
                    ) STRICT
                    """,
                    "CREATE INDEX \(table.index("family")) ON \(table.sessions) (family)",
                    "CREATE INDEX \(table.index("subject")) ON \(table.sessions) (subject) WHERE subject IS NOT NULL",
                    // With the state, so that counting live rows does not open each.
                    "CREATE INDEX \(table.index("check_at")) ON \(table.sessions) (check_at, state)",
                    """
                    CREATE INDEX \(table.index("closed")) ON \(table.sessions) (closed_at)
                    WHERE state = 2 AND successor IS NOT NULL
                    """,
                    """
                    CREATE TABLE \(table.notBefore) (subject TEXT PRIMARY KEY, at INTEGER NOT NULL)
                    STRICT, WITHOUT ROWID
                    """,
                    "CREATE INDEX \(table.index("not_before_at")) ON \(table.notBefore) (at)",
                ]
            }
        )
    ])

    /// Brings the file to ``version`` and sees that it holds this store's tables. Several processes may do so at once.
    /// - Parameter busyTimeout: for how long a lock of another process that begins at the same time is waited for.
    /// - Throws: `StoreError.Code.newerSchema` or `StoreError.Code.corrupt` without having changed anything.
    func prepare(_ connection: Connection, for table: TableName, busyTimeout: Duration) throws(StoreError) {
        let isNew = try within("BEGIN", on: connection) { () throws(StoreError) in try inspect(connection) }
        if isNew {
            // Only possible before the first page is written. Lets a purge give pages back bit by bit.
            try connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        }
        try enterWAL(connection, busyTimeout: busyTimeout)
        try within("BEGIN IMMEDIATE", on: connection) { () throws(StoreError) in
            // Again, now that nobody else can write.
            _ = try inspect(connection)
            try migrate(connection, for: table)
        }
    }

    /// Sees that the file is at ``version`` and holds this store's tables, and changes nothing.
    /// - Throws: `StoreError.Code.invalidConfiguration` if a table is missing or the schema is older, besides what
    ///   ``prepare(_:for:busyTimeout:)`` throws.
    func require(_ connection: Connection, for table: TableName) throws(StoreError) {
        try within("BEGIN", on: connection) { () throws(StoreError) in
            guard try !inspect(connection) else {
                throw StoreError(.corrupt, "The file is empty, and no session database.")
            }
            let found = Int(try connection.integer("PRAGMA user_version") ?? 0)
            guard found == version else {
                throw StoreError(
                    .invalidConfiguration,
                    "The session database has schema \(found), this version of the kit writes \(version). The server "
                        + "brings it up to date when it is started with this version."
                )
            }
            let names = try connection.texts("SELECT name FROM hardtack_tables")
            guard names.contains(table.name) else {
                // A file may hold any text; a name that we have made is checked.
                let known = names.compactMap { try? TableName($0).name }.joined(separator: ", ")
                throw StoreError(
                    .invalidConfiguration,
                    "The session database has no table \(table.name); it has \(known.isEmpty ? "none" : known)."
                )
            }
        }
    }

    /// Runs `body` in a transaction, for reading too: between two looks another process could make the tables.
    private func within<Value>(
        _ begin: String,
        on connection: Connection,
        _ body: () throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        try connection.execute(begin)
        do throws(StoreError) {
            let value = try body()
            try connection.run(.commit)
            return value
        } catch {
            if connection.isInTransaction { try connection.run(.rollback) }
            throw error
        }
    }

    /// Whether the file is empty.
    private func inspect(_ connection: Connection) throws(StoreError) -> Bool {
        let owner = try connection.integer("PRAGMA application_id") ?? 0
        let version = try connection.integer("PRAGMA user_version") ?? 0
        if owner == 0, version == 0, try connection.integer("SELECT count(*) FROM sqlite_schema") == 0 { return true }
        guard owner == Self.applicationID, version > 0 else {
            throw StoreError(.corrupt, "The file is a database, but not one that this kit has made.")
        }
        guard version <= self.version else {
            throw StoreError(
                .newerSchema,
                "The session database has schema \(version), this version of the kit knows up to \(self.version). "
                    + "Upgrade the kit; nothing was changed."
            )
        }
        return false
    }

    /// SQLite does not wait by itself for the lock that a change of the journal mode takes.
    private func enterWAL(_ connection: Connection, busyTimeout: Duration) throws(StoreError) {
        let end = ContinuousClock.now + busyTimeout
        while true {
            do throws(StoreError) {
                let mode = try connection.texts("PRAGMA journal_mode = WAL").first
                guard mode == "wal" else {
                    throw StoreError(
                        .invalidConfiguration,
                        "The session database's file system does not support a write-ahead log."
                    )
                }
                return
            } catch {
                guard error.code == .busy, ContinuousClock.now < end else { throw error }
                WorkerThread.pause(milliseconds: 5)
            }
        }
    }

    private func migrate(_ connection: Connection, for table: TableName) throws(StoreError) {
        let before = Int(try connection.integer("PRAGMA user_version") ?? 0)
        let names = before > 0 ? try connection.texts("SELECT name FROM hardtack_tables") : []
        for (number, step) in steps.enumerated().dropFirst(before) {
            for sql in step.file { try connection.execute(sql) }
            for name in names { for sql in step.store(try TableName(name)) { try connection.execute(sql) } }
            // PRAGMA takes no parameters.
            try connection.execute("PRAGMA user_version = \(number + 1)")
        }
        if before == 0 { try connection.execute("PRAGMA application_id = \(Self.applicationID)") }
        if !names.contains(table.name) {
            for step in steps { for sql in step.store(table) { try connection.execute(sql) } }
            // A checked name holds no quote.
            try connection.execute("INSERT INTO hardtack_tables VALUES ('\(table.name)')")
        }
    }
}
