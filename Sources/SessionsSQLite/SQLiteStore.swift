public import Sessions

/// Sessions in one SQLite file: the default store.
///
/// The file is made on first use, readable by its owner alone. Several processes of one machine may use it at the same
/// time; it must not lie on a network file system. Reads run on the calling thread. Writes run on one thread of the
/// store, as many as wait at a time in one transaction, and return once they are on the disk. Rows that are in use stay in
/// memory, for as long as no other process writes to the file: what another process has committed is seen with the next call.
///
/// If nobody in the process has used SQLite before, the first store switches off its counting of memory, which makes
/// threads wait for each other: `sqlite3_memory_used` then tells nothing, and `sqlite3_soft_heap_limit64` has no effect.
/// Connections of the store write their log through a VFS of SQLite by the name of `hardtack`; other connections of the process
/// keep the one that they have.
///
/// A process that has opened a store must not use it after `fork` without `exec`: SQLite's locks do not survive it.
public final class SQLiteStore: IterableSessionStore {
    /// What was found to be unwise when the file was opened, a sentence each, for the application's log: that others than
    /// the file's owner may read it. They get no usable cookie and no value out of it, but subjects and times.
    public let warnings: [String]

    let path: String
    let settings: Settings
    let readers: ReadPool
    let writer: Writer
    let rows: RowCache

    /// Opens the file, makes it or its tables if they are missing and brings an older schema up to date. Blocks the
    /// calling thread meanwhile, for as long as ``Configuration/busyTimeout`` if another process holds the lock.
    /// - Parameters:
    ///   - path: the database file. Its folder must exist; `-wal` and `-shm` files lie beside it.
    ///   - configuration: what else may be chosen.
    /// - Throws: `StoreError.Code.invalidConfiguration` for a path, name or number that cannot be used,
    ///   `StoreError.Code.readOnly`, `StoreError.Code.newerSchema`, `StoreError.Code.busy`,
    ///   `StoreError.Code.corrupt` for a file that is damaged or belongs to another application, or
    ///   `StoreError.Code.unavailable`.
    public init(path: String, configuration: Configuration = Configuration()) throws(StoreError) {
        let settings = try Settings(configuration)
        if !settings.makesTables { try DatabaseFile.requireExistence(at: path) }
        try DatabaseFile.create(at: path)
        let writing = try Self.connect(path, settings)
        if settings.makesTables {
            try Schema.current.prepare(writing, for: settings.table, busyTimeout: configuration.busyTimeout)
        } else {
            try Schema.current.require(writing, for: settings.table)
        }
        for pragma in settings.writerPragmas { try writing.execute(pragma) }
        try writing.prepareAll()
        let readers = try ReadPool(count: settings.readers) { () throws(StoreError) in
            let reading = try Self.connect(path, settings)
            for pragma in settings.readerPragmas { try reading.execute(pragma) }
            return reading
        }
        self.path = path
        self.settings = settings
        self.readers = readers
        rows = RowCache(capacity: settings.cachedRows)
        // The connections have made the side files by now, with the mode of the file.
        warnings = DatabaseFile.warnings(at: path)
        writer = try Writer(
            writing,
            rows: rows,
            checkpointing: Self.connect(path, settings),
            flushes: settings.flushes,
            optimises: settings.makesTables
        ) { readers.close() }
    }

    /// Writes what is still queued, then closes the file. Calls that come later throw `StoreError.Code.unavailable`.
    /// May be called more than once; each call returns when the file is closed.
    ///
    /// A store that is merely let go closes its file as well, some time later.
    public func close() async {
        readers.refuse()
        writer.stop()
        await writer.waitForEnd()
    }

    deinit {
        writer.stop()
    }

    static func connect(_ path: String, _ settings: Settings) throws(StoreError) -> sending Connection {
        let connection = try Connection(path: path, table: settings.table, busyTimeout: settings.busyTimeout)
        try connection.requireWritable()
        // Only a connection that has read once knows that there is a log, and can copy it.
        _ = try connection.integer("PRAGMA user_version")
        return connection
    }
}
