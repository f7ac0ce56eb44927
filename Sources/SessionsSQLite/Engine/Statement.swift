import CSQLite
import Sessions

/// A prepared statement. Parameters are bound in the order of their numbers, columns are read by index.
///
/// Nothing that a row holds can trap: SQLite converts what has another type, and the lengths are its own.
@safe final class Statement {
    private let handle: OpaquePointer
    private let path: String
    private var bound: Int32 = 0
    /// The first failure to bind; thrown by ``step()``.
    private var failure = SQLITE_OK

    @unsafe init(_ handle: OpaquePointer, path: String) {
        unsafe self.handle = handle
        self.path = path
    }

    deinit {
        unsafe sqlite3_finalize(handle)
    }

    // MARK: Parameters

    func bind(_ value: Int64?) {
        bound += 1
        if let value {
            note(unsafe sqlite3_bind_int64(handle, bound, value))
        } else {
            note(unsafe sqlite3_bind_null(handle, bound))
        }
    }

    func bind(_ time: Timestamp?) {
        bind(time?.milliseconds)
    }

    func bind(_ bytes: Span<UInt8>) {
        bound += 1
        let index = bound
        let result = unsafe bytes.withUnsafeBytes { buffer in
            guard let count = Int32(exactly: buffer.count) else { return SQLITE_TOOBIG }
            return unsafe hardtack_sqlite3_bind_blob(handle, index, buffer.baseAddress, count)
        }
        note(result)
    }

    func bind(_ bytes: [UInt8]?) {
        if let bytes { bind(bytes.span) } else { bind(nil as Int64?) }
    }

    func bind(_ text: String?) {
        guard var text else { return bind(nil as Int64?) }
        bound += 1
        let index = bound
        let result = text.withUTF8 { buffer in
            guard let count = Int32(exactly: buffer.count) else { return SQLITE_TOOBIG }
            return unsafe buffer.withMemoryRebound(to: CChar.self) { buffer in
                unsafe hardtack_sqlite3_bind_text(handle, index, buffer.baseAddress, count)
            }
        }
        note(result)
    }

    // MARK: Running

    /// Goes to the next row; false if there is none.
    func step() throws(StoreError) -> Bool {
        guard failure == SQLITE_OK else { throw StoreError(sqlite: failure, path: path) }
        let result = unsafe sqlite3_step(handle)
        switch result {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw StoreError(sqlite: result, path: path)
        }
    }

    /// Ends the run, which for a read also ends its snapshot. What was bound is overwritten by the next run.
    func reset() {
        // The result repeats that of the last step.
        _ = unsafe sqlite3_reset(handle)
        bound = 0
        failure = SQLITE_OK
    }

    // MARK: Columns

    func integer(_ column: Int32) -> Int64 {
        unsafe sqlite3_column_int64(handle, column)
    }

    func optionalInteger(_ column: Int32) -> Int64? {
        isNull(column) ? nil : integer(column)
    }

    func time(_ column: Int32) -> Timestamp {
        Timestamp(milliseconds: integer(column))
    }

    func optionalTime(_ column: Int32) -> Timestamp? {
        optionalInteger(column).map(Timestamp.init(milliseconds:))
    }

    func bytes(_ column: Int32) -> [UInt8] {
        unsafe withBlob(column) { unsafe Array($0) }
    }

    func optionalBytes(_ column: Int32) -> [UInt8]? {
        isNull(column) ? nil : bytes(column)
    }

    func family(_ column: Int32) -> SessionFamily? {
        unsafe withBlob(column) { unsafe SessionFamily(bytes: $0.span) }
    }

    func key(tag: UInt32, hash column: Int32) -> StoreKey? {
        unsafe withBlob(column) { unsafe StoreKey(tag: tag, hash: $0.span) }
    }

    /// `nil` for NULL and for what is no UTF-8.
    func text(_ column: Int32) -> String? {
        guard let start = unsafe sqlite3_column_text(handle, column) else { return nil }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe String(validating: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func isNull(_ column: Int32) -> Bool {
        unsafe sqlite3_column_type(handle, column) == SQLITE_NULL
    }

    /// The bytes stay valid until the next step only.
    @unsafe private func withBlob<Value>(_ column: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
        // The pointer is asked for before the length: the first call may convert.
        let start = unsafe sqlite3_column_blob(handle, column)
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        let bytes = unsafe UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
        return unsafe bytes.withMemoryRebound(to: UInt8.self, body)
    }

    private func note(_ result: Int32) {
        if failure == SQLITE_OK { failure = result }
    }
}
