import CSQLite

/// A connection of somebody else's to a database file: another process, a tool, an intruder.
@safe final class RawDatabase {
    struct Failure: Error {
        let result: Int32
    }

    private let handle: OpaquePointer

    init(_ path: String) throws {
        var opened: OpaquePointer?
        let result = unsafe sqlite3_open(path, &opened)
        guard let handle = unsafe opened, result == SQLITE_OK else { throw Failure(result: result) }
        unsafe self.handle = handle
        // A store that was let go may be closing its file.
        unsafe sqlite3_busy_timeout(handle, 5_000)
    }

    deinit {
        unsafe sqlite3_close_v2(handle)
    }

    func execute(_ sql: String) throws {
        let result = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        guard result == SQLITE_OK else { throw Failure(result: result) }
    }

    /// Each row as text, its columns separated by bars.
    func rows(_ sql: String) throws -> [String] {
        var prepared: OpaquePointer?
        let result = unsafe sqlite3_prepare_v2(handle, sql, -1, &prepared, nil)
        guard let statement = unsafe prepared, result == SQLITE_OK else { throw Failure(result: result) }
        defer { unsafe sqlite3_finalize(statement) }
        var rows: [String] = []
        while unsafe sqlite3_step(statement) == SQLITE_ROW {
            let count = unsafe sqlite3_column_count(statement)
            let columns = (0..<count).map { column in

                let text = unsafe sqlite3_column_text(statement, column)
                return unsafe text.map { unsafe String(cString: $0) } ?? "NULL"
            }
            rows.append(columns.joined(separator: "|"))
        }
        return rows
    }
}
