#if PostgreSQL
    public import Sessions
    import StoreSupport

    extension PostgreSQLStore {
        /// The row under that key as it is; `nil` if there is none.
        public func load(_ key: StoreKey) async throws(StoreError) -> SessionRecord? {
            try await pool.read(Statement(.load) { $0.bind(key) }) { rows in
                rows.count == 0 ? nil : rows.record(0) ?? .unreadable(key)
            }
        }

        /// The live records of a subject, newest `SessionRecord.lastSeen` first. A row that no record can be made of is left
        /// out.
        public func list(subject: String, now: Timestamp) async throws(StoreError) -> [SessionRecord] {
            let statement = Statement(.list) {
                $0.bind(subject)
                $0.bind(now)
            }
            return try await pool.read(statement) { $0.records }
        }

        /// The subject's not-before; forgotten 400 days after it was set, when next ``deleteExpired(limit:now:)`` is called.
        public func notBefore(subject: String) async throws(StoreError) -> Timestamp? {
            try await pool.read(Statement(.notBefore) { $0.bind(subject) }) { $0.optionalTime(0, 0) }
        }

        /// How many live records there are. Reads an index from end to end, some tenths of a second for a million, on a
        /// connection of its own.
        public func count(now: Timestamp) async throws(StoreError) -> Int {
            // A closed store counts nothing.
            guard !pool.isClosing else { throw .closed }
            let settings = settings
            return try await WorkerThread.run { () throws(StoreError) in
                let connection = try settings.connectUnprepared(patience: .seconds(60))
                let sql = Query.count(in: settings.table, now: now.milliseconds)
                do throws(Failure) {
                    let rows = try connection.run([.runText(sql)], until: .now + .seconds(60))
                    return Int(truncatingIfNeeded: rows.first?.integer(0, 0) ?? 0)
                } catch {
                    throw StoreError(error)
                }
            }
        }

        /// The next rows in the order of tag and hash, which no write changes but the one that adds the row.
        public func page(after cursor: StoreCursor?, limit: Int) async throws(StoreError) -> StorePage {
            // Nothing comes before the least tag with a hash of no bytes.
            var (tag, hash) = (Int32.min, [] as [UInt8])
            if let cursor { (tag, hash) = try cursor.place() }
            let limit = max(1, limit)
            let statement = Statement(.page) {
                $0.bind(tag)
                $0.bind(hash)
                $0.bind(Int64(clamping: limit))
            }
            return try await pool.transaction { (transaction) throws(Failure) in
                guard let rows = try transaction.commit([statement]).first else { throw .refused(.transactionAborted) }
                var page = StorePage(records: rows.records, next: nil)
                page.unreadable = rows.count - page.records.count
                if rows.count == limit { page.next = StoreCursor(rows, last: rows.count - 1) }
                return page
            }
        }
    }

    extension StoreCursor {
        /// Where the next page begins: tag and hash of the last row, even if no record can be made of it.
        fileprivate init(_ rows: Rows, last: Int) {
            let tag = UInt32(truncatingIfNeeded: rows.integer(last, 0))
            self.init((0..<4).map { UInt8(truncatingIfNeeded: tag >> (24 - 8 * UInt32($0))) } + rows.bytes(last, 1))
        }

        fileprivate func place() throws(StoreError) -> (tag: Int32, hash: [UInt8]) {
            guard bytes.count >= 4 else {
                throw StoreError(.invalidConfiguration, "The cursor is none that a page of this store has given.")
            }
            let tag = bytes.prefix(4).reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
            return (Int32(bitPattern: tag), Array(bytes.dropFirst(4)))
        }
    }
#endif
