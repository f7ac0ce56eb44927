#if PostgreSQL
    import Sessions
    import StoreSupport

    extension PostgreSQLStore {
        /// What may be chosen about a PostgreSQL store besides where its server is.
        public struct Configuration: Sendable {
            /// The table that sessions are kept in, in the first schema of the connection's `search_path`, so that several
            /// stores can share a database: a lower-case ASCII letter followed by up to 39 lower-case letters, digits and
            /// underscores. Other tables and the indexes have this name with something added. `sessions` by default.
            public var table = "sessions"
            /// How many connections this process has to the server, 1 to 256, each with a thread. 8 by default: calls share
            /// round trips, so that it takes few, and the server needs some megabytes for each. Only a login or a renewal has its
            /// connection to itself, for two round trips and a flush.
            public var connections = 8
            /// How long it may take to connect to one address of one host, 2 s to 5 min, in whole seconds. 5 s by default.
            public var connectTimeout = Duration.seconds(5)
            /// How long a call waits for its turn, and then for each answer of the server, before it throws
            /// `StoreError.Code.unavailable`; 50 ms to an hour. 5 s by default. The server is told to end a statement a little
            /// earlier (`statement_timeout`), which is `StoreError.Code.busy`, and a transaction that stands still for as long.
            public var timeout = Duration.seconds(5)
            /// How many calls may wait at a time, 1 to 1,000,000; another one throws `StoreError.Code.unavailable` at once. Each
            /// holds what it is to write. 4,096 by default.
            public var mostWaiting = 4_096
            /// Whether the tables are made if they are missing, and older ones are brought up to date: true by default. If
            /// false each of these is an error and the database stays as it is, for a tool that looks into the database of a
            /// server that may be running, or for a role that may not make tables.
            public var makesTables = true

            /// Makes the default configuration.
            public init() {}
        }
    }

    /// A configuration that has been checked, and where the server is.
    struct Settings {
        let target: ConnectionString
        let table: TableName
        let connections: Int
        let timeout: Duration
        let mostWaiting: Int
        let makesTables: Bool
        private let connectTimeout: Int

        init(_ target: String, _ configuration: PostgreSQLStore.Configuration) throws(StoreError) {
            table = try TableName(configuration.table)
            connections = configuration.connections
            timeout = configuration.timeout
            mostWaiting = configuration.mostWaiting
            makesTables = configuration.makesTables
            guard (1...256).contains(connections) else {
                throw StoreError(
                    .invalidConfiguration,
                    "A PostgreSQL store has 1 to 256 connections, not \(connections)."
                )
            }
            guard (.seconds(2) ... .seconds(300)).contains(configuration.connectTimeout) else {
                throw StoreError(.invalidConfiguration, "Connecting may take from 2 to 300 s.")
            }
            guard (.milliseconds(50) ... .seconds(3_600)).contains(timeout) else {
                throw StoreError(.invalidConfiguration, "A call may wait from 50 ms to an hour.")
            }
            guard (1...1_000_000).contains(mostWaiting) else {
                throw StoreError(.invalidConfiguration, "From 1 to 1,000,000 calls may wait.")
            }
            connectTimeout = Int((configuration.connectTimeout.wholeMilliseconds + 999) / 1_000)
            self.target = try ConnectionString(target)
        }

        /// A connection that the store's queries can be run on.
        func connect() throws(StoreError) -> Connection {
            let connection = try connectUnprepared()
            try connection.prepareAll(until: .now + timeout)
            return connection
        }

        /// A connection for whoever looks whether the tables are there.
        /// - Parameter patience: how long the server lets a statement run.
        /// - Throws: `StoreError.Code.readOnly` besides what connecting throws.
        func connectUnprepared(patience: Duration? = nil) throws(StoreError) -> Connection {
            let patience = patience ?? timeout
            let connection = try Connection(target, table: table, patience: connectTimeout)
            let isReadOnly: Bool
            do throws(Failure) {
                let rows = try connection.run([.runText(Self.preparation(patience))], until: .now + patience)
                isReadOnly = rows.first?.flag(0, 0) ?? true
            } catch {
                throw StoreError(error)
            }
            guard !isReadOnly else {
                throw StoreError(
                    .readOnly,
                    "The session database is a replica or read-only. Name all hosts, and target_session_attrs=read-write."
                )
            }
            return connection
        }

        private static func preparation(_ patience: Duration) -> String {
            // Before the client gives up, so that what it could not wait for is not done later.
            let limit = max(1, patience.wholeMilliseconds * 4 / 5)
            return """
                SELECT current_setting('transaction_read_only') = 'on',
                    set_config('default_transaction_isolation', 'read committed', false),
                    set_config('statement_timeout', '\(limit)', false),
                    set_config('idle_in_transaction_session_timeout', '\(limit)', false),
                    set_config('synchronous_commit',
                        replace(current_setting('synchronous_commit'), 'off', 'on'), false)
                """
        }
    }
#endif
