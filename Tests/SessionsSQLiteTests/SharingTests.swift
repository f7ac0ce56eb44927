import Sessions
import SessionsSQLite
import StoreTesting
import Testing

@Suite("Several users of one file")
struct SharingTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("s.sqlite")
    }

    @Test("an acknowledged write is there for another connection at once")
    func visible() async throws {
        let store = try SQLiteStore(path: path)
        let raw = try RawDatabase(path)
        for number in 0..<50 {
            _ = try await store.create(sample(number), admission: nil, now: start)
            #expect(try raw.rows("SELECT count(*) FROM sessions") == ["\(number + 1)"])
            _ = try await store.update(sampleKey(number), expecting: 1, to: next(sample(number)), now: start)
            #expect(try raw.rows("SELECT version FROM sessions ORDER BY id DESC LIMIT 1") == ["2"])
        }
    }

    @Test("two stores on one file lose no update and see each other's")
    func twoStores() async throws {
        // Whoever has the lock on a slow disk takes it many times before another gets it.
        var configuration = SQLiteStore.Configuration()
        configuration.busyTimeout = .seconds(600)
        let stores = try [1, 2].map { _ in try SQLiteStore(path: path, configuration: configuration) }
        let record = sample(1)
        _ = try await stores[0].create(record, admission: nil, now: start)
        #expect(try await stores[1].load(record.key) == record)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<8 {
                let store = stores[index % 2]
                group.addTask {
                    for _ in 0..<25 {
                        while true {
                            guard let seen = try await store.load(record.key) else { return }
                            let changed = next(seen)
                            let outcome = try await store.update(
                                record.key,
                                expecting: seen.version,
                                to: changed,
                                now: start
                            )
                            if outcome == .updated { break }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await stores[0].load(record.key)?.version == 201)
        #expect(try await stores[1].deleteFamily(record.family, now: start))
        #expect(try await stores[0].load(record.key) == nil)
        for store in stores { await store.close() }
    }

    @Test("two tables in one file know nothing of each other")
    func twoTables() async throws {
        let first = try SQLiteStore(path: path)
        var configuration = SQLiteStore.Configuration()
        configuration.table = "guests"
        let second = try SQLiteStore(path: path, configuration: configuration)
        _ = try await first.create(sample(1, subject: "ann"), admission: nil, now: start)
        _ = try await first.deleteAll(subject: "bob", except: nil, now: start)
        #expect(try await second.load(sampleKey(1)) == nil)
        #expect(try await second.notBefore(subject: "bob") == nil)
        #expect(try await second.deleteAll(subject: "ann", except: nil, now: start) == 0)
        #expect(try await first.count(now: start) == 1)
        let raw = try RawDatabase(path)
        #expect(try raw.rows("SELECT name FROM hardtack_tables") == ["guests", "sessions"])
    }

    @Test("F3 a lock held for too long is busy, reads go on, and writes do when it is gone")
    func busy() async throws {
        var configuration = SQLiteStore.Configuration()
        configuration.busyTimeout = .milliseconds(30)
        let store = try SQLiteStore(path: path, configuration: configuration)
        let record = sample(1)
        _ = try await store.create(record, admission: nil, now: start)
        let raw = try RawDatabase(path)
        try raw.execute("BEGIN IMMEDIATE")
        let error = await #expect(throws: StoreError.self) {
            try await store.update(record.key, expecting: 1, to: next(record), now: start)
        }
        #expect(error?.code == .busy)
        #expect(try await store.load(record.key) == record)
        #expect(try await store.count(now: start) == 1)
        try raw.execute("COMMIT")
        #expect(try await store.update(record.key, expecting: 1, to: next(record), now: start) == .updated)
    }

    @Test("a lock that is given back in time only delays")
    func delayed() async throws {
        var configuration = SQLiteStore.Configuration()
        configuration.busyTimeout = .seconds(600)
        let store = try SQLiteStore(path: path, configuration: configuration)
        let raw = try RawDatabase(path)
        try raw.execute("BEGIN IMMEDIATE")
        async let created = store.create(sample(1), admission: nil, now: start)
        // Whether the write has begun to wait by now or not, it must come through.
        for _ in 0..<100 { await Task.yield() }
        try raw.execute("COMMIT")
        #expect(try await created == .created(ended: []))
    }

    @Test("a table that somebody drops under way is an error of its own")
    func dropped() async throws {
        let store = try SQLiteStore(path: path)
        _ = try await store.create(sample(1), admission: nil, now: start)
        try RawDatabase(path).execute("DROP TABLE sessions")
        for _ in 0..<2 {
            let reading = await #expect(throws: StoreError.self) { try await store.load(sampleKey(1)) }
            #expect(reading?.code == .corrupt)
            let writing = await #expect(throws: StoreError.self) {
                try await store.create(sample(2), admission: nil, now: start)
            }
            #expect(writing?.code == .corrupt)
        }
        // The not-befores are in another table, and the connections are none the worse.
        #expect(try await store.notBefore(subject: "ann") == nil)
    }
}
