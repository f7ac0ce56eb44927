#if Redis
    import Sessions
    import SessionsRedis
    import StoreTesting
    import Testing

    @Suite("A single Redis that fails")
    struct ServerFaultTests {
        private func store(
            _ server: RedisServer,
            timeout: Duration = .seconds(5),
            _ change: (inout RedisStore.Configuration) -> Void = { _ in }
        ) async throws -> RedisStore {
            var configuration = RedisStore.Configuration()
            configuration.timeout = timeout
            change(&configuration)
            return try await RedisStore(server.url, configuration: configuration)
        }

        @Test(
            "F1 killed at any moment under load and restarted, with a flush for each write it loses nothing acknowledged"
        )
        func killed() async throws {
            let server = try RedisServer(["--appendonly", "yes", "--appendfsync", "always"])
            let store = try await store(server, timeout: .seconds(5))
            try await killAndRestart(server, under: store, rounds: 4)
        }

        @Test(
            "F5 one that stops answering is unavailable within the time-out, nothing piles up, and it goes on when it answers"
        )
        func frozen() async throws {
            let server = try RedisServer()
            let store = try await store(server, timeout: .seconds(1)) { $0.limit = 50 }
            _ = try await store.create(sample(1), admission: nil, now: start)
            server.freeze()
            for _ in 0..<2 {
                let began = ContinuousClock.now
                let errors = await withTaskGroup(of: (StoreError?, Duration).self) { group in
                    for _ in 0..<200 {
                        group.addTask {
                            do throws(StoreError) {
                                _ = try await store.load(sampleKey(1))
                                return (nil, .zero)
                            } catch {
                                return (error, ContinuousClock.now - began)
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(errors.allSatisfy { $0.0?.code == .unavailable })
                // Five times the time-out: the machine may be busy with other things.
                #expect(errors.allSatisfy { $0.1 < .seconds(5) }, "\(errors.map(\.1).max() ?? .zero)")
                #expect(errors.count { $0.0?.reason.contains("50 commands wait") == true } >= 100)
            }
            server.thaw()
            let isBack = try await eventually { await store.answers(sampleKey(1)) }
            #expect(isBack)
            #expect(try await store.update(sampleKey(1), expecting: 1, to: next(sample(1)), now: soon) == .updated)
        }

        @Test("F2 a full one says so, reads, ends and purges sessions all the same, and goes on when there is room")
        func full() async throws {
            let server = try RedisServer()
            let store = try await store(server)
            for number in 0..<60 {
                _ = try await store.create(sample(number, subject: "ann"), admission: nil, now: start)
            }
            // Less than it has in use.
            try server.raw().call("CONFIG", "SET", "maxmemory", "500000")
            let record = sample(0, subject: "ann")
            let creating = await #expect(throws: StoreError.self) {
                try await store.create(sample(100, subject: "ann"), admission: nil, now: start)
            }
            #expect(creating?.code == .full)
            let updating = await #expect(throws: StoreError.self) {
                try await store.update(record.key, expecting: 1, to: next(record), now: soon)
            }
            #expect(updating?.code == .full)
            let revoking = await #expect(throws: StoreError.self) {
                try await store.deleteAll(subject: "ann", except: nil, now: soon)
            }
            #expect(revoking?.code == .full)
            #expect(try await store.load(record.key) == record, "A refused write changed something.")
            #expect(try await store.list(subject: "ann", now: soon).count == 60)
            for number in 0..<20 { #expect(try await store.deleteFamily(sampleFamily(number), now: soon)) }
            #expect(try await store.deleteExpired(limit: 25, now: idleEnd) == 25)
            #expect(try await store.count(now: soon) == 15)
            try server.raw().call("CONFIG", "SET", "maxmemory", "0")
            #expect(try await store.create(sample(100), admission: nil, now: start) == .created(ended: []))
            #expect(try await store.deleteAll(subject: "ann", except: nil, now: soon) == 15)
        }

        @Test("F3 one that becomes a replica is read-only")
        func demoted() async throws {
            let server = try RedisServer()
            let other = try RedisServer()
            let store = try await store(server)
            _ = try await store.create(sample(1), admission: nil, now: start)
            try server.raw().call("REPLICAOF", "127.0.0.1", "\(other.port)")
            let error = await #expect(throws: StoreError.self) {
                try await store.update(sampleKey(1), expecting: 1, to: next(sample(1)), now: soon)
            }
            #expect(error?.code == .readOnly)
            // And nothing old is read from it.
            let reading = await #expect(throws: StoreError.self) { try await store.load(sampleKey(1)) }
            #expect(reading?.code == .readOnly)
            try server.raw().call("REPLICAOF", "NO", "ONE")
            let isBack = try await eventually { await store.answers(sampleKey(1)) }
            #expect(isBack)
        }

        @Test("scripts that were flushed are loaded again, in every call")
        func flushedScripts() async throws {
            let server = try RedisServer()
            let store = try await store(server)
            let raw = try server.raw()
            var record = sample(1, subject: "ann")
            func flush() throws { try raw.call("SCRIPT", "FLUSH") }
            try flush()
            _ = try await store.create(record, admission: nil, now: start)
            try flush()
            #expect(try await store.update(record.key, expecting: 1, to: next(record), now: soon) == .updated)
            try flush()
            #expect(try await store.touch(record.key, lastSeen: soon, idleDeadline: idleEnd, now: soon))
            try flush()
            record = next(record)
            record.key = sampleKey(2)
            record.confirmedAt = nil
            let outcome = try await store.rotate(
                sampleKey(1),
                expecting: 2,
                to: record,
                leaving: .forwarding(successor: [1]),
                admission: nil,
                now: soon
            )
            #expect(outcome == .rotated(ended: []))
            try flush()
            #expect(try await store.confirm(record.key, now: soon))
            try flush()
            #expect(try await store.list(subject: "ann", now: soon).count == 1)
            try flush()
            #expect(try await store.count(now: soon) == 1)
            try flush()
            #expect(try await store.deleteAll(subject: "ann", except: nil, now: soon) == 1)
            try flush()
            #expect(try await store.deleteExpired(limit: 10, now: soon) == 0)
        }

        @Test("a write waits for replicas when it is told to, and is unavailable when there are too few")
        func replicas() async throws {
            let master = try RedisServer()
            let replica = try RedisServer(["--replicaof", "127.0.0.1 \(master.port)"])
            let isLinked = try await eventually { try replica.raw().call("ROLE").contains("connected") }
            #expect(isLinked)
            let one = try await store(master) { $0.replicas = 1 }
            for number in 0..<50 { _ = try await one.create(sample(number), admission: nil, now: start) }
            let copied = try replica.raw().call("DBSIZE")
            #expect(try master.raw().call("DBSIZE") == copied)
            let two = try await store(master, timeout: .seconds(5)) { $0.replicas = 2 }
            let error = await #expect(throws: StoreError.self) {
                try await two.create(sample(100), admission: nil, now: start)
            }
            #expect(error?.code == .unavailable)
            #expect(error?.reason.contains("2 replicas") == true)
            #expect(try await two.load(sampleKey(1)) != nil)
        }

        @Test("a store that was closed answers what is under way and then nothing more")
        func closed() async throws {
            let server = try RedisServer()
            let store = try await store(server)
            async let created = store.create(sample(1), admission: nil, now: start)
            _ = try? await created
            await store.close()
            await store.close()
            let error = await #expect(throws: StoreError.self) { try await store.load(sampleKey(1)) }
            #expect(error?.code == .unavailable)
            let hasLeft = try await eventually {
                try !server.raw().call("CLIENT", "LIST", "TYPE", "normal").contains("cmd=evalsha")
            }
            #expect(hasLeft)
        }

        @Test("a store that is let go closes its connections")
        func released() async throws {
            let server = try RedisServer()
            var store: RedisStore? = try await store(server)
            _ = try await store?.create(sample(1), admission: nil, now: start)
            store = nil
            let hasLeft = try await eventually {
                try server.raw().call("CLIENT", "LIST").split(separator: "\n").count == 1
            }
            #expect(hasLeft)
        }
    }
#endif
