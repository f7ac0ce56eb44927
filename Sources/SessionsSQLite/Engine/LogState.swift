import CSQLiteSupport

/// What has been committed to a database file, by whichever process. Two that are equal mean the same rows: whoever commits
/// leaves another one, for it holds the salts of the log and a checksum over all that is in it.
struct LogState: Equatable {
    private let words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

    /// Reads it from the log's index; `nil` while somebody is changing it, and before the first transaction of a log.
    @unsafe init?(at index: UnsafeRawPointer) {
        var state = hardtack_log_state()
        guard unsafe hardtack_sqlite3_read_log_state(index, &state) != 0 else { return nil }
        words = state.words
    }

    static func == (lhs: Self, rhs: Self) -> Bool {
        let (ours, theirs) = (lhs.words, rhs.words)
        let first = (ours.0 ^ theirs.0) | (ours.1 ^ theirs.1) | (ours.2 ^ theirs.2)
        let second = (ours.3 ^ theirs.3) | (ours.4 ^ theirs.4) | (ours.5 ^ theirs.5)
        return first | second == 0
    }
}
