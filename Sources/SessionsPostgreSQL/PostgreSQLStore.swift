#if PostgreSQL
    public import Sessions
    import StoreSupport

    /// Sessions in PostgreSQL, for more than one machine: every server of an application has a store of its own on the same
    /// database, and what one of them ends is ended for all.
    ///
    /// Calls of many requests share round trips and commits. None blocks its thread, and each is answered in bounded time:
    /// it waits up to ``Configuration/timeout`` for its turn and as long for each round trip, of which there are one or two,
    /// and up to ``Configuration/connectTimeout`` for each host while a connection is being made anew.
    ///
    /// A call that throws because the connection was lost may have taken effect: nobody can tell a server that died before
    /// it committed from one that died after.
    public final class PostgreSQLStore: IterableSessionStore {
        let settings: Settings
        let pool: Pool

        /// Connects, makes the tables if they are missing and brings older ones up to date.
        /// - Parameters:
        ///   - connection: what libpq understands: a URI (`postgres://user:password@host/database?sslmode=verify-full`) or
        ///     keywords (`host=... dbname=...`). What it leaves out libpq takes from the `PG...` variables of the environment.
        ///     A password in it is part of no error.
        ///   - configuration: what else may be chosen.
        /// - Throws: `StoreError.Code.invalidConfiguration` for a string, name or number that cannot be used,
        ///   `StoreError.Code.unavailable` if the server cannot be reached or does not let us in,
        ///   `StoreError.Code.readOnly` for a replica, `StoreError.Code.newerSchema`, or `StoreError.Code.corrupt` if there
        ///   are tables of that name that this kit has not made.
        public init(_ connection: String, configuration: Configuration = Configuration()) async throws(StoreError) {
            let settings = try Settings(connection, configuration)
            try await WorkerThread.run { () throws(StoreError) in
                // Another server may be bringing the tables up to date.
                let patience = max(settings.timeout, .seconds(60))
                let connection = try settings.connectUnprepared(patience: patience)
                if settings.makesTables {
                    try Schema.current.prepare(connection, for: settings.table, patience: patience)
                } else {
                    try Schema.current.require(connection, for: settings.table, patience: patience)
                }
                // Once here, so that whoever opens the store hears of a table that is not as it should be.
                try connection.prepareAll(until: .now + settings.timeout)
            }
            self.settings = settings
            pool = try Pool(settings)
        }

        /// Does what is still queued, then closes the connections. Calls that come later throw
        /// `StoreError.Code.unavailable`. May be called more than once; each call returns when the connections are closed.
        ///
        /// A store that is merely let go closes its connections as well, some time later.
        public func close() async {
            pool.stop()
            await pool.waitForEnd()
        }

        deinit {
            pool.stop()
        }
    }
#endif
