import Sessions
import StoreSupport

extension SQLiteStore {
    /// What may be chosen about a SQLite store besides its path.
    public struct Configuration: Sendable {
        /// The table that sessions are kept in, so that several stores can share a file: a lower-case ASCII letter
        /// followed by up to 39 lower-case letters, digits and underscores. `sessions` by default.
        public var table = "sessions"
        /// What a power failure may undo. `.full` by default.
        public var durability = Durability.full
        /// How many threads can read at a time without waiting, 1 to 64; by default as many as there are processors,
        /// but from 2 to 16. Each has up to 2 MB of cache.
        public var readers: Int?
        /// How many rows stay in memory, so that a session is not read from the file with every request: 0 to 2^20, rounded up
        /// to a multiple of 64. 32,768 by default: 15 MB once so many sessions are in use, half a kilobyte for a small one, and
        /// never more than 50 MB, since rows with more than a kilobyte of sealed data and subject are not kept. A row that
        /// another process may have changed is never taken from there, so that it serves one process on a file more than several.
        public var cachedRows = 32_768
        /// How long a write waits for the lock of another process before it throws `StoreError.Code.busy`, up to an
        /// hour. 5 s by default. A read needs no lock that writers hold and waits a quarter of a second at most, since
        /// it blocks its thread.
        public var busyTimeout = Duration.seconds(5)
        /// How many bytes of the file each connection maps into memory instead of copying pages, 0 to 2^40; 0, the
        /// default, maps nothing. A mapping is undone with every write that another connection commits, which then stops
        /// all threads for a moment, and each connection's counts as memory of the process; and an I/O error of the disk
        /// arrives as a signal that ends the process, and not as an error. Worth a try for a file that is hardly written.
        public var mappedBytes = 0
        /// Whether the file and its tables are made if they are missing, and an older schema is brought up to date: true by
        /// default. If false each of these is an error and the file stays as it is, for a tool that looks into the file of
        /// a server that may be running.
        public var makesTables = true

        /// Makes the default configuration.
        public init() {}
    }

    /// What a failure of power or of the operating system may undo. A crash of the process alone undoes nothing that
    /// was acknowledged, either way.
    public enum Durability: Sendable {
        /// Nothing: each transaction waits until the disk has it.
        case full
        /// The writes of the last moments, never half of one. Faster on slow disks; but a logout, a revocation or a
        /// rotation may be undone, so that an ID is valid again that was not any more.
        case normal
    }

    /// A configuration that has been checked.
    struct Settings {
        let table: TableName
        let makesTables: Bool
        let readers: Int
        let cachedRows: Int
        let busyTimeout: Int32
        /// Whether an acknowledged write is on the disk.
        let flushes: Bool
        private let mappedBytes: Int

        init(_ configuration: Configuration) throws(StoreError) {
            table = try TableName(configuration.table)
            makesTables = configuration.makesTables
            flushes = configuration.durability == .full
            readers = configuration.readers ?? min(max(WorkerThread.processors, 2), 16)
            guard (1...64).contains(readers) else {
                throw StoreError(.invalidConfiguration, "A SQLite store has 1 to 64 readers, not \(readers).")
            }
            cachedRows = configuration.cachedRows
            guard (0...(1 << 20)).contains(cachedRows) else {
                throw StoreError(.invalidConfiguration, "From 0 to 2^20 rows can be kept in memory, not \(cachedRows).")
            }
            guard (.zero ... .seconds(3_600)).contains(configuration.busyTimeout) else {
                throw StoreError(.invalidConfiguration, "A busy timeout is from 0 to 3600 s.")
            }
            busyTimeout = Int32(configuration.busyTimeout.wholeMilliseconds)
            mappedBytes = configuration.mappedBytes
            guard (0...(1 << 40)).contains(mappedBytes) else {
                throw StoreError(.invalidConfiguration, "From 0 to 2^40 bytes can be mapped.")
            }
        }

        var writerPragmas: [String] {
            common + [
                // On Darwin a plain flush leaves data in the disk's cache. Without meaning elsewhere.
                flushes ? "PRAGMA fullfsync = ON" : "PRAGMA fullfsync = OFF",
                // What was deleted or wiped is overwritten: a sealed successor that lingered on a free page could be
                // opened by whoever holds the old ID and later gets hold of the file.
                "PRAGMA secure_delete = ON",
                // Every cell of a page is looked at before anything is written beside it: damage is found and not spread.
                // Not for readers, whose pages all come anew after each commit of anybody: it was a tenth of a save, and what
                // a damaged page makes of a row does not open.
                "PRAGMA cell_size_check = ON",
                // A log that once grew is cut back to this.
                "PRAGMA journal_size_limit = 67108864",
            ]
        }

        var readerPragmas: [String] {
            common + ["PRAGMA query_only = ON", "PRAGMA busy_timeout = \(min(busyTimeout, 250))"]
        }

        private var common: [String] {
            [
                "PRAGMA mmap_size = \(mappedBytes)",
                // No part of a session goes into a temporary file.
                "PRAGMA temp_store = MEMORY",
            ]
        }
    }
}
