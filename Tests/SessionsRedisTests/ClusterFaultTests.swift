#if Redis
    import Sessions
    import StoreTesting
    import Testing

    @testable import SessionsRedis

    /// One after another on a cluster of their own, each of which leaves it whole.
    @Suite("A Redis Cluster that fails and moves", .serialized)
    struct ClusterFaultTests {
        /// A server that is killed loses nothing that the system has, and one that waits for the disk is not given up for it.
        private static let options = ["--appendonly", "yes", "--appendfsync", "no"]
        private static let task = Task { try await RedisCluster(options, patience: .seconds(4)) }

        private func store(
            timeout: Duration = .seconds(2),
            replicas: Int = 0
        ) async throws -> (RedisCluster, RedisStore) {
            let cluster = try await Self.task.value
            var configuration = RedisStore.Configuration()
            configuration.prefix = freshPrefix()
            configuration.timeout = timeout
            configuration.replicas = replicas
            return (cluster, try await RedisStore(cluster.url, configuration: configuration))
        }

        @Test("one master that evicts keys is enough to refuse the cluster")
        func eviction() async throws {
            let (cluster, store) = try await store()
            await store.close()
            let master = try cluster.masters[1].raw()
            try master.call("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")
            let error = await #expect(throws: StoreError.self) { try await RedisStore(cluster.url) }
            #expect(error?.code == .invalidConfiguration)
            try master.call("CONFIG", "SET", "maxmemory-policy", "noeviction")
            try await RedisStore(cluster.url).close()
        }

        @Test("a slot is moved with its sessions while requests run: nothing is lost and nothing fails")
        func migration() async throws {
            let (cluster, store) = try await store(timeout: .seconds(20))
            // All in one shard, and so in one slot.
            let slot = HashSlot.of(KeyNames(prefix: "p").schedule(of: 300))
            let load = Load(store) { 300 + 1_024 * UInt32($0 % 200) }
            let moves = 4
            let failures = try await withThrowingTaskGroup(of: StoreError?.self) { group in
                for _ in 0..<12 { group.addTask { await load.run() } }
                for _ in 0..<moves {
                    let enough = load.answers + 300
                    let isBusy = try await eventually { load.answers > enough }
                    #expect(isBusy)
                    try await Self.move(slot, in: cluster)
                }
                load.stop()
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(failures.allSatisfy { $0 == nil }, "\(failures)")
            #expect(load.sessions > 100)
            #expect(try await load.losses() == [])
        }

        /// Moves a slot to the next master, key by key, as `redis-cli --cluster reshard` does.
        private static func move(_ slot: Int, in cluster: RedisCluster) async throws {
            let masters = try cluster.masters
            let source = try cluster.master(of: slot)
            let place = try #require(masters.firstIndex { $0 === source })
            let target = masters[(place + 1) % masters.count]
            let (from, to) = (try source.raw(), try target.raw())
            let (sourceID, targetID) = (try from.call("CLUSTER", "MYID"), try to.call("CLUSTER", "MYID"))
            try to.call("CLUSTER", "SETSLOT", "\(slot)", "IMPORTING", sourceID)
            try from.call("CLUSTER", "SETSLOT", "\(slot)", "MIGRATING", targetID)
            while true {
                let keys = try from.call("CLUSTER", "GETKEYSINSLOT", "\(slot)", "7").split(separator: ",")
                if keys.isEmpty { break }
                for key in keys { try from.call("MIGRATE", "127.0.0.1", "\(target.port)", String(key), "0", "5000") }
                await Task.yield()
            }
            try to.call("CLUSTER", "SETSLOT", "\(slot)", "NODE", targetID)
            try from.call("CLUSTER", "SETSLOT", "\(slot)", "NODE", targetID)
            for other in masters where other !== source && other !== target {
                try other.raw().call("CLUSTER", "SETSLOT", "\(slot)", "NODE", targetID)
            }
        }

        @Test("F1 a master is killed under load: its replica takes over, and what a replica had to have is there")
        func failover() async throws {
            let (cluster, store) = try await store(timeout: .seconds(1), replicas: 1)
            let load = Load(store)
            let dead = try cluster.masters[0]
            try await withThrowingTaskGroup(of: StoreError?.self) { group in
                for _ in 0..<16 { group.addTask { await load.run() } }
                let isBusy = try await eventually { load.answers > 500 }
                #expect(isBusy)
                dead.kill()
                try await group.waitForAll()
            }
            let began = ContinuousClock.now
            // One session for each hash slot of the dead one would be many: some hundred tags will do.
            let isBack = try await eventually(within: .seconds(40)) {
                for number in 0..<48 {
                    guard await store.answers(sampleKey(number * 16)) else { return false }
                }
                return true
            }
            #expect(isBack)
            #expect(ContinuousClock.now - began < .seconds(30), "\(ContinuousClock.now - began)")
            #expect(try await load.losses() == [])
            try dead.start()
            try await Self.settle(cluster)
        }

        @Test("F5 a master that stops answering is unavailable within the time-out, and its replica takes over")
        func frozen() async throws {
            let (cluster, store) = try await store(timeout: .seconds(1), replicas: 1)
            var records: [SessionRecord] = []
            for number in 0..<64 {
                records.append(sample(number * 16))
                _ = try await store.create(records[number], admission: nil, now: start)
            }
            let frozen = try cluster.masters[0]
            frozen.freeze()
            let began = ContinuousClock.now
            let results = await withTaskGroup(of: Bool.self) { group in
                for record in records {
                    group.addTask { await store.answers(record.key) }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(ContinuousClock.now - began < .seconds(6))
            #expect(results.contains(true), "The other masters were not asked.")
            let isBack = try await eventually(within: .seconds(40)) {
                for record in records where (try? await store.load(record.key)) != record { return false }
                return true
            }
            #expect(isBack)
            frozen.thaw()
            try await Self.settle(cluster)
            for record in records { #expect(try await store.load(record.key) == record) }
        }

        /// Until all six agree on three masters, each with a replica that is linked to it.
        private static func settle(_ cluster: RedisCluster) async throws {
            let isWhole = try await eventually(within: .seconds(60)) { try cluster.isWhole }
            #expect(isWhole)
        }
    }
#endif
