import Sessions

/// What the file looks like, and how an older one becomes it.
///
/// `user_version` counts the steps that were taken, `application_id` says whose file it is. A file may hold several
/// stores under different table names; the table `hardtack_tables` names them, so that a step reaches all.
enum Schema {
    /// "Htck": what `file` and other tools see.
    static let applicationID: Int64 = 0x4874_636B
    /// The version that this kit reads and writes.
    static var version: Int { steps.count }

    /// Written once for the file, and once for each store in it.
    struct Step: Sendable {
        var file: [String]
        var store: @Sendable (TableName) -> [String]
    }

    /// Never changed once released, only added to: step n leads from version n to n + 1.
    static let steps: [Step] = [
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
    ]

    /// Brings the file to ``version`` and sees that it holds this store's tables. Several processes may do so at once.
    /// - Parameter busyTimeout: for how long a lock of another process that begins at the same time is waited for.
    /// - Throws: `StoreError.Code.newerSchema` or `StoreError.Code.corrupt` without having changed anything.
    static func prepare(_ connection: Connection, for table: TableName, busyTimeout: Duration) throws(StoreError) {
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

    /// Runs `body` in a transaction, for reading too: between two looks another process could make the tables.
    private static func within<Value>(
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
    private static func inspect(_ connection: Connection) throws(StoreError) -> Bool {
        let owner = try connection.integer("PRAGMA application_id") ?? 0
        let version = try connection.integer("PRAGMA user_version") ?? 0
        if owner == 0, version == 0, try connection.integer("SELECT count(*) FROM sqlite_schema") == 0 { return true }
        guard owner == applicationID, version > 0 else {
            throw StoreError(.corrupt, "The file is a database, but not one that this kit has made.")
        }
        guard version <= Self.version else {
            throw StoreError(
                .newerSchema,
                "The session database has schema \(version), this version of the kit knows up to \(Self.version). "
                    + "Upgrade the kit; nothing was changed."
            )
        }
        return false
    }

    /// SQLite does not wait by itself for the lock that a change of the journal mode takes.
    private static func enterWAL(_ connection: Connection, busyTimeout: Duration) throws(StoreError) {
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

    private static func migrate(_ connection: Connection, for table: TableName) throws(StoreError) {
        let before = Int(try connection.integer("PRAGMA user_version") ?? 0)
        let names = before > 0 ? try connection.texts("SELECT name FROM hardtack_tables") : []
        for (number, step) in steps.enumerated().dropFirst(before) {
            for sql in step.file { try connection.execute(sql) }
            for name in names { for sql in step.store(try TableName(name)) { try connection.execute(sql) } }
            // PRAGMA takes no parameters.
            try connection.execute("PRAGMA user_version = \(number + 1)")
        }
        if before == 0 { try connection.execute("PRAGMA application_id = \(applicationID)") }
        if !names.contains(table.name) {
            for step in steps { for sql in step.store(table) { try connection.execute(sql) } }
            // A checked name holds no quote.
            try connection.execute("INSERT INTO hardtack_tables VALUES ('\(table.name)')")
        }
    }
}
