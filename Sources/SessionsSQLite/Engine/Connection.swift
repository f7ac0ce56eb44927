import CSQLite
import CSQLiteSupport
import Sessions
import StoreSupport

/// One connection to a database file, with the statements that were prepared on it.
///
/// Used by one thread at a time: SQLite's own mutexes are switched off, the owner's lock or thread stands in for them.
@safe final class Connection {
    private let database: OpaquePointer
    private let path: String
    private let table: TableName
    private let busyTimeout: Int32
    private var statements: [Statement?]
    /// Whether COMMIT waits for the disk; `nil` while that is not known.
    private var flushesCommits: Bool?
    /// Frames in the write-ahead log as of the last commit.
    private(set) var walFrames = 0
    /// What the open transaction has done to rows.
    private(set) var rowChanges: [RowCache.Change] = []
    /// As of when others' commits were last asked for; `nil` before.
    private var dataVersion: Int64?
    /// Where the log's index is, once it is known.
    private var logIndex: UnsafeRawPointer?
    /// What the file's state was at the last read, and how many reads there were in it.
    private var reads: (state: LogState?, count: Int) = (nil, 0)

    /// Opens an existing file.
    /// - Parameters:
    ///   - path: the file; must exist.
    ///   - table: which tables the statements speak of.
    ///   - busyTimeout: how long to wait for another process's lock, in milliseconds.
    init(path: String, table: TableName, busyTimeout: Int32) throws(StoreError) {
        // "file:" would be read as a URI by libraries that are built so, and ":memory:" as no file at all.
        let name = path.hasPrefix("/") ? path : "./" + path
        var handle: OpaquePointer?
        let result = unsafe sqlite3_open_v2(
            name,
            &handle,
            SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE,
            Self.system
        )
        guard let database = unsafe handle else { throw StoreError(sqlite: result, path: path) }
        unsafe self.database = database
        self.path = path
        self.table = table
        self.busyTimeout = busyTimeout
        statements = Array(repeating: nil, count: Query.allCases.count)
        try check(result)
        try unsafe check(hardtack_sqlite3_harden(database))
        try unsafe check(sqlite3_busy_timeout(database, busyTimeout))
    }

    /// The system's interface that connections are opened with: its logs can gather. Settled before the first is opened.
    private static let system: String? = {
        // Refused once the library is in use, which to register anything is.
        hardtack_sqlite3_stop_counting_memory()
        return unsafe hardtack_sqlite3_register_log().map { unsafe String(cString: $0) }
    }()

    deinit {
        // Statements must go first; a connection with any left would stay open.
        statements.removeAll()
        unsafe sqlite3_close_v2(database)
    }

    /// How many rows the last INSERT, UPDATE or DELETE changed.
    var changes: Int { Int(unsafe sqlite3_changes64(database)) }

    /// Whether a transaction is open. SQLite ends some by itself after a failure.
    var isInTransaction: Bool { unsafe sqlite3_get_autocommit(database) == 0 }

    /// Asked to write, SQLite opens a file that it may only read all the same.
    /// - Throws: `StoreError.Code.readOnly` then.
    func requireWritable() throws(StoreError) {
        if unsafe sqlite3_db_readonly(database, "main") == 1 { try check(SQLITE_READONLY) }
    }

    /// The kept statement of that query, prepared when it is first asked for. The caller resets it after use.
    func statement(_ query: Query) throws(StoreError) -> Statement {
        if let statement = statements[query.rawValue] { return statement }
        let statement = try prepare(query.sql(in: table), persistent: true)
        statements[query.rawValue] = statement
        return statement
    }

    /// Prepares every query, so that a table that is not as it should be is found when the store is opened.
    func prepareAll() throws(StoreError) {
        for query in Query.allCases { _ = try statement(query) }
    }

    /// Runs a kept statement that gives no rows, and gives how many rows it changed.
    @discardableResult
    func run(_ query: Query, _ bind: (Statement) -> Void = { _ in }) throws(StoreError) -> Int {
        let statement = try statement(query)
        defer { statement.reset() }
        bind(statement)
        _ = try statement.step()
        return changes
    }

    /// The first column of a kept statement's first row; 0 without a row.
    func number(_ query: Query, _ bind: (Statement) -> Void) throws(StoreError) -> Int {
        let statement = try statement(query)
        defer { statement.reset() }
        bind(statement)
        return try statement.step() ? Int(truncatingIfNeeded: statement.integer(0)) : 0
    }

    /// Runs SQL that is no query of ours: pragmas and what makes the tables.
    /// - Parameter goesOn: asked after each row whether there is to be another.
    func execute(_ sql: String, while goesOn: () -> Bool = { true }) throws(StoreError) {
        let statement = try prepare(sql, persistent: false)
        while try statement.step(), goesOn() {}
    }

    /// The first column of the first row as an integer; `nil` without a row.
    func integer(_ sql: String) throws(StoreError) -> Int64? {
        let statement = try prepare(sql, persistent: false)
        return try statement.step() ? statement.integer(0) : nil
    }

