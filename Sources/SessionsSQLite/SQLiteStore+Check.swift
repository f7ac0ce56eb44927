public import Sessions
import StoreSupport

extension SQLiteStore {
    /// What ``SQLiteStore/check()`` has found.
    public struct Findings: Sendable, Equatable {
        /// What SQLite says of the file's structure, its indexes and column types; empty if all is well. Names tables,
        /// indexes, pages and row numbers, never what is stored. At most a hundred lines.
        public internal(set) var damages: [String] = []
        /// Rows, whatever their state.
        public internal(set) var rows = 0
        /// Rows that no record can be made of. Each counts as absent (F4).
        public internal(set) var unreadable = 0
        /// Rows that the purge would look at too late, because the time in their index comes after a deadline.
        public internal(set) var unscheduled = 0
        /// Tombstones that hold a payload.
        public internal(set) var unwiped = 0
        /// Sessions with more than one live ID.
        public internal(set) var ambiguous = 0

        /// Whether nothing was found.
        public var isEmpty: Bool {
            damages.isEmpty && unreadable == 0 && unscheduled == 0 && unwiped == 0 && ambiguous == 0
        }
    }

    /// What the file takes.
    public struct Sizes: Sendable, Equatable {
        /// Bytes of the database with what is in its log and not copied yet.
        public let bytes: Int
        /// Bytes in it that hold nothing: what was deleted leaves them to what comes next.
        public let free: Int
    }

    /// Reads the whole file and holds it against what a store writes: the structure that SQLite knows of, then each row.
    /// Changes nothing, and keeps nobody waiting.
    /// - Throws: as reading does; a file that is damaged beyond reading throws `StoreError.Code.corrupt`.
    public func check() async throws(StoreError) -> Findings {
        let (path, settings) = (path, settings)
        let sessions = settings.table.sessions
        // A closed store checks nothing.
        try readers.read { _ in }
        var findings = try await WorkerThread.run { () throws(StoreError) in
            // On a connection of its own: this takes a while, and requests want those that there are.
            let connection = try Self.connect(path, settings)
            for pragma in settings.readerPragmas { try connection.execute(pragma) }
            var findings = Findings()
            let lines = try connection.texts("PRAGMA integrity_check")
            if lines != ["ok"] {
                // What else would be found in a damaged file means nothing.
                findings.damages = lines
                return findings
            }
            func count(_ rows: String) throws(StoreError) -> Int {
                Int(truncatingIfNeeded: try connection.integer("SELECT count(*) FROM \(rows)") ?? 0)
            }
            findings.unscheduled = try count("\(sessions) WHERE check_at > min(idle_deadline, absolute_deadline)")
            findings.unwiped = try count("\(sessions) WHERE state <> 0 AND length(payload) > 0")
            findings.ambiguous = try count(
                "(SELECT 1 FROM \(sessions) WHERE state = 0 GROUP BY family HAVING count(*) > 1)"
            )
            return findings
        }
        guard findings.damages.isEmpty else { return findings }
        var cursor: StoreCursor?
        repeat {
            let page = try await page(after: cursor, limit: 1_000)
            findings.rows += page.records.count + page.unreadable
            findings.unreadable += page.unreadable
            cursor = page.next
        } while cursor != nil
        return findings
    }

    /// How large the file is.
    public func sizes() async throws(StoreError) -> Sizes {
        try readers.read { (connection) throws(StoreError) in
            let pageSize = Int(truncatingIfNeeded: try connection.integer("PRAGMA page_size") ?? 0)
            let pages = Int(truncatingIfNeeded: try connection.integer("PRAGMA page_count") ?? 0)
            let free = Int(truncatingIfNeeded: try connection.integer("PRAGMA freelist_count") ?? 0)
            return Sizes(bytes: pages * pageSize, free: free * pageSize)
        }
    }
}
