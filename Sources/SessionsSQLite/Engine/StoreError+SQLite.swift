import CSQLite
import Sessions

extension StoreError {
    /// Turns a result code of SQLite into an error. SQLite's own message is left out: it may quote what is stored.
    /// - Parameters:
    ///   - result: the extended result code.
    ///   - path: the database file.
    init(sqlite result: Int32, path: String) {
        let (code, reason): (Code, String) =
            switch result & 0xFF {
            case SQLITE_BUSY, SQLITE_LOCKED:
                (.busy, "Another process or a checkpoint held the lock of the session database for too long")
            case SQLITE_FULL:
                (.full, "No room is left for the session database; nothing was written")
            case SQLITE_TOOBIG:
                (.full, "A session is larger than SQLite stores in a row")
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH:
                (.readOnly, "The session database may not be written by this process")
            case SQLITE_CORRUPT, SQLITE_NOTADB:
                (.corrupt, "The session database is damaged, or is no SQLite database")
            case SQLITE_CANTOPEN:
                (.unavailable, "The session database or one of its side files cannot be opened")
            case SQLITE_IOERR:
                (.unavailable, "The disk of the session database failed to read or write")
            case SQLITE_NOMEM:
                (.unavailable, "No memory is left for the session database")
            case SQLITE_ERROR, SQLITE_SCHEMA, SQLITE_MISMATCH, SQLITE_CONSTRAINT:
                (.corrupt, "The tables of the session database are not those that this kit makes")
            default:
                (.unavailable, "The session database failed")
            }
        self.init(code, "\(reason) (\(path), SQLite result \(result)).")
    }

    static let closed = StoreError(.unavailable, "The session store has been closed.")
}
