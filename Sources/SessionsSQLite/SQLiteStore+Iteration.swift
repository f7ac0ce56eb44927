public import Sessions

extension SQLiteStore {
    /// The next rows in the order of their numbers, which no write changes but the one that adds the row. Runs on the
    /// calling thread.
    public func page(after cursor: StoreCursor?, limit: Int) async throws(StoreError) -> StorePage {
        let last = try cursor?.row() ?? .min
        let limit = max(1, limit)
        return try readers.read { (connection) throws(StoreError) in
            let statement = try connection.statement(.page)
            defer { statement.reset() }
            statement.bind(last)
            statement.bind(Int64(clamping: limit))
            var page = StorePage(records: [], next: nil)
            var row = last
            while try statement.step() {
                row = statement.integer(Query.rowColumn)
                if let record = statement.record() { page.records.append(record) } else { page.unreadable += 1 }
            }
            if page.records.count + page.unreadable == limit { page.next = StoreCursor(row: row) }
            return page
        }
    }
}
