#if PostgreSQL
    import Sessions
    import SessionsPostgreSQL
    import StoreTesting
    import Testing

    @Suite("Rows that no store has written")
    struct RowTests {
        static let damages = [
            "assurance = -1", "assurance = 256", "state = -1", "state = 4", "state = 1", "state = 2",
            #"state = 2, closed_at = NULL, successor = '\x01'"#, #"subject = '\x61FF'"#,
        ]

        @Test("F4 a row that makes no record is unreadable, and neither an error nor the end", arguments: damages)
        func damaged(change: String) async throws {
            let place = try Place()
            try await place.withStore { store in
                let record = sample(1, subject: "ann")
                _ = try await store.create(record, admission: nil, now: start)
                _ = try await store.create(sample(2, subject: "ann"), admission: nil, now: start)
                try place.raw().execute("UPDATE sessions SET \(change) WHERE tag = 1")

                let seen = try #require(try await store.load(record.key))
                #expect(seen.key == record.key)
                #expect(seen.payload.isEmpty, "no key opens it")
                #expect(try await store.list(subject: "ann", now: start).map(\.key) == [sampleKey(2)])
                let page = try await store.page(after: nil, limit: 10)
                #expect(page.records.map(\.key) == [sampleKey(2)])
                #expect(page.unreadable == 1)
                _ = try await store.update(record.key, expecting: 1, to: next(record), now: start)
                _ = try await store.touch(record.key, lastSeen: soon, idleDeadline: idleEnd, now: start)
                _ = try await store.confirm(record.key, now: start)
                _ = try await store.count(now: start)
                let login = sample(3, subject: "ann")
                _ = try await store.create(
                    login,
                    admission: Admission(requestBegan: start, limit: .endOldest(over: 1)),
                    now: start
                )
                _ = try await store.deleteAll(subject: "ann", except: login.family, now: start)
                _ = try await store.deleteExpired(limit: 10, now: start + .seconds(1_000_000))
                #expect(try await store.load(record.key) == nil)
            }
        }

        @Test("a hash of another length is nobody's, and does not stop who goes through the rows")
        func hashes() async throws {
            let place = try Place()
            try await place.withStore { store in
                for number in 1...3 { _ = try await store.create(sample(number), admission: nil, now: start) }
                try place.raw().execute(#"UPDATE sessions SET hash = '\x0102' WHERE tag = 2"#)
                var (seen, unreadable): ([StoreKey], Int) = ([], 0)
                var cursor: StoreCursor?
                repeat {
                    let page = try await store.page(after: cursor, limit: 1)
                    (seen, unreadable) = (seen + page.records.map(\.key), unreadable + page.unreadable)
                    cursor = page.next
                } while cursor != nil
                #expect(seen == [sampleKey(1), sampleKey(3)])
                #expect(unreadable == 1)
                let error = await #expect(throws: StoreError.self) {
                    try await store.page(after: StoreCursor([1, 2, 3]), limit: 1)
                }
                #expect(error?.code == .invalidConfiguration)
            }
        }

        @Test("numbers at the ends of their range are numbers")
        func extremes() async throws {
            let place = try Place()
            try await place.withStore { store in
                var record = sample(1, subject: "ann")
                record.key = StoreKey(tag: .max, hash: record.key.hash)
                record.keyID = .max
                _ = try await store.create(record, admission: nil, now: start)
                #expect(try await store.load(record.key) == record)
                for value in ["9223372036854775807", "-9223372036854775808"] {
                    try place.raw().execute(
                        "UPDATE sessions SET version = \(value), created = \(value), last_seen = \(value), renew_at = \(value)"
                    )
                    let seen = try #require(try await store.load(record.key))
                    #expect("\(seen.version)" == value)
                    #expect("\(seen.lastSeen.milliseconds)" == value)
                    for now in [Timestamp(milliseconds: .min), Timestamp(milliseconds: .max)] {
                        _ = try await store.count(now: now)
                        _ = try await store.touch(record.key, lastSeen: now, idleDeadline: now, now: now)
                    }
                }
                _ = try await store.deleteExpired(limit: 10, now: Timestamp(milliseconds: .min))
                _ = try await store.deleteExpired(limit: .max, now: Timestamp(milliseconds: .max))
                #expect(try await store.load(record.key) == nil)
            }
        }

        @Test("a touch and an update leave every index alone, a nearer deadline does not, and a purge puts it right")
        func heapOnly() async throws {
            let place = try Place()
            try await place.withStore { store in
                let raw = try place.raw()
                func checkAt() throws -> [String] { try raw.rows("SELECT check_at FROM sessions") }
                var record = sample(1, subject: "ann")
                _ = try await store.create(record, admission: nil, now: start)
                for second in 1...5 {
                    let deadline = idleEnd + .seconds(second)
                    #expect(
                        try await store.touch(record.key, lastSeen: soon, idleDeadline: deadline, now: start)
                    )
                    var changed = next(record)
                    changed.idleDeadline = deadline
                    #expect(
                        try await store.update(record.key, expecting: record.version, to: changed, now: start)
                            == .updated
                    )
                    record = changed
                    #expect(try checkAt() == ["\(idleEnd.milliseconds)"])
                }
                // What a server process has counted is to be seen once it has told the others, at the end at the latest.
                await store.close()
                // They end one after the other.
                let end = ContinuousClock.now + .seconds(30)
                var counts: [String] = []
                repeat {
                    counts = try raw.rows(
                        """
                        SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables
                        WHERE relname = 'sessions' AND schemaname = '\(place.name)'
                        """
                    )
                    try raw.execute("SELECT pg_stat_clear_snapshot()")
                } while counts != ["10|10"] && ContinuousClock.now < end
                #expect(counts == ["10|10"], "updates, and those of them that no index has heard of")
            }
            try await place.withStore { store in
                let raw = try place.raw()
                #expect(try await store.deleteExpired(limit: 10, now: idleEnd) == 0)
                #expect(
                    try raw.rows("SELECT check_at FROM sessions") == ["\((idleEnd + .seconds(5)).milliseconds)"]
                )
                _ = try await store.touch(sampleKey(1), lastSeen: soon, idleDeadline: soon, now: start)
                #expect(try raw.rows("SELECT check_at FROM sessions") == ["\(soon.milliseconds)"])
            }
        }

        @Test("no message holds a subject, a key or a value, and a table that goes under way is an error of its own")
        func messages() async throws {
            let place = try Place()
            try await place.withStore { store in
                _ = try await store.create(sample(1, subject: "ann@example.org"), admission: nil, now: start)
                try place.raw().execute("ALTER TABLE sessions RENAME TO others")
                for _ in 0..<2 {
                    let error = await #expect(throws: StoreError.self) {
                        try await store.create(sample(2, subject: "ann@example.org"), admission: nil, now: start)
                    }
                    #expect(error?.code == .corrupt)
                    #expect(error?.reason.contains("ann") == false)
                }
                #expect(try await store.notBefore(subject: "ann@example.org") == nil)
                try place.raw().execute("ALTER TABLE others RENAME TO sessions")
                #expect(try await store.load(sampleKey(1)) != nil, "and the connections are none the worse")
            }
        }
    }
#endif
