#if Redis
    public import Sessions

    /// Sessions in a Redis or a Redis Cluster, or in what speaks like one (Valkey).
    ///
    /// ```swift
    /// let store = try await RedisStore("redis://user:password@host:6379")
    /// let cluster = try await RedisStore("redis://user:password@one:6379,two:6379,three:6379")
    /// let encrypted = try await RedisStore("rediss://user:password@host:6380?cacert=/etc/app/ca.pem")
    /// ```
    /// All rows of a session lie in one hash slot, and each change of them is one script there. Whatever tasks ask of a
    /// server at a time goes out over one connection in one stream. Replicas are never read. What a crash or a failover
    /// may lose, and what else a server has to be, says <doc:Operation>.
    ///
    /// A process that has opened a store must not use it after `fork` without `exec`: its threads do not survive it.
    public final class RedisStore: IterableSessionStore {
        let router: Router
        let names: KeyNames
        let families: FamilyIndex
        let subjects: SubjectIndex
        let turns = Turns()

        /// Whether it is a cluster that the sessions are in.
        public var isCluster: Bool { router.isCluster }

        /// Connects to the server, or to all masters of its cluster, and sees that sessions are safe there.
        /// - Parameters:
        ///   - url: `redis://user:password@host:port/database?prefix=name`. All but a host may be left out; special
        ///     characters of name, password and options are escaped with percent signs. Of a cluster some hosts are named,
        ///     separated by commas; the others are found. `rediss://` encrypts, and has besides the options of
        ///     ``Configuration/TLS``.
        ///   - configuration: what else may be chosen.
        /// - Throws: `StoreError.Code.invalidConfiguration` for an address, a number or a file that cannot be used, a password
        ///   or a certificate that is not accepted, or a server that evicts keys (`maxmemory-policy` other than `noeviction`);
        ///   `StoreError.Code.readOnly` for a replica; `StoreError.Code.unavailable`. None quotes a password.
        public init(_ url: String, configuration: Configuration = Configuration()) async throws(StoreError) {
            let settings = try Settings(url, configuration)
            router = try await Router(settings)
            names = KeyNames(prefix: settings.prefix)
            families = FamilyIndex(router: router, names: names)
            subjects = SubjectIndex(router: router, names: names)
        }

        /// Lets what is under way be answered, then closes the connections. Calls that come later throw
        /// `StoreError.Code.unavailable`. May be called more than once; each call returns when all is closed.
        ///
        /// A store that is merely let go closes its connections as well, some time later.
        public func close() async {
            router.close()
            await router.waitForEnd()
        }

        deinit {
            router.close()
        }
    }
#endif