    /// The first column of each row as text.
    func texts(_ sql: String) throws(StoreError) -> [String] {
        let statement = try prepare(sql, persistent: false)
        var texts: [String] = []
        while try statement.step() { texts.append(statement.text(0) ?? "") }
        return texts
    }

    /// Begins a transaction that may write.
    func begin() throws(StoreError) {
        rowChanges.removeAll(keepingCapacity: true)
        try run(.begin)
    }

    /// Notes what the open transaction has done to a row, for ``RowCache``.
    func note(_ change: RowCache.Change.Kind, of key: StoreKey) {
        rowChanges.append(RowCache.Change(key, change))
    }

    /// Sets whether COMMIT waits until the disk has the transaction. To be called before BEGIN.
    func setFlushing(_ flushes: Bool) throws(StoreError) {
        guard flushes != flushesCommits else { return }
        flushesCommits = nil
        try execute(flushes ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL")
        // What SQLite does not do it does not always report.
        guard try integer("PRAGMA synchronous") == (flushes ? 2 : 1) else {
            throw StoreError(.unavailable, "SQLite does not change how \(path) is flushed.")
        }
        flushesCommits = flushes
    }

    /// Commits. Where that waits for the disk, the transaction's frames go to the log together.
    func commit() throws(StoreError) {
        guard flushesCommits == true else {
            try run(.commit)
            return
        }
        unsafe hardtack_sqlite3_gather(database)
        defer { unsafe hardtack_sqlite3_stop_gathering(database) }
        try run(.commit)
    }

    /// What has been committed to the file by now; `nil` while somebody is committing, and before the first transaction of a log.
    var logState: LogState? {
        if unsafe logIndex == nil { unsafe logIndex = hardtack_sqlite3_log_index(database) }
        return unsafe logIndex.flatMap { unsafe LogState(at: $0) }
    }

    /// Whether another connection may have committed since this was last asked: any commit but this one's own.
    func isOvertaken() -> Bool {
        let known = dataVersion
        dataVersion = try? version()
        return dataVersion == nil || dataVersion != known
    }

    /// Other connections' commits change it, and the own ones do not.
    private func version() throws(StoreError) -> Int64? {
        let statement = try statement(.dataVersion)
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : nil
    }

    /// Notes a read in that state of the file, and tells whether its pages probably came from the system. That is so of the
    /// first ones in a state: who reads much more often than anybody commits is served well by SQLite's own cache.
    func readsAnew(in state: LogState) -> Bool {
        if reads.state != state { reads = (state, 0) }
        reads.count += 1
        return reads.count <= Self.readsAnew
    }

    private static let readsAnew = 64

    /// Counts the frames of the write-ahead log from now on, and leaves checkpoints to ``Checkpointer``: SQLite's own
    /// would run inside COMMIT and delay the answers to everybody in that transaction.
    func checkpointManually() {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        _ = unsafe sqlite3_wal_hook(
            database,
            { context, _, _, frames in
                if let context = unsafe context {
                    unsafe Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue().walFrames = Int(frames)
                }
                return SQLITE_OK
            },
            context
        )
    }

    /// Copies what the log holds into the database, without keeping writers or readers waiting, and gives how many of
    /// the log's frames are there now; `nil` if another process was at it, or the disk failed. A failure loses nothing: the
    /// log keeps what was not copied, and is started anew only after a flush that worked.
    ///
    /// What was copied is flushed as well. SQLite leaves that to whoever copies the last frame, and ``checkpointAndRestart``
    /// would keep everybody waiting for a disk that has 40 MB to write.
    func checkpoint() -> Int? {
        var copied: Int32 = 0
        let result = unsafe sqlite3_wal_checkpoint_v2(database, "main", SQLITE_CHECKPOINT_PASSIVE, nil, &copied)
        guard result == SQLITE_OK, copied >= 0, unsafe hardtack_sqlite3_flush(database) == SQLITE_OK else { return nil }
        return Int(copied)
    }

    /// The same, and has the next transaction start the log anew. For that no reader may be in the log; they are waited
    /// for, for `patience` milliseconds, while writers wait too.
    func checkpointAndRestart(patience: Int32) {
        unsafe sqlite3_busy_timeout(database, patience)
        _ = unsafe sqlite3_wal_checkpoint_v2(database, "main", SQLITE_CHECKPOINT_RESTART, nil, nil)
        unsafe sqlite3_busy_timeout(database, busyTimeout)
    }

    private func prepare(_ sql: String, persistent: Bool) throws(StoreError) -> Statement {
        var handle: OpaquePointer?
        let flags = persistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        try unsafe check(sqlite3_prepare_v3(database, sql, -1, flags, &handle, nil))
        guard let statement = unsafe handle else { throw StoreError(sqlite: SQLITE_ERROR, path: path) }
        return unsafe Statement(statement, path: path)
    }

    private func check(_ result: Int32) throws(StoreError) {
        if result != SQLITE_OK { throw StoreError(sqlite: result, path: path) }
    }
}
