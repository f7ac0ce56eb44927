import Sessions
import StoreSupport
import StoreTesting
import Synchronization
import Testing

@testable import SessionsSQLite

@Suite("Rows in memory are those of the file")
struct CoherenceTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("s.sqlite")
    }

    private func store(cachedRows: Int? = nil) throws -> SQLiteStore {
        var configuration = SQLiteStore.Configuration()
        configuration.durability = .normal
        configuration.readers = 1
        if let cachedRows { configuration.cachedRows = cachedRows }
        return try SQLiteStore(path: path, configuration: configuration)
    }

    @Test("a row that was made, read or changed here is found in memory")
    func hits() async throws {
        let store = try store()
        _ = try await store.create(sample(1), admission: nil, now: start)
        // What was before the first transaction nobody has told.
        #expect(try await store.load(sampleKey(1)) == sample(1))
        #expect(try store.known(sampleKey(1)) == sample(1))
        _ = try await store.create(sample(2), admission: nil, now: start)
        #expect(try store.known(sampleKey(1)) == sample(1))
        #expect(try store.known(sampleKey(2)) == sample(2))
        _ = try await store.update(sampleKey(2), expecting: 1, to: next(sample(2)), now: start)
        #expect(try store.known(sampleKey(2)) == next(sample(2)))
        #expect(try await store.load(sampleKey(2)) == next(sample(2)))
        await store.close()
    }

    @Test("T6 what another process commits is seen at once, a logout or a change, and nothing else is")
    func others() async throws {
        let store = try store()
        let other = try RawDatabase(path)
        for number in 1...3 { _ = try await store.create(sample(number), admission: nil, now: start) }
        #expect(try store.known(sampleKey(3)) == sample(3))
        try other.execute("UPDATE sessions SET version = 7 WHERE id = 2")
        #expect(try store.known(sampleKey(3)) == nil)
        #expect(try await store.load(sampleKey(2))?.version == 7)
        // The next transaction of the store's own does not bring back what it had in memory before.
        _ = try await store.create(sample(4), admission: nil, now: start)
        #expect(try await store.load(sampleKey(2))?.version == 7)
        #expect(try store.known(sampleKey(2))?.version == 7)
        try other.execute("DELETE FROM sessions WHERE id = 2")
        #expect(try await store.load(sampleKey(2)) == nil)
        _ = try await store.create(sample(5), admission: nil, now: start)
        #expect(try await store.load(sampleKey(2)) == nil)
        // What is not committed is nobody's business.
        #expect(try await store.load(sampleKey(3)) == sample(3))
        try other.execute("BEGIN IMMEDIATE; DELETE FROM sessions")
        #expect(try store.known(sampleKey(3)) == sample(3))
        try other.execute("ROLLBACK")
        #expect(try store.known(sampleKey(3)) == sample(3))
        // Nor is where the rows lie.
        try other.execute("PRAGMA wal_checkpoint(PASSIVE)")
        #expect(try store.known(sampleKey(3)) == sample(3))
        await store.close()
    }

    @Test("a transaction that is rolled back has told nothing, and after a COMMIT that failed nothing is known")
    func failures() async throws {
        await (try store()).close()
        // A deferred foreign key is looked at by COMMIT.
        try RawDatabase(path).execute(
            "CREATE TABLE a (x INTEGER PRIMARY KEY); CREATE TABLE b (y REFERENCES a DEFERRABLE INITIALLY DEFERRED)"
        )
        func connect() throws -> sending Connection {
            let connection = try Connection(path: path, table: TableName("sessions"), busyTimeout: 1_000)
            _ = try connection.integer("PRAGMA user_version")
            return connection
        }
        let connection = try connect()
        try connection.execute("PRAGMA foreign_keys = ON")
        let rows = RowCache(capacity: 64)
        let writer = try Writer(connection, rows: rows, checkpointing: try connect()) {}
        let reader = try connect()
        func known(_ number: Int) -> SessionRecord? {
            reader.logState.flatMap { rows.row(sampleKey(number), in: $0) }
        }
        for number in 1...2 {
            _ = try await writer.write { (connection) throws(StoreError) in
                try connection.insert(CachedRow(sample(number)))
            }
        }
        #expect(known(2) == sample(2))
        func change(_ then: String) async {
            await #expect(throws: StoreError.self) {
                try await writer.write { (connection) throws(StoreError) in
                    let row = CachedRow(next(sample(2)))
                    let isUpdated = try connection.update(sampleKey(2), expecting: 1, to: row, now: start)
                    #expect(isUpdated)
                    try connection.execute(then)
                }
            }
        }
        await change("no SQL at all")
        #expect(known(2) == sample(2))
        await change("INSERT INTO b VALUES (1)")
        #expect(known(2) == nil)
        _ = try await writer.write { (connection) throws(StoreError) in
            try connection.insert(CachedRow(sample(3)))
        }
        #expect(known(2) == nil)
        #expect(known(3) == sample(3))
        writer.stop()
        await writer.waitForEnd()
    }

    /// Two stores and a stranger do what they like; a third store without memory says how it is.
    @Test("whatever is done by whom, in any order", arguments: 0..<6 as Range<UInt64>)
    func anything(seed: UInt64) async throws {
        var random = SplitMix(state: seed)
        let stores = [try store(), try store(cachedRows: 64)]
        let judge = try store(cachedRows: 0)
        let other = try RawDatabase(path)
        var found = 0
        var now = start
        // Nine keys, two of which share a set in the smaller cache's shard with two others.
        let numbers = [0, 1, 2, 3, 4, 16, 32, 48, 64]
        for _ in 0..<400 {
            let actor = stores[random.below(4) == 0 ? 1 : 0]
            let number = numbers[random.below(numbers.count)]
            let key = sampleKey(number)
            let standing = try await judge.load(key)
            now = now + .milliseconds(1)
            switch random.below(12) {
            case 0, 1:
                let record = sample(number, subject: number.isMultiple(of: 3) ? "ann" : nil)
                _ = try await actor.create(record, admission: nil, now: now)
            case 2, 3, 4:
                guard var record = standing else { continue }
                record = next(record)
                record.payload = Array(repeating: 1, count: random.below(8) == 0 ? 1_100 : random.below(100))
                record.lastSeen = now
                _ = try await actor.update(key, expecting: record.version - 1, to: record, now: now)
            case 5: _ = try await actor.touch(key, lastSeen: now, idleDeadline: idleEnd, now: now)
            case 6:
                guard let standing, standing.state == .live else { continue }
                var successor = sample(numbers[random.below(numbers.count)], subject: standing.subject)
                successor.family = standing.family
                successor.confirmedAt = nil
                _ = try await actor.rotate(
                    key,
                    expecting: standing.version,
                    to: successor,
                    leaving: random.below(2) == 0
                        ? .forwarding(successor: [1, 2, 3]) : .superseded(until: now + .seconds(60)),
                    admission: nil,
                    now: now
                )
            case 7: _ = try await actor.confirm(key, now: now)
            case 8: _ = try await actor.deleteFamily(sampleFamily(number), now: now)
            case 9:
                if random.below(3) == 0 { _ = try await actor.deleteAll(subject: "ann", except: nil, now: now) }
            case 10:
                switch random.below(4) {
                case 0: try other.execute("UPDATE sessions SET version = version + 1 WHERE key_id = 7")
                case 1: try other.execute("DELETE FROM sessions WHERE id % 3 = 0")
                case 2: try other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                default: try other.execute("PRAGMA wal_checkpoint(PASSIVE)")
                }
            default:
                guard random.below(10) == 0 else { continue }
                now = now + .seconds(1_900)
                _ = try await actor.deleteExpired(limit: 100, now: now)
                now = start
            }
            for number in numbers {
                let key = sampleKey(number)
                let truth = try await judge.load(key)
                for store in stores {
                    if let known = try store.known(key) {
                        found += 1
                        #expect(known == truth)
                    }
                    #expect(try await store.load(key) == truth)
                }
            }
        }
        #expect(found > 200, "a cache that is never asked proves nothing")
        for store in stores + [judge] { await store.close() }
    }

    @Test("while others write all the time, nobody reads what was before a write that he knows of")
    func concurrency() async throws {
        let (store, other) = (try store(), try self.store())
        let key = sampleKey(1)
        _ = try await store.create(sample(1), admission: nil, now: start)
        let writers = Remaining(2)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in [store, other] {
                group.addTask {
                    defer { writers.count.subtract(1, ordering: .relaxed) }
                    for _ in 0..<300 {
                        guard let seen = try await writer.load(key) else { Issue.record("it is gone"); return }
                        _ = try await writer.update(key, expecting: seen.version, to: next(seen), now: start)
                        let after = try await writer.load(key)?.version ?? 0
                        #expect(after > seen.version, "a write of mine or of another has been forgotten")
                    }
                }
            }
            for reader in [store, other] {
                group.addTask {
                    var last: Int64 = 0
                    while writers.count.load(ordering: .relaxed) > 0 {
                        let version = try await reader.load(key)?.version ?? 0
                        #expect(version >= last)
                        last = version
                        // To read never waits: without this two readers are all that the pool's two threads do.
                        await Task.yield()
                    }
                }
            }
            try await group.waitForAll()
        }
        // An end that one has acknowledged is an end for the other.
        #expect(try await other.deleteFamily(sampleFamily(1), now: start))
        #expect(try await store.load(key) == nil)
        await store.close()
        await other.close()
    }
}

extension SQLiteStore {
    /// The row under that key as it would be found in memory now.
    fileprivate func known(_ key: StoreKey) throws -> SessionRecord? {
        try readers.read { connection in connection.logState.flatMap { rows.row(key, in: $0) } }
    }
}

/// Of several, how many are not done yet.
private final class Remaining: Sendable {
    let count: Atomic<Int>

    init(_ count: Int) {
        self.count = Atomic(count)
    }
}

/// Random numbers that are the same for the same seed.
private struct SplitMix {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        word ^= word >> 31
        return Int(word % UInt64(bound))
    }
}
