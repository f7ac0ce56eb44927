#if PostgreSQL
    import Sessions
    import SessionsPostgreSQL
    import StoreTesting
    import Testing

    /// What happens at the same moment on different servers: each store has connections of its own.
    @Suite("Several servers at once", .serialized)
    struct RaceTests {
        let place: Place

        init() throws {
            place = try Place()
        }

        private func withServers(_ count: Int, _ body: ([PostgreSQLStore]) async throws -> Void) async throws {
            var stores: [PostgreSQLStore] = []
            for _ in 0..<count { stores.append(try await place.open { $0.connections = 2 }) }
            do {
                try await body(stores)
            } catch {
                for store in stores { await store.close() }
                throw error
            }
            for store in stores { await store.close() }
        }

        /// Number `step` of a family; all have one tag.
        private static func link(_ step: Int, of family: Int) -> SessionRecord {
            var record = sample(family * 1_000 + step, subject: "ann")
            record.family = sampleFamily(family)
            record.key = StoreKey(tag: UInt32(family), hash: record.key.hash)
            return record
        }

        @Test("T6 nothing is left of a family that ends while one server after the other renews it", arguments: 0..<3)
        func endOfAFamily(way: Int) async throws {
            try await withServers(3) { stores in
                for round in 0..<60 {
                    let family = way * 1_000 + round
                    _ = try await stores[0].create(Self.link(0, of: family), admission: nil, now: start)
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask {
                            // Each finds the one before live, or the family gone.
                            for step in 0..<12 {
                                let outcome = try await stores[step % 2].rotate(
                                    Self.link(step, of: family).key,
                                    expecting: 1,
                                    to: Self.link(step + 1, of: family),
                                    leaving: step % 3 == 0 ? .superseded(until: idleEnd) : .forwarding(successor: [1]),
                                    admission: nil,
                                    now: start
                                )
                                if outcome == .missing { return }
                                #expect(outcome == .rotated(ended: []))
                            }
                        }
                        group.addTask {
                            for _ in 0..<round % 10 { _ = try await stores[2].notBefore(subject: "nobody") }
                            switch way {
                            case 0:
                                let wasLive = try await stores[2].deleteFamily(sampleFamily(family), now: start)
                                #expect(wasLive)
                            case 1:
                                let ended = try await stores[2].deleteAll(subject: "ann", except: nil, now: start)
                                #expect(ended == 1)
                            default:
                                let limit = Admission(requestBegan: soon, limit: .endOldest(over: 1))
                                let login = Self.link(0, of: family + 500)
                                let outcome = try await stores[2].create(login, admission: limit, now: start)
                                #expect(outcome == .created(ended: [sampleFamily(family)]))
                                _ = try await stores[2].deleteFamily(login.family, now: start)
                            }
                        }
                        try await group.waitForAll()
                    }
                    let left = try place.raw().rows("SELECT state FROM sessions")
                    #expect(left == [], "round \(round)")
                    if !left.isEmpty { return }
                }
            }
        }

        @Test("of touches, logins that end others and a purge none waits for another in a circle")
        func noCircle() async throws {
            try await withServers(3) { stores in
                for number in 0..<16 {
                    _ = try await stores[0].create(Self.link(0, of: number), admission: nil, now: start)
                }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for lane in 0..<60 {
                        group.addTask {
                            let store = stores[lane % 3]
                            for round in 0..<30 {
                                let family = (lane * 7 + round) % 16
                                let key = Self.link(0, of: family).key
                                // Mostly touches: they share transactions, which hold several rows each.
                                switch lane {
                                case 0..<48:
                                    _ = try await store.touch(key, lastSeen: soon, idleDeadline: idleEnd, now: start)
                                case 48..<52:
                                    let admission = Admission(requestBegan: soon, limit: .endOldest(over: 16))
                                    let login = Self.link(round * 60 + lane, of: family + 100 * (lane + 1))
                                    _ = try await store.create(login, admission: admission, now: start)
                                case 52..<56:
                                    _ = try await store.deleteExpired(limit: 100, now: idleEnd)
                                default:
                                    _ = try await store.create(Self.link(0, of: family), admission: nil, now: start)
                                }
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                let deadlocks = try place.raw().rows(
                    "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
                )
                #expect(deadlocks == ["0"])
            }
        }

        @Test("one server purges at a time, and all together purge each row once")
        func purging() async throws {
            try await withServers(4) { stores in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<1_200 {
                        let store = stores[number % 4]
                        group.addTask { _ = try await store.create(sample(number), admission: nil, now: start) }
                    }
                    try await group.waitForAll()
                }
                let deleted = try await withThrowingTaskGroup(of: Int.self) { group in
                    for store in stores {
                        group.addTask { try await store.deleteExpired(limit: 10_000, now: idleEnd) }
                    }
                    var sum = 0
                    for try await count in group { sum += count }
                    return sum
                }
                let rest = try await stores[0].deleteExpired(limit: 10_000, now: idleEnd)
                #expect(deleted + rest == 1_200)
                let left = try await stores[0].count(now: start)
                #expect(left == 0)
            }
        }
    }
#endif
