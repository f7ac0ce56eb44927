#if PostgreSQL
    import Sessions
    import StoreTesting
    import Testing

    @testable import SessionsPostgreSQL

    @Suite("The pool")
    struct PoolTests {
        let place: Place

        init() throws {
            place = try Place()
        }

        @Test("puts the calls of concurrent callers into few round trips, and their commits into fewer transactions")
        func batches() async throws {
            try await place.withStore({ $0.connections = 2 }) { store in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<1_024 {
                        group.addTask { _ = try await store.create(sample(number), admission: nil, now: start) }
                    }
                    try await group.waitForAll()
                }
                #expect(try await store.count(now: start) == 1_024)
                // A round trip is counted after those who waited for it were answered.
                await store.close()
                let (jobs, batches, roundTrips) =
                    (store.pool.statistics.jobs, store.pool.statistics.batches, store.pool.statistics.roundTrips)
                #expect(jobs == 1_024)
                #expect(batches >= 1_024 / Pool.jobsPerBatch)
                #expect(roundTrips == batches, "each batch was one round trip")
                #expect(roundTrips <= 1_024 / 2, "\(roundTrips) round trips for 1,024 calls")
                // The transaction that made a row stands in it.
                let spent = try place.raw().rows("SELECT count(DISTINCT xmin::text) FROM sessions").first.flatMap {
                    Int($0)
                }
                #expect(spent ?? .max <= 1_024 / 2, "\(spent ?? 0) transactions for 1,024 writes")
            }
        }

        @Test("what each call costs in round trips")
        func roundTrips() async throws {
            func expect(
                _ cost: Int,
                _ what: String,
                _ body: (PostgreSQLStore) async throws -> Void
            ) async throws {
                let store = try await place.open { $0.connections = 1 }
                try await body(store)
                // By then all is counted.
                await store.close()
                #expect(store.pool.statistics.roundTrips == cost, "\(what)")
            }
            let record = sample(1)
            var renewed = sample(2)
            (renewed.family, renewed.confirmedAt) = (record.family, nil)
            renewed.key = StoreKey(tag: record.key.tag, hash: renewed.key.hash)
            try await expect(1, "create") { store in
                _ = try await store.create(record, admission: nil, now: start)
            }
            try await expect(1, "load") { store in
                let found = try await store.load(record.key)
                #expect(found == record)
            }
            try await expect(1, "touch") { store in
                _ = try await store.touch(record.key, lastSeen: soon, idleDeadline: idleEnd, now: soon)
            }
            try await expect(1, "update") { store in
                _ = try await store.update(record.key, expecting: 1, to: record, now: soon)
            }
            try await expect(2, "conflict") { store in
                _ = try await store.update(record.key, expecting: 7, to: record, now: soon)
            }
            try await expect(2, "renewal") { store in
                _ = try await store.rotate(
                    record.key,
                    expecting: 1,
                    to: renewed,
                    leaving: .forwarding(successor: [1]),
                    admission: nil,
                    now: soon
                )
            }
            try await expect(2, "confirm") { store in
                let isConfirmed = try await store.confirm(renewed.key, now: soon)
                #expect(isConfirmed)
            }
            try await expect(1, "deleteFamily") { store in
                let wasLive = try await store.deleteFamily(record.family, now: soon)
                #expect(wasLive)
            }
            try await expect(2, "login under a limit") { store in
                let limit = Admission(requestBegan: soon, limit: .endOldest(over: 1))
                _ = try await store.create(sample(3, subject: "ann"), admission: limit, now: soon)
            }
            try await expect(1, "deleteAll") { store in
                let ended = try await store.deleteAll(subject: "ann", except: nil, now: soon)
                #expect(ended == 1)
            }
        }

        @Test("a call that fails takes none of those down that it shares a transaction with")
        func isolation() async throws {
            try await place.withStore({ $0.connections = 1 }) { store in
                // Refuses one row in ten.
                try place.raw().execute("ALTER TABLE sessions ADD CHECK (tag % 10 <> 3)")
                let outcomes = await withTaskGroup(of: (Int, StoreError.Code?).self) { group in
                    for number in 0..<200 {
                        group.addTask {
                            do throws(StoreError) {
                                _ = try await store.create(sample(number), admission: nil, now: start)
                                return (number, nil)
                            } catch {
                                return (number, error.code)
                            }
                        }
                    }
                    var outcomes: [Int: StoreError.Code?] = [:]
                    for await (number, code) in group { outcomes[number] = code }
                    return outcomes
                }
                for number in 0..<200 {
                    let isRefused = number % 10 == 3
                    #expect(outcomes[number] == .some(isRefused ? .corrupt : nil))
                    #expect(try await store.load(sampleKey(number)) == (isRefused ? nil : sample(number)))
                }
            }
        }

        @Test("more calls than may wait fail at once")
        func crowded() async throws {
            try await place.withStore({ ($0.connections, $0.mostWaiting, $0.timeout) = (1, 8, .seconds(60)) }) {
                store in
                _ = try await store.create(sample(1), admission: nil, now: start)
                let raw = try place.raw()
                try raw.execute("BEGIN; SELECT FROM sessions FOR UPDATE")
                let codes = await withTaskGroup(of: StoreError.Code?.self) { group in
                    for second in 0..<20 {
                        group.addTask {
                            do throws(StoreError) {
                                _ = try await store.touch(
                                    sampleKey(1),
                                    lastSeen: start + .seconds(second),
                                    idleDeadline: idleEnd,
                                    now: start
                                )
                                return nil
                            } catch {
                                return error.code
                            }
                        }
                    }
                    var codes: [StoreError.Code?] = []
                    for await code in group {
                        codes.append(code)
                        // All that may wait do so; the others have been told.
                        if codes.count == 12 { _ = try? raw.rows("COMMIT") }
                    }
                    return codes
                }
                #expect(codes.prefix(12).allSatisfy { $0 == .unavailable })
                #expect(codes.dropFirst(12).allSatisfy { $0 == nil })
            }
        }

        @Test("a lock that somebody holds for too long is busy, others go on, and it works when the lock is gone")
        func busy() async throws {
            try await place.withStore({ ($0.connections, $0.timeout) = (2, .seconds(5)) }) { store in
                for number in 1...2 { _ = try await store.create(sample(number), admission: nil, now: start) }
                let raw = try place.raw()
                try raw.execute("BEGIN; SELECT FROM sessions WHERE tag = 1 FOR UPDATE")
                let error = await #expect(throws: StoreError.self) {
                    try await store.update(sampleKey(1), expecting: 1, to: next(sample(1)), now: start)
                }
                #expect(error?.code == .busy)
                #expect(try await store.load(sampleKey(1)) == sample(1))
                #expect(try await store.update(sampleKey(2), expecting: 1, to: next(sample(2)), now: start) == .updated)
                try raw.execute("COMMIT")
                #expect(try await store.update(sampleKey(1), expecting: 1, to: next(sample(1)), now: start) == .updated)
            }
        }

        @Test("what is queued when a store is closed is answered, and what was acknowledged is there")
        func drains() async throws {
            let store = try await place.open()
            let acknowledged = try await withThrowingTaskGroup(of: Int?.self) { group in
                for number in 0..<1_000 {
                    group.addTask {
                        do throws(StoreError) {
                            _ = try await store.create(sample(number), admission: nil, now: start)
                            return number
                        } catch {
                            #expect(error.code == .unavailable)
                            return nil
                        }
                    }
                    if number == 500 {
                        group.addTask {
                            await store.close()
                            return nil
                        }
                    }
                }
                var numbers: [Int] = []
                for try await number in group { if let number { numbers.append(number) } }
                return numbers
            }
            await store.close()
            let reopened = try await place.open()
            #expect(try await reopened.count(now: start) == acknowledged.count)
            for number in acknowledged { #expect(try await reopened.load(sampleKey(number)) != nil) }
            await reopened.close()
        }

        @Test("after closing every call throws unavailable")
        func closed() async throws {
            let store = try await place.open()
            async let first: Void = store.close()
            async let second: Void = store.close()
            _ = await (first, second)
            await store.close()
            for call in everyCall(of: store) {
                let error = await #expect(throws: StoreError.self, "\(call.name)") { try await call.make() }
                #expect(error?.code == .unavailable, "\(call.name)")
            }
        }

        @Test("a store that is let go lets its connections go")
        func released() async throws {
            let name = "let_go_\(place.name)"
            let connection = "\(place.connection) application_name=\(name)"
            func letGo() async throws { _ = try await PostgreSQLStore(connection).load(sampleKey(1)) }
            for _ in 0..<3 { try await letGo() }
            let raw = try place.raw()
            let open = "SELECT count(*) FROM pg_stat_activity WHERE application_name = '\(name)'"
            // Their threads close them in their own time.
            while try raw.rows(open) != ["0"] { await Task.yield() }
        }
    }
#endif
