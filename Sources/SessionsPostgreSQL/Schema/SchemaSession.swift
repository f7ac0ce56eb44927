#if PostgreSQL
    import Sessions
    import StoreSupport

    /// What the schema asks of a connection, in SQL that is not prepared.
    struct SchemaSession {
        let connection: Connection
        let deadline: ContinuousClock.Instant

        /// The steps that were taken for that store; `nil` if there is none.
        func version(of table: TableName) throws(Failure) -> Int? {
            guard try hasRegistry() else { return nil }
            let rows = try rows("SELECT version FROM hardtack_tables WHERE name = '\(table.name)'")
            return rows.count == 0 ? nil : Int(truncatingIfNeeded: rows.integer(0, 0))
        }

        /// The names of all stores. A row may hold any text: only what can be a name is one.
        func tables() throws(Failure) -> [String] {
            guard try hasRegistry() else { return [] }
            let rows = try rows("SELECT name FROM hardtack_tables WHERE version > 0 ORDER BY name")
            return (0..<rows.count).compactMap { row in try? rows.text(row, 0).map { try TableName($0).name } }
        }

        func hasRegistry() throws(Failure) -> Bool {
            try exists("hardtack_tables")
        }

        func exists(_ table: TableName) throws(Failure) -> Bool {
            try exists(table.name)
        }

        func run(_ statements: String...) throws(Failure) {
            try run(statements)
        }

        func run(_ statements: [String]) throws(Failure) {
            // One after the other: a statement is analysed when it arrives, and must find the tables that those before it
            // have made.
            for statement in statements { _ = try rows(statement) }
        }

        func rows(_ sql: String) throws(Failure) -> Rows {
            let results = try connection.run([.runText(sql)], until: deadline)
            guard let rows = results.first else { throw .refused(.transactionAborted) }
            return rows
        }

        private func exists(_ name: String) throws(Failure) -> Bool {
            try rows("SELECT to_regclass('\(name)') IS NOT NULL").flag(0, 0)
        }
    }
#endif
