#if PostgreSQL
    import Sessions
    import SessionsPostgreSQL
    import StoreTesting
    import Synchronization
    import Testing

    /// What the tasks of a test share.
    private final class Tally: Sendable {
        let slowest = Mutex(Duration.zero)
        let isKilled = Atomic<Bool>(false)
        let isOver = Atomic<Bool>(false)
        /// Versions by number.
        let acknowledged = Mutex<[Int: Int64]>([:])
    }

    /// Each with a server of its own, to which it does what must not happen to others'.
    @Suite("A server that fails", .serialized)
    struct FaultTests {
        private let server: ThrowawayServer
        private let place: Place

        init() throws {
            server = try ThrowawayServer()
            place = try Place(on: server)
        }

        /// Tries until the store answers again, which it must within a minute.
        private func recover(_ store: PostgreSQLStore) async throws {
            let end = ContinuousClock.now + .seconds(60)
            while true {
                do throws(StoreError) {
                    _ = try await store.load(sampleKey(0))
                    return
                } catch {
                    try #require(ContinuousClock.now < end, "\(error)")
                    await Task.yield()
                }
            }
        }

        @Test("F5 one that stops answering costs each call its time-out and no more, nothing piles up, and it recovers")
        func frozen() async throws {
            try await place.withStore({ store in
                (store.connections, store.mostWaiting, store.timeout) = (2, 50, .seconds(2))
                store.connectTimeout = .seconds(2)
            }) { store in
                _ = try await store.create(sample(1), admission: nil, now: start)
                try server.freeze()
                let began = ContinuousClock.now
                let tally = Tally()
                await withTaskGroup(of: Void.self) { group in
                    for number in 0..<200 {
                        group.addTask {
                            let before = ContinuousClock.now
                            do throws(StoreError) {
                                _ = try await store.create(sample(100 + number), admission: nil, now: start)
                                Issue.record("A frozen server has answered.")
                            } catch {
                                #expect(error.code == .unavailable)
                            }
                            let time = before.duration(to: .now)
                            tally.slowest.withLock { $0 = max($0, time) }
                        }
                    }
                }
                // The time-out, then one attempt to connect; the rest is for a busy machine.
                #expect(tally.slowest.withLock { $0 } < .seconds(15), "\(tally.slowest.withLock { $0 })")
                // By now it is known that nobody answers: no call waits.
                var failures = 0
                while failures < 1_000, began.duration(to: .now) < .seconds(60) {
                    do throws(StoreError) { _ = try await store.load(sampleKey(1)) } catch { failures += 1 }
                }
                #expect(failures == 1_000)
                try server.resume()
                try await recover(store)
                #expect(try await store.load(sampleKey(1)) == sample(1))
                #expect(try await store.create(sample(2), admission: nil, now: start) == .created(ended: []))
            }
        }

        @Test(
            "F1 killed under load and started again it has all that was acknowledged, and the store comes back by itself"
        )
        func killed() async throws {
            try await place.withStore({ $0.timeout = .seconds(2) }) { store in
                for round in 0..<3 {
                    let tally = Tally()
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for writer in 0..<16 {
                            group.addTask {
                                var number = round * 1_000_000 + writer * 10_000
                                while !tally.isOver.load(ordering: .relaxed) {
                                    number += 1
                                    do throws(StoreError) {
                                        var record = sample(number)
                                        _ = try await store.create(record, admission: nil, now: start)
                                        tally.acknowledged.withLock { $0[number] = 1 }
                                        record = next(record)
                                        _ = try await store.update(record.key, expecting: 1, to: record, now: start)
                                        tally.acknowledged.withLock { $0[number] = 2 }
                                    } catch {
                                        #expect(error.code == .unavailable, "\(error)")
                                        let isKilled = tally.isKilled.load(ordering: .relaxed)
                                        #expect(isKilled, "The server runs, and a call fails: \(error)")
                                    }
                                }
                            }
                        }
                        while tally.acknowledged.withLock({ $0.count }) < 200 { await Task.yield() }
                        tally.isKilled.store(true, ordering: .relaxed)
                        try server.kill()
                        tally.isOver.store(true, ordering: .relaxed)
                        try await group.waitForAll()
                    }
                    try server.start()
                    try await recover(store)
                    let versions = tally.acknowledged.withLock { $0 }
                    #expect(versions.count >= 200)
                    for (number, version) in versions {
                        let found = try await store.load(sampleKey(number))?.version
                        #expect(found ?? 0 >= version, "number \(number), acknowledged in version \(version)")
                    }
                }
            }
        }

        @Test("connections that the server has closed while there was nothing to do cost no call")
        func restarted() async throws {
            try await place.withStore({ $0.connections = 1 }) { store in
                _ = try await store.create(sample(1), admission: nil, now: start)
                for second in 1...2 {
                    try server.kill()
                    try server.start()
                    let lastSeen = start + .seconds(second)
                    // A write: no second try would be allowed.
                    #expect(
                        try await store.touch(sampleKey(1), lastSeen: lastSeen, idleDeadline: idleEnd, now: start)
                    )
                    #expect(try await store.load(sampleKey(1))?.lastSeen == lastSeen)
                }
            }
        }

        @Test("one that becomes a replica is read-only, and no call gets past it")
        func readOnly() async throws {
            try await place.withStore { store in
                _ = try await store.create(sample(1), admission: nil, now: start)
                let raw = try RawDatabase(server.connection)
                try raw.execute("ALTER ROLE tests SET default_transaction_read_only = on")
                try raw.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hardtack'"
                )
                // Until the last of the connections is gone.
                var codes: [StoreError.Code] = []
                while codes.last != .readOnly {
                    do throws(StoreError) {
                        _ = try await store.touch(sampleKey(1), lastSeen: soon, idleDeadline: idleEnd, now: soon)
                    } catch {
                        codes.append(error.code)
                    }
                }
                #expect(Set(codes).isSubset(of: [.unavailable, .readOnly]))
                // Another one may be about to hear of its end.
                var error: StoreError?
                repeat {
                    error = await #expect(throws: StoreError.self) {
                        try await store.create(sample(2), admission: nil, now: start)
                    }
                } while error?.code == .unavailable
                #expect(error?.code == .readOnly)
                try raw.execute("ALTER ROLE tests RESET default_transaction_read_only")
                try await recover(store)
                #expect(try await store.create(sample(2), admission: nil, now: start) == .created(ended: []))
            }
        }
    }
#endif
