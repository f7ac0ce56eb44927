#if PostgreSQL
    import Sessions
    import StoreSupport

    /// What the tables look like, and how older ones become it.
    ///
    /// The table `hardtack_tables` names every store in the schema of the database, each with the number of steps that were
    /// taken for it. Its row is what servers that start at the same time wait for.
    struct Schema: Sendable {
        /// Never changes once released, only added to: step n leads from version n to n + 1.
        let steps: [@Sendable (TableName) -> [String]]
        /// The version that this schema reads and writes.
        var version: Int { steps.count }

        /// That of this version of the kit.
        static let current = Schema(steps: [
            { table in
                [
                    // `check_at` is when the purge looks at the row next, never later than its earlier deadline. It is what
                    // the expiry index holds instead of the deadlines: a touch moves the idle deadline further away and
                    // changes no indexed column, so that PostgreSQL writes the new version of the row into the room that
                    // its page has left for it (HOT) and no index hears of it. The purge, when it comes to a row that is
                    // still alive, moves the entry, which is once in an idle time and not once in a request.
                    //
                    // Tag and key id are unsigned numbers of 32 bits in a signed column. The wide columns come first: no
                    // byte is lost to alignment.
                    """
                    CREATE TABLE \(table.sessions) (
                        version bigint NOT NULL,
                        created bigint NOT NULL,
                        last_seen bigint NOT NULL,
                        idle_deadline bigint NOT NULL,
                        absolute_deadline bigint NOT NULL,
                        renew_at bigint NOT NULL,
                        check_at bigint NOT NULL,
                        authenticated bigint,
                        closed_at bigint,
                        confirmed_at bigint,
                        tag integer NOT NULL,
                        key_id integer NOT NULL,
                        assurance smallint NOT NULL,
                        state smallint NOT NULL,
                        family uuid NOT NULL,
                        hash bytea NOT NULL,
                        subject bytea,
                        label bytea,
                        successor bytea,
                        payload bytea NOT NULL,
                        PRIMARY KEY (tag, hash)
                    ) WITH (fillfactor = 80)
                    """,
                    "CREATE INDEX \(table.index("family")) ON \(table.sessions) (family)",
                    "CREATE INDEX \(table.index("subject")) ON \(table.sessions) (subject) WHERE subject IS NOT NULL",
                    // With the state, so that counting live rows does not open each.
                    "CREATE INDEX \(table.index("check_at")) ON \(table.sessions) (check_at, state)",
                    """
                    CREATE INDEX \(table.index("closed")) ON \(table.sessions) (closed_at)
                    WHERE state = 2 AND successor IS NOT NULL
                    """,
                    "CREATE TABLE \(table.notBefore) (subject bytea PRIMARY KEY, at bigint NOT NULL)",
                    "CREATE INDEX \(table.index("not_before_at")) ON \(table.notBefore) (at)",
                    "CREATE TABLE \(table.slots) (slot integer PRIMARY KEY)",
                    "INSERT INTO \(table.slots) SELECT * FROM generate_series(0, \(Slot.purge))",
                ]
            }
        ])

        /// Makes this store's tables or brings them to ``version``. Several servers may do so at once.
        /// - Throws: `StoreError.Code.newerSchema` or `StoreError.Code.corrupt` without having changed anything.
        func prepare(_ connection: Connection, for table: TableName, patience: Duration) throws(StoreError) {
            // Two that define the same table at the same moment: one of them is told that it is there already, in one of
            // several ways, and finds it when it looks again.
            for attempt in 1... {
                let refusal: StoreError?
                do throws(Failure) {
                    let session = SchemaSession(connection: connection, deadline: .now + patience)
                    if let found = try session.version(of: table), found == version { return }
                    refusal = try migrate(session, table)
                } catch {
                    if case .refused(let state) = error, state.isFromRacingDefinition, attempt < 20 {
                        WorkerThread.pause(milliseconds: UInt32.random(in: 5...50))
                        continue
                    }
                    throw StoreError(error)
                }
                if let refusal { throw refusal }
                return
            }
        }

        /// Sees that the tables are there in ``version``, and changes nothing.
        /// - Throws: `StoreError.Code.invalidConfiguration` if they are missing or older, besides what
        ///   ``prepare(_:for:patience:)`` throws.
        func require(_ connection: Connection, for table: TableName, patience: Duration) throws(StoreError) {
            let session = SchemaSession(connection: connection, deadline: .now + patience)
            let (found, known): (Int?, [String])
            do throws(Failure) {
                found = try session.version(of: table)
                known = found == nil ? try session.tables() : []
            } catch {
                throw StoreError(error)
            }
            guard let found else {
                let names = known.isEmpty ? "none" : known.joined(separator: ", ")
                throw StoreError(
                    .invalidConfiguration,
                    "The database has no session table \(table.name); it has \(names)."
                )
            }
            guard found <= version else { throw newer(found) }
            guard found == version else {
                throw StoreError(
                    .invalidConfiguration,
                    "The session tables have schema \(found), this version of the kit writes \(version). The server brings "
                        + "them up to date when it is started with this version."
                )
            }
        }

        /// Gives why the tables are not to be used, if so.
        private func migrate(_ session: SchemaSession, _ table: TableName) throws(Failure) -> StoreError? {
            if try !session.hasRegistry() {
                try session.run(
                    "CREATE TABLE IF NOT EXISTS hardtack_tables (name text PRIMARY KEY, version bigint NOT NULL)"
                )
            }
            do throws(Failure) {
                // A checked name holds no quote.
                try session.run(
                    "BEGIN",
                    "INSERT INTO hardtack_tables VALUES ('\(table.name)', 0) ON CONFLICT (name) DO NOTHING",
                    // Nobody else gets past this until the end of the transaction.
                    "UPDATE hardtack_tables SET version = version WHERE name = '\(table.name)'"
                )
                let found = try session.version(of: table) ?? 0
                if let refusal = try refusal(of: found, session, table) {
                    try session.run("ROLLBACK")
                    return refusal
                }
                let statements = steps.dropFirst(found).flatMap { $0(table) }
                let note = "UPDATE hardtack_tables SET version = \(version) WHERE name = '\(table.name)'"
                try session.run(statements + [note, "COMMIT"])
                return nil
            } catch {
                try? session.run("ROLLBACK")
                throw error
            }
        }

        private func refusal(
            of found: Int,
            _ session: SchemaSession,
            _ table: TableName
        ) throws(Failure) -> StoreError? {
            if found > version { return newer(found) }
            guard found == 0, try session.exists(table) else { return nil }
            return StoreError(
                .corrupt,
                "The database has a table \(table.name), but not one that this kit has made."
            )
        }

        private func newer(_ found: Int) -> StoreError {
            StoreError(
                .newerSchema,
                "The session tables have schema \(found), this version of the kit knows up to \(version). Upgrade the kit; "
                    + "nothing was changed."
            )
        }
    }
#endif
