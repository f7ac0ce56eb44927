#if PostgreSQL
    import Sessions
    import StoreSupport
    import StoreTesting
    import Testing

    @testable import SessionsPostgreSQL

    @Suite("Opening a PostgreSQL store")
    struct OpeningTests {
        let place: Place

        init() throws {
            place = try Place()
        }

        @Test("eight servers that start at once make one set of tables, and all of them work")
        func race() async throws {
            for _ in 0..<3 {
                let place = try Place()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<8 {
                        group.addTask {
                            try await place.withStore({ $0.connections = 1 }) { store in
                                let outcome = try await store.create(sample(number), admission: nil, now: start)
                                #expect(outcome == .created(ended: []))
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(try place.raw().rows("SELECT * FROM hardtack_tables") == ["sessions|1"])
                #expect(try place.raw().rows("SELECT count(*) FROM sessions") == ["8"])
            }
        }

        @Test("what was stored is there for the next one")
        func reopening() async throws {
            let record = sample(1, subject: "ann")
            try await place.withStore { _ = try await $0.create(record, admission: nil, now: start) }
            let found = try await place.withStore { try await $0.load(record.key) }
            #expect(found == record)
        }

        @Test(
            "F1 a commit waits for the disk though it is told not to, and for replicas if it is told to",
            arguments: ["on": "on", "off": "on", "local": "local", "remote_apply": "remote_apply"]
        )
        func durability(setting: String, isThen expected: String) throws {
            let target = place.connection.replacing("options='", with: "options='-c synchronous_commit=\(setting) ")
            let connection = try Settings(target, PostgreSQLStore.Configuration()).connectUnprepared()
            let rows = try connection.run([.runText("SHOW synchronous_commit")], until: .now + .seconds(20))
            #expect(rows.first?.text(0, 0) == expected)
        }

        @Test("two tables in one database know nothing of each other")
        func twoTables() async throws {
            try await place.withStore { first in
                try await place.withStore({ $0.table = "guests" }) { second in
                    _ = try await first.create(sample(1, subject: "ann"), admission: nil, now: start)
                    _ = try await first.deleteAll(subject: "bob", except: nil, now: start)
                    #expect(try await second.load(sampleKey(1)) == nil)
                    #expect(try await second.notBefore(subject: "bob") == nil)
                    #expect(try await second.deleteAll(subject: "ann", except: nil, now: start) == 0)
                    #expect(try await first.count(now: start) == 1)
                }
            }
            #expect(try place.raw().rows("SELECT name FROM hardtack_tables ORDER BY 1") == ["guests", "sessions"])
        }

        @Test("every step is taken once, one that fails undoes those before it, and this version refuses what is newer")
        func migrating() async throws {
            let record = sample(1, subject: "ann")
            try await place.withStore { _ = try await $0.create(record, admission: nil, now: start) }
            let settings = try Settings(place.connection, PostgreSQLStore.Configuration())
            let steps = Schema.current.steps + [{ ["ALTER TABLE \($0.sessions) ADD COLUMN country text"] }]
            let failing = Schema(steps: steps + [{ ["ALTER TABLE \($0.sessions) ADD COLUMN country text"] }])
            #expect(throws: StoreError.self) {
                try failing.prepare(try settings.connectUnprepared(), for: settings.table, patience: .seconds(5))
            }
            let raw = try place.raw()
            #expect(try raw.rows("SELECT version FROM hardtack_tables") == ["1"])
            #expect(try await place.refusal() == nil)

            let later = Schema(steps: steps)
            for _ in 0..<2 {
                try later.prepare(try settings.connectUnprepared(), for: settings.table, patience: .seconds(5))
            }
            #expect(try raw.rows("SELECT version FROM hardtack_tables") == ["2"])
            #expect(try raw.rows("SELECT count(*), count(country) FROM sessions") == ["1|0"])
            #expect(try await place.refusal()?.code == .newerSchema)
            #expect(try await place.refusal { $0.makesTables = false }?.code == .newerSchema)
            #expect(try raw.rows("SELECT version FROM hardtack_tables") == ["2"], "nothing was changed")
        }

        @Test("a store that is not to make tables neither makes nor migrates any")
        func requiring() async throws {
            #expect(try await place.refusal { $0.makesTables = false }?.code == .invalidConfiguration)
            #expect(try place.raw().rows("SELECT to_regclass('hardtack_tables')") == ["NULL"])
            #expect(try await place.refusal { $0.table = "guests" } == nil)
            let error = try await place.refusal { $0.makesTables = false }
            #expect(error?.code == .invalidConfiguration)
            #expect(error?.reason.contains("guests") == true)
            #expect(try await place.refusal { ($0.table, $0.makesTables) = ("guests", false) } == nil)
            let settings = try Settings(place.connection, PostgreSQLStore.Configuration())
            let older = #expect(throws: StoreError.self) {
                try Schema(steps: Schema.current.steps + [{ _ in [] }])
                    .require(try settings.connectUnprepared(), for: TableName("guests"), patience: .seconds(5))
            }
            #expect(older?.code == .invalidConfiguration)
        }

        @Test("a table of somebody else's is left alone")
        func foreign() async throws {
            let raw = try place.raw()
            try raw.execute("CREATE TABLE sessions (id text); INSERT INTO sessions VALUES ('mine')")
            #expect(try await place.refusal()?.code == .corrupt)
            #expect(try raw.rows("SELECT * FROM sessions") == ["mine"])
            try raw.execute("DROP TABLE sessions")
            #expect(try await place.refusal() == nil)
        }

        @Test("a registry of somebody else's, and a table that has lost a column, are no store")
        func damaged() async throws {
            let other = try Place()
            try other.raw().execute("CREATE TABLE hardtack_tables (id integer)")
            #expect(try await other.refusal()?.code == .corrupt)
            #expect(try await place.refusal() == nil)
            try place.raw().execute("ALTER TABLE sessions DROP COLUMN renew_at")
            #expect(try await place.refusal()?.code == .corrupt)
        }

        @Test(
            "names that could be anything but a name are refused",
            arguments: [
                "", "Sessions", "a b", "a\"b", "1a", "a;", "pg_a", "hardtack_a", String(repeating: "a", count: 41), "é",
            ]
        )
        func names(name: String) async throws {
            #expect(try await place.refusal { $0.table = name }?.code == .invalidConfiguration)
        }

        @Test("the longest name and keywords of SQL are names")
        func oddNames() async throws {
            for name in [String(repeating: "a", count: 40), "select", "user"] {
                #expect(try await place.refusal { $0.table = name } == nil)
            }
        }

        @Test("numbers out of range are refused")
        func numbers() async throws {
            let changes: [(inout PostgreSQLStore.Configuration) -> Void] = [
                { $0.connections = 0 }, { $0.connections = 257 }, { $0.mostWaiting = 0 },
                { $0.timeout = .zero }, { $0.timeout = .seconds(3_601) },
                { $0.connectTimeout = .seconds(1) }, { $0.connectTimeout = .seconds(Int64.max) },
            ]
            for change in changes {
                #expect(try await place.refusal(change)?.code == .invalidConfiguration)
            }
        }

        @Test("a store that may only read is told so, and changes nothing")
        func readOnly() async throws {
            #expect(try await place.refusal() == nil)
            let connection = "\(place.connection.dropLast()) -c default_transaction_read_only=on'"
            let error = await #expect(throws: StoreError.self) { try await PostgreSQLStore(connection) }
            #expect(error?.code == .readOnly)
        }
    }
#endif
