#if Redis
    import Sessions
    import SessionsRedis
    import SessionsTesting
    import StoreTesting
    import Testing

    @Suite("Opening a store in Redis")
    struct OpeningTests {
        private func refusal(_ url: String) async -> StoreError? {
            var configuration = RedisStore.Configuration()
            configuration.timeout = .seconds(5)
            return await #expect(throws: StoreError.self) { try await RedisStore(url, configuration: configuration) }
        }

        @Test(
            "a server that evicts keys is refused, and the reason says what to do",
            arguments: ["allkeys-lru", "volatile-ttl"]
        )
        func eviction(policy: String) async throws {
            let server = try RedisServer(["--maxmemory-policy", policy])
            let error = await refusal(server.url)
            #expect(error?.code == .invalidConfiguration)
            #expect(error?.reason.contains("maxmemory-policy to noeviction") == true)
            try server.raw().call("CONFIG", "SET", "maxmemory-policy", "noeviction")
            try await RedisStore(server.url).close()
        }

        @Test("a replica is refused as read-only")
        func replica() async throws {
            let master = try RedisServer()
            let replica = try RedisServer(["--replicaof", "127.0.0.1 \(master.port)"])
            #expect(await refusal(replica.url)?.code == .readOnly)
        }

        @Test("nobody listening, a name that is none, and something that is no Redis are unavailable")
        func unreachable() async throws {
            #expect(await refusal("redis://127.0.0.1:1")?.code == .unavailable)
            #expect(await refusal("redis://nowhere.invalid")?.code == .unavailable)
        }

        @Test("several hosts that are no cluster, and a database in a cluster, are refused")
        func mismatched() async throws {
            let url = try RedisServer.shared.get().url
            #expect(await refusal(url + ",127.0.0.1:1")?.code == .invalidConfiguration)
            #expect(await refusal(try await RedisCluster.shared.url + "/1")?.code == .invalidConfiguration)
        }

        @Test("one host of a cluster is enough, a dead one among them does no harm, and a replica will do")
        func seeds() async throws {
            let cluster = try await RedisCluster.shared
            let masters = try cluster.masters
            let replica = try #require(cluster.servers.first { server in !masters.contains { $0 === server } })
            for url in [masters[0].url, "redis://127.0.0.1:1,127.0.0.1:\(masters[1].port)", replica.url] {
                let store = try await RedisStore(url + "?prefix=\(freshPrefix())")
                #expect(store.isCluster)
                for number in 0..<60 { _ = try await store.create(sample(number), admission: nil, now: start) }
                #expect(try await store.count(now: start) == 60)
                await store.close()
            }
        }

        @Test("databases of one server know nothing of each other")
        func database() async throws {
            let server = try RedisServer()
            let (first, second) = (try await RedisStore(server.url), try await RedisStore(server.url + "/1"))
            _ = try await first.create(sample(1), admission: nil, now: start)
            #expect(try await second.load(sampleKey(1)) == nil)
            #expect(try server.raw().call("DBSIZE") != "0")
        }

        @Test("a password and an ACL user are logged in with; a wrong one is refused and never quoted")
        func passwords() async throws {
            let server = try RedisServer(["--requirepass", "hunter2"])
            let host = "127.0.0.1:\(server.port)"
            #expect(await refusal("redis://\(host)")?.code == .invalidConfiguration)
            for wrong in ["redis://:swordfish@\(host)", "redis://ann:swordfish@\(host)"] {
                let error = await refusal(wrong)
                #expect(error?.code == .invalidConfiguration)
                #expect(error?.reason.contains("swordfish") == false)
                #expect(error?.reason.contains("ann") == false)
            }
            try await RedisStore("redis://:hunter2@\(host)").close()
        }

        /// The line in the documentation.
        static let rules = [
            "~app-*", "resetchannels", "-@all", "+info", "+ping", "+select", "+script|load", "+evalsha", "+wait",
            "+cluster|slots", "+asking", "+get", "+set", "+del", "+pttl", "+pexpire", "+time", "+hget",
            "+hgetall",
            "+hset", "+hsetnx", "+hdel", "+hexists", "+hlen", "+hincrby", "+zadd", "+zrem", "+zrange", "+zrangebyscore",
        ]

        @Test(
            "a user with no more rights than documented is enough for the whole contract, and one with fewer is told so"
        )
        func leastRights() async throws {
            let server = try RedisServer()
            let raw = try server.raw()
            try raw.call(
                ["ACL", "SETUSER", "sessions", "on", ">hunter2"].map { Array($0.utf8) }
                    + Self.rules.map { Array($0.utf8) }
            )
            let host = "127.0.0.1:\(server.port)"
            // Every third rule, so that each script is run and the test is not as long as the suite.
            for (number, rule) in StoreConformance.cases.enumerated() where number % 3 == 0 {
                try await rule.run {
                    var configuration = RedisStore.Configuration()
                    configuration.prefix = "app-\(freshPrefix())"
                    configuration.timeout = .seconds(20)
                    return try await RedisStore("redis://sessions:hunter2@\(host)", configuration: configuration)
                }
            }
            try raw.call("ACL", "SETUSER", "sessions", "-evalsha")
            var configuration = RedisStore.Configuration()
            configuration.prefix = "app-x"
            let store = try await RedisStore("redis://sessions:hunter2@\(host)", configuration: configuration)
            let error = await #expect(throws: StoreError.self) {
                try await store.create(sample(1), admission: nil, now: start)
            }
            #expect(error?.code == .invalidConfiguration)
            #expect(error?.reason.contains("ACL") == true)
        }
    }
#endif
