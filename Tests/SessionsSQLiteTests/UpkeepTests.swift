import Foundation
import Sessions
import SessionsSQLite
import StoreTesting
import Testing

@Suite("The upkeep of a SQLite file", .serialized)
struct UpkeepTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("s.sqlite")
    }

    @Test("a purge gives back what is empty beyond a quarter of the file, and the file shrinks")
    func shrinks() async throws {
        let store = try SQLiteStore(path: path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<600 {
                group.addTask {
                    var record = sample(number, payload: 20_000)
                    if number % 20 == 0 { record.idleDeadline = record.absoluteDeadline }
                    _ = try await store.create(record, admission: nil, now: start)
                }
            }
            try await group.waitForAll()
        }
        let before = try await store.sizes()
        #expect(before.bytes > 12_000_000)
        #expect(try await store.deleteExpired(limit: 100, now: idleEnd) == 100)
        #expect(try await store.sizes().bytes == before.bytes, "not while there is more to delete")
        #expect(try await store.deleteExpired(limit: 10_000, now: idleEnd) == 470)
        let after = try await store.sizes()
        #expect(after.bytes < before.bytes / 4, "\(after.bytes) of \(before.bytes) bytes are left")
        #expect(after.free <= max(after.bytes / 4, 1 << 20), "\(after.free) of \(after.bytes) bytes are empty")
        for number in stride(from: 0, to: 600, by: 20) {
            #expect(try await store.load(sampleKey(number))?.payload.count == 20_000)
        }
        await store.close()
        #expect(try folder.contents("s.sqlite").count == after.bytes)
        #expect(try RawDatabase(path).rows("PRAGMA integrity_check") == ["ok"])
    }

    @Test("closing it leaves what the planner is to know of a file that has grown")
    func optimises() async throws {
        let store = try SQLiteStore(path: path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<300 {
                group.addTask {
                    _ = try await store.create(sample(number, subject: "s\(number)"), admission: nil, now: start)
                }
            }
            try await group.waitForAll()
        }
        _ = try await store.deleteExpired(limit: 1, now: start)
        _ = try await store.deleteAll(subject: "nobody", except: nil, now: start)
        await store.close()
        let raw = try RawDatabase(path)
        #expect(try raw.rows("SELECT count(*) > 0 FROM sqlite_stat1 WHERE tbl = 'sessions'") == ["1"])
    }

    @Test("a file that others may read is opened, and warned about")
    func warnings() async throws {
        let store = try SQLiteStore(path: path)
        #expect(store.warnings == [])
        for (mode, name) in [(0o644, "s.sqlite"), (0o660, "s.sqlite"), (0o604, "s.sqlite-wal")] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder.path(name))
            let again = try SQLiteStore(path: path)
            #expect(again.warnings.count == 1)
            #expect(again.warnings.first?.contains("\(name) has mode 0\(String(mode, radix: 8))") == true)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.path(name))
        }
        await store.close()
    }

    @Test("a copy is made while others write, holds one moment, and is nobody else's to read")
    func backup() async throws {
        let store = try SQLiteStore(path: path)
        for number in 0..<100 { _ = try await store.create(sample(number), admission: nil, now: start) }
        _ = try await store.deleteAll(subject: "ann", except: nil, now: soon)
        let copy = folder.path("it's a copy")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // Two rows at a time: a copy of half a transaction would hold an odd number.
                for number in 0..<100 {
                    var next = sample(number)
                    next.key = sampleKey(number + 1_000)
                    _ = try await store.rotate(
                        sampleKey(number),
                        expecting: 1,
                        to: next,
                        leaving: .forwarding(successor: [1]),
                        admission: nil,
                        now: start
                    )
                }
            }
            group.addTask { try await store.backup(to: copy) }
            try await group.waitForAll()
        }
        #expect(folder.mode("it's a copy") == 0o600)
        #expect(folder.mode("it's a copy-wal") == nil)
        let raw = try RawDatabase(copy)
        #expect(try raw.rows("PRAGMA integrity_check") == ["ok"])
        #expect(try raw.rows("SELECT count(*) FROM sessions WHERE state = 0") == ["100"])
        #expect(try raw.rows("PRAGMA auto_vacuum") == ["2"])
        let opened = try SQLiteStore(path: copy)
        #expect(try await opened.notBefore(subject: "ann") == soon)
        #expect(try await opened.count(now: start) == 100)
        #expect(try await opened.check().isEmpty)
        await opened.close()
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("link"),
            withDestinationPath: folder.path("nothing")
        )
        for there in [folder.path("link"), copy, path, folder.path(""), "", folder.path("no/where"), ":memory:"] {
            let error = await #expect(throws: StoreError.self, "\(there)") { try await store.backup(to: there) }
            #expect(error?.code == .invalidConfiguration, "\(there)")
        }
        #expect(try await store.count(now: start) == 100)
        await store.close()
        let error = await #expect(throws: StoreError.self) { try await store.backup(to: folder.path("late")) }
        #expect(error?.code == .unavailable)
        #expect(folder.mode("late") == nil)
    }

    static let faults: [(String, @Sendable (SQLiteStore.Findings) -> Bool)] = [
        ("UPDATE sessions SET state = 9 WHERE id = 2", { $0.unreadable == 1 }),
        ("UPDATE sessions SET check_at = idle_deadline + 1 WHERE id = 2", { $0.unscheduled == 1 }),
        ("UPDATE sessions SET state = 3 WHERE id IN (1, 2)", { $0.unwiped == 2 }),
        ("UPDATE sessions SET family = (SELECT family FROM sessions WHERE id = 1)", { $0.ambiguous == 1 }),
        (
            // An index that holds other things than it says.
            """
            DROP INDEX sessions_family; CREATE INDEX sessions_family ON sessions (created);
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = 'CREATE INDEX sessions_family ON sessions (family)'
                WHERE name = 'sessions_family'
            """,
            { !$0.damages.isEmpty }
        ),
    ]

    @Test("a check finds what is wrong with a row, an index or the file", arguments: faults.indices)
    func check(fault: Int) async throws {
        let first = try SQLiteStore(path: path)
        for number in 1...3 { _ = try await first.create(sample(number, subject: "ann"), admission: nil, now: start) }
        let healthy = try await first.check()
        #expect(healthy.isEmpty && healthy.rows == 3)
        await first.close()
        let (sql, isFound) = Self.faults[fault]
        try RawDatabase(path).execute(sql)
        let store = try SQLiteStore(path: path)
        let findings = try await store.check()
        #expect(!findings.isEmpty && isFound(findings), "\(findings)")
        await store.close()
    }
}
