import Sessions
import SessionsSQLite
import StoreTesting
import Testing

@Suite("Rows that no store has written", .serialized)
struct RowTests {
    let folder: TemporaryFolder
    let store: SQLiteStore

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.path("s.sqlite"))
    }

    static let damages = [
        "family = x''", "family = x'00'", "family = zeroblob(17)", "tag = -1", "tag = 4294967296", "assurance = -1",
        "assurance = 256", "key_id = -1", "key_id = 4294967296", "state = -1", "state = 4", "state = 1",
        "state = 2", "state = 2, closed_at = NULL, successor = x'01'", "subject = CAST(x'61FF' AS TEXT)",
    ]

    @Test("F4 a row that makes no record is unreadable, and neither an error nor the end", arguments: damages)
    func damaged(change: String) async throws {
        let record = sample(1, subject: "ann")
        _ = try await store.create(record, admission: nil, now: start)
        _ = try await store.create(sample(2, subject: "ann"), admission: nil, now: start)
        try RawDatabase(folder.path("s.sqlite")).execute("UPDATE sessions SET \(change) WHERE id = 1")

        let seen = try #require(try await store.load(record.key))
        #expect(seen.key == record.key)
        #expect(seen.payload.isEmpty, "no key opens it")
        #expect(try await store.list(subject: "ann", now: start).map(\.key) == [sampleKey(2)])
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

    @Test("numbers at the ends of their range are numbers")
    func extremes() async throws {
        _ = try await store.create(sample(1, subject: "ann"), admission: nil, now: start)
        for value in ["9223372036854775807", "-9223372036854775808"] {
            try RawDatabase(folder.path("s.sqlite")).execute(
                "UPDATE sessions SET version = \(value), created = \(value), last_seen = \(value), renew_at = \(value)"
            )
            let seen = try #require(try await store.load(sampleKey(1)))
            #expect("\(seen.version)" == value)
            #expect("\(seen.lastSeen.milliseconds)" == value)
            for now in [Timestamp(milliseconds: .min), Timestamp(milliseconds: .max)] {
                _ = try await store.count(now: now)
                _ = try await store.touch(sampleKey(1), lastSeen: now, idleDeadline: now, now: now)
            }
        }
        _ = try await store.deleteExpired(limit: 10, now: Timestamp(milliseconds: .min))
        _ = try await store.deleteExpired(limit: .max, now: Timestamp(milliseconds: .max))
        #expect(try await store.load(sampleKey(1)) == nil)
    }

    @Test("triggers and views of a file that was tampered with do not run")
    func triggers() async throws {
        let raw = try RawDatabase(folder.path("s.sqlite"))
        try raw.execute("CREATE TRIGGER evil AFTER INSERT ON sessions BEGIN DELETE FROM sessions; END")
        _ = try await store.create(sample(1), admission: nil, now: start)
        #expect(try await store.load(sampleKey(1)) == sample(1))
    }

    @Test("a touch leaves the expiry index alone, a deadline that comes nearer does not, and a purge puts it right")
    func expiryIndex() async throws {
        let raw = try RawDatabase(folder.path("s.sqlite"))
        func checkAt() throws -> [String] { try raw.rows("SELECT check_at FROM sessions") }
        let record = sample(1)
        _ = try await store.create(record, admission: nil, now: start)
        let first = ["\(idleEnd.milliseconds)"]
        #expect(try checkAt() == first)
        for second in 1...5 {
            _ = try await store.touch(
                record.key,
                lastSeen: start + .seconds(second),
                idleDeadline: idleEnd + .seconds(second),
                now: start
            )
            #expect(try checkAt() == first)
        }
        #expect(try await store.deleteExpired(limit: 10, now: idleEnd) == 0)
        #expect(try checkAt() == ["\((idleEnd + .seconds(5)).milliseconds)"])
        _ = try await store.touch(record.key, lastSeen: soon, idleDeadline: soon, now: start)
        #expect(try checkAt() == ["\(soon.milliseconds)"])
    }

    @Test("what was deleted or wiped is not in the file any more")
    func wiped() async throws {
        let secret = Array("a sealed successor that must go".utf8)
        let record = sample(1)
        _ = try await store.create(record, admission: nil, now: start)
        _ = try await store.rotate(
            record.key,
            expecting: 1,
            to: {
                var next = sample(2); next.family = record.family; next.confirmedAt = nil; return next
            }(),
            leaving: .forwarding(successor: secret),
            admission: nil,
            now: start
        )
        _ = try await store.confirm(sampleKey(2), now: start)
        _ = try await store.deleteExpired(limit: 10, now: start + .seconds(60))
        await store.close()
        #expect(try !folder.contents("s.sqlite").contains(secret))
    }

    @Test("no message holds a subject, a key or a value")
    func messages() async throws {
        let record = sample(1, subject: "ann@example.org")
        _ = try await store.create(record, admission: nil, now: start)
        try RawDatabase(folder.path("s.sqlite")).execute("DROP TABLE sessions")
        let error = await #expect(throws: StoreError.self) {
            try await store.create(sample(2, subject: "ann@example.org"), admission: nil, now: start)
        }
        let reason = try #require(error?.description)
        let path = folder.path("s.sqlite")
        #expect(reason.contains(path), "for people: which file")
        // The folder's random name may hold anything.
        #expect(!reason.replacing(path, with: "").contains("ann"))
    }
}
