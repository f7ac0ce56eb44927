#if PostgreSQL
    import CPostgreSQL

    /// A connection of somebody else's to a database: another program, a tool, an intruder.
    @safe final class RawDatabase {
        struct Failure: Error, CustomStringConvertible {
            let description: String
        }

        private let handle: OpaquePointer

        init(_ connection: String) throws {
            guard let handle = unsafe PQconnectdb(connection) else { throw Failure(description: "no memory") }
            unsafe self.handle = handle
            guard unsafe PQstatus(handle) == CONNECTION_OK else {
                throw Failure(description: unsafe String(cString: PQerrorMessage(handle)))
            }
            unsafe PQsetNoticeReceiver(handle, { _, _ in }, nil)
        }

        deinit {
            unsafe PQfinish(handle)
        }

        func execute(_ sql: String) throws {
            _ = try rows(sql)
        }

        /// Each row as text, its columns separated by bars.
        @discardableResult
        func rows(_ sql: String) throws -> [String] {
            let result = unsafe PQexec(handle, sql)
            defer { unsafe PQclear(result) }
            let status = unsafe PQresultStatus(result)
            guard status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK else {
                throw Failure(description: unsafe String(cString: PQerrorMessage(handle)))
            }
            let (count, columns) = unsafe (PQntuples(result), PQnfields(result))
            return (0..<count).map { row in
                (0..<columns).map { column in
                    if unsafe PQgetisnull(result, row, column) == 1 { return "NULL" }
                    return unsafe String(cString: PQgetvalue(result, row, column))
                }.joined(separator: "|")
            }
        }
    }
#endif
