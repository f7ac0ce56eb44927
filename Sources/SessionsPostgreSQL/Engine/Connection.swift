#if PostgreSQL
    import CPostgreSQL
    import Sessions
    import StoreSupport

    #if canImport(Darwin)
        import Darwin
    #else
        import Glibc
    #endif

    /// One connection to a server, in pipeline mode, with every query prepared on it.
    ///
    /// Used by one thread at a time. Whatever waits does so until a deadline and no longer.
    @safe final class Connection {
        /// One thing that is sent.
        enum Request {
            case run(Statement)
            case runText(String)
            case prepare(Query)
            /// Ends what belongs together: after a failure the server skips everything up to here.
            case sync
        }

        /// What came of a request, a ``Request/sync`` apart.
        typealias Outcome = Result<Rows, SQLStateError>

        struct SQLStateError: Error {
            let state: SQLState
        }

        private let handle: OpaquePointer
        private let table: TableName
        private var isLost = false
        /// How many times the server was asked and waited for.
        private(set) var roundTrips = 0

        /// Connects, which blocks the thread for up to `patience` with each address of each host.
        /// - Parameters:
        ///   - target: where to.
        ///   - table: which tables the statements speak of.
        ///   - patience: in whole seconds, at least 2: so libpq counts.
        /// - Throws: `StoreError.Code.unavailable`, with what libpq says.
        init(_ target: ConnectionString, table: TableName, patience: Int) throws(StoreError) {
            let options = [
                ("dbname", target.text), ("connect_timeout", "\(max(2, patience))"), ("client_encoding", "UTF8"),
                ("fallback_application_name", "hardtack"),
            ]
            let connected = unsafe withCStrings(options.map(\.0)) { keywords in
                unsafe withCStrings(options.map(\.1)) { values in unsafe PQconnectdbParams(keywords, values, 1) }
            }
            guard let handle = unsafe connected else {
                throw StoreError(.unavailable, "No memory is left for a connection to the session database.")
            }
            unsafe self.handle = handle
            self.table = table
            guard unsafe PQstatus(handle) == CONNECTION_OK else {
                let message = unsafe PQerrorMessage(handle).map { unsafe String(cString: $0) } ?? ""
                throw StoreError(.unavailable, "The session database cannot be reached: \(target.redacted(message))")
            }
            // libpq would print them.
            unsafe PQsetNoticeReceiver(handle, { _, _ in }, nil)
            guard unsafe PQsetnonblocking(handle, 1) == 0, unsafe PQenterPipelineMode(handle) == 1 else {
                throw lost()
            }
        }

        deinit {
            unsafe PQfinish(handle)
        }

        /// Whether a transaction is open, or has failed and not been rolled back.
        var isInTransaction: Bool { unsafe PQtransactionStatus(handle) != PQTRANS_IDLE }

        /// Looks whether the server has hung up while there was nothing to do. A server that is gone without a word is
        /// found out by what is sent next.
        func isUsable() -> Bool {
            var descriptor = pollfd(fd: unsafe PQsocket(handle), events: Int16(POLLIN), revents: 0)
            // As long as there is something to read: a word of farewell comes before the end.
            while !isLost, unsafe poll(&descriptor, 1, 0) > 0 {
                isLost = unsafe PQconsumeInput(handle) == 0 || PQstatus(handle) != CONNECTION_OK
            }
            return !isLost
        }

        /// Sends everything in one go, then hands out what comes back, in that order. What is not within BEGIN and COMMIT is
        /// committed at the next ``Request/sync``, and handed out when that has been answered.
        /// - Parameters:
        ///   - requests: the last of them a ``Request/sync``.
        ///   - deadline: when to give up. The connection is of no use after that.
        ///   - receive: gets the index of a request and what came of it.
        /// - Throws: ``Failure/lost(_:)``.
        func perform(
            _ requests: [Request],
            until deadline: ContinuousClock.Instant,
            _ receive: (Int, Outcome) -> Void
        ) throws(Failure) {
            guard !isLost else { throw .lost(lost()) }
            roundTrips += 1
            for request in requests where !send(request) { throw .lost(lost()) }
            var outcomes: [(Int, Outcome)] = []
            for (index, request) in requests.enumerated() {
                guard let result = unsafe try next(until: deadline) else { throw .lost(lost()) }
                if case .sync = request {
                    defer { unsafe PQclear(result) }
                    guard unsafe PQresultStatus(result) == PGRES_PIPELINE_SYNC else { throw .lost(lost()) }
                    for (index, outcome) in outcomes { receive(index, outcome) }
                    outcomes = []
                    continue
                }
                outcomes.append((index, unsafe outcome(result)))
                // Each ends with a mark of its own. The server has ended the connection if there is none.
                while let more = unsafe try next(until: deadline) { unsafe PQclear(more) }
            }
        }

        /// Lets nothing more be sent.
        func giveUp() {
            isLost = true
        }

        /// Sends the statements in one go and gives the rows of each.
        /// - Throws: ``Failure``; the first refusal, if any, which leaves a transaction that was open to be rolled back.
        func run(_ requests: [Request], until deadline: ContinuousClock.Instant) throws(Failure) -> [Rows] {
            var rows: [Rows] = []
            var refusal: SQLState?
            try perform(requests + [.sync], until: deadline) { _, outcome in
                switch outcome {
                case .success(let result): rows.append(result)
                case .failure(let error): refusal = refusal ?? error.state
                }
            }
            if let refusal { throw .refused(refusal) }
            return rows
        }

        /// Prepares every query. A table that is not as it should be is found here.
        func prepareAll(until deadline: ContinuousClock.Instant) throws(StoreError) {
            do throws(Failure) {
                _ = try run(Query.allCases.map { .prepare($0) }, until: deadline)
            } catch {
                throw StoreError(error)
            }
        }

        // MARK: libpq

        private func send(_ request: Request) -> Bool {
            switch request {
            case .run(let statement): send(statement)
            case .runText(let sql): unsafe PQsendQueryParams(handle, sql, 0, nil, nil, nil, nil, 1) == 1
            case .prepare(let query):
                unsafe PQsendPrepare(handle, query.rawValue, query.sql(in: table), 0, nil) == 1
            case .sync: unsafe PQpipelineSync(handle) == 1
            }
        }

        private func send(_ statement: Statement) -> Bool {
            let lengths = statement.parameters.lengths
            let formats = [Int32](repeating: 1, count: lengths.count)
            return unsafe statement.parameters.bytes.withUnsafeBytes { bytes in
                // An empty value has an address as well: none would be NULL.
                let base = unsafe bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)
                var offset = 0
                var values: [UnsafePointer<CChar>?] = unsafe []
                for length in lengths {
                    let value = unsafe base.map { unsafe ($0 + offset).assumingMemoryBound(to: CChar.self) }
                    unsafe values.append(length < 0 ? nil : value)
                    offset += max(0, Int(length))
                }
                return unsafe PQsendQueryPrepared(
                    handle,
                    statement.query.rawValue,
                    Int32(lengths.count),
                    values,
                    lengths,
                    formats,
                    1
                ) == 1
            }
        }

        /// The next result; `nil` for the mark at the end of a statement's.
        @unsafe private func next(until deadline: ContinuousClock.Instant) throws(Failure) -> OpaquePointer? {
            while true {
                let isUnsent = unsafe PQflush(handle)
                guard isUnsent >= 0 else { throw .lost(lost()) }
                if unsafe PQisBusy(handle) == 0 { break }
                try wait(until: deadline, toSend: isUnsent == 1)
                guard unsafe PQconsumeInput(handle) == 1 else { throw .lost(lost()) }
            }
            let result = unsafe PQgetResult(handle)
            if unsafe PQstatus(handle) != CONNECTION_OK {
                unsafe PQclear(result)
                throw .lost(lost())
            }
            return unsafe result
        }

        private func wait(until deadline: ContinuousClock.Instant, toSend: Bool) throws(Failure) {
            let events = toSend ? POLLIN | POLLOUT : POLLIN
            while true {
                let left = ContinuousClock.now.duration(to: deadline).wholeMilliseconds
                guard left > 0 else {
                    isLost = true
                    throw .lost(.late)
                }
                var descriptor = pollfd(fd: unsafe PQsocket(handle), events: Int16(events), revents: 0)
                // A signal may end the wait early.
                if unsafe poll(&descriptor, 1, Int32(clamping: left)) > 0 { return }
            }
        }

        @unsafe private func outcome(_ result: OpaquePointer) -> Outcome {
            switch unsafe PQresultStatus(result) {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
                return .success(unsafe Rows(result))
            case PGRES_PIPELINE_ABORTED:
                unsafe PQclear(result)
                return .failure(SQLStateError(state: .transactionAborted))
            default:
                defer { unsafe PQclear(result) }
                // PG_DIAG_SQLSTATE; a macro that Swift does not see.
                let field = unsafe PQresultErrorField(result, Int32(UInt8(ascii: "C")))
                let code = unsafe field.map { unsafe String(cString: $0) } ?? "XX000"
                return .failure(SQLStateError(state: SQLState(code: code)))
            }
        }

        private func lost() -> StoreError {
            isLost = true
            return StoreError(.unavailable, "The connection to the session database was lost.")
        }
    }

    /// Calls `body` with those strings and a null pointer after the last.
    @unsafe private func withCStrings<Value>(
        _ strings: [String],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value
    ) -> Value {
        let copies = unsafe strings.map { unsafe strdup($0) }
        defer { unsafe copies.forEach { unsafe free($0) } }
        return unsafe body(copies.map { unsafe UnsafePointer($0) } + [nil])
    }
#endif
