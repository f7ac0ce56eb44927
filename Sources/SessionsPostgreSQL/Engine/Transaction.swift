#if PostgreSQL
    import Sessions

    /// A transaction on one connection: statements that go out together, and decisions between them.
    ///
    /// What is sent in one call costs one round trip, BEGIN and COMMIT included.
    struct Transaction {
        let connection: Connection
        /// How long the server has for each round trip.
        let patience: Duration

        /// Runs the statements, in a transaction that the first of them begins, and gives the rows of each.
        func run(_ statements: [Statement]) throws(Failure) -> [Rows] {
            try send(statements, last: nil)
        }

        /// The same, and commits.
        func commit(_ statements: [Statement]) throws(Failure) -> [Rows] {
            var rows = try send(statements, last: Statement(.commit))
            // A transaction that has failed is "committed" by undoing it.
            guard rows.popLast()?.command == "COMMIT" else { throw .refused(.transactionAborted) }
            return rows
        }

        /// Undoes what was done. Does nothing where no transaction is open.
        func rollBack() throws(Failure) {
            guard connection.isInTransaction else { return }
            _ = try connection.run([.run(Statement(.rollback))], until: .now + patience)
        }

        private func send(_ statements: [Statement], last: Statement?) throws(Failure) -> [Rows] {
            let begins = !connection.isInTransaction
            let all = (begins ? [Statement(.begin)] : []) + statements + (last.map { [$0] } ?? [])
            let rows = try connection.run(all.map { .run($0) }, until: .now + patience)
            return begins ? Array(rows.dropFirst()) : rows
        }
    }
#endif
