#if Redis
    import Sessions

    /// Makes connections that are ready for use: logged in, and to a server that may be used.
    struct Dialer: Sendable {
        let credentials: RedisURL.Credentials?
        let database: Int
        let timeout: Duration
        /// How connections are encrypted; `nil` for none that are.
        let tls: RedisStore.Configuration.TLS?
        /// Only a single server: that of a cluster which is no master sends its clients to one that is.
        let refusesReplica: Bool

        /// Blocks the thread.
        func dial(_ address: Address) throws(StoreError) -> Connection {
            let connection = try Connection(to: address, encrypted: tls, timeout: timeout)
            if let credentials {
                let words = ["AUTH"] + (credentials.user.map { [$0] } ?? []) + [credentials.password]
                try check(connection.call(Command.bytes(words)), from: address)
            }
            if database != 0 { try check(connection.call(Command.bytes(["SELECT", "\(database)"])), from: address) }
            try requireSuitable(connection)
            for script in Script.allCases {
                try check(connection.call(Command.bytes(["SCRIPT", "LOAD", script.text])), from: address)
            }
            return connection
        }

        /// - Throws: `StoreError.Code.invalidConfiguration` for a server that throws away keys when it has no room: sessions
        ///   would end, or a not-before that keeps others out.
        private func requireSuitable(_ connection: Connection) throws(StoreError) {
            let memory = try information("memory", connection)
            guard let policy = memory["maxmemory_policy"] else {
                throw StoreError(
                    .invalidConfiguration,
                    "Redis at \(connection.address) does not say what it does when its memory is full (maxmemory_policy in "
                        + "INFO memory), which the session store has to know."
                )
            }
            guard policy == "noeviction" else {
                throw StoreError(
                    .invalidConfiguration,
                    "Redis at \(connection.address) evicts keys when its memory is full: sessions would vanish, and what was "
                        + "revoked could come back. Set maxmemory-policy to noeviction, or use another Redis for sessions."
                )
            }
            guard refusesReplica, try information("replication", connection)["role"] != "master" else { return }
            throw StoreError(
                .readOnly,
                "Redis at \(connection.address) is a replica: sessions are neither read from one nor written to it. Name its "
                    + "master."
            )
        }

        /// A section of INFO, by the names in it.
        private func information(
            _ section: String,
            _ connection: Connection
        ) throws(StoreError) -> [Substring: Substring] {
            let reply = try connection.call(Command.bytes(["INFO", section]))
            try check(reply, from: connection.address)
            return Information.fields(of: reply)
        }

        private func check(_ reply: Reply, from address: Address) throws(StoreError) {
            guard case .failure(let text) = reply else { return }
            throw ServerFailure(text).error(at: address)
        }
    }

    /// What INFO answers with: a line `name:value` for each.
    enum Information {
        static func fields(of reply: Reply) -> [Substring: Substring] {
            var fields: [Substring: Substring] = [:]
            for line in (reply.word ?? "").split(whereSeparator: \.isNewline) {
                guard let colon = line.firstIndex(of: ":") else { continue }
                fields[line[..<colon]] = line[line.index(after: colon)...]
            }
            return fields
        }
    }
#endif
