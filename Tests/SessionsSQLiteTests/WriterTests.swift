import Foundation
import Sessions
import StoreSupport
import StoreTesting
import Testing

@testable import SessionsSQLite

@Suite("The writer")
struct WriterTests {
    let folder: TemporaryFolder
    let store: SQLiteStore

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.path("s.sqlite"))
    }

    @Test("puts the writes of concurrent callers into few transactions")
    func batches() async throws {
        // The first job holds the writer until all others ask; the last of those may come a moment later.
        let (asking, gate) = (Counter(), DispatchSemaphore(value: 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [store] in
                try await store.writer.write { _ in
                    gate.wait()
                    gate.signal()
                }
            }
            for number in 0..<1_024 {
                group.addTask { [store] in
                    asking.next()
                    _ = try await store.create(sample(number), admission: nil, now: start)
                }
            }
            while asking.last < 1_024 { await Task.yield() }
            gate.signal()
            try await group.waitForAll()
        }
        let (jobs, transactions) = store.writer.statistics
        #expect(jobs == 1_025)
        #expect(transactions >= 1_025 / Writer.jobsPerTransaction)
        #expect(transactions <= 1_024 / 32, "\(transactions) transactions for 1,025 jobs")
        #expect(try await store.count(now: start) == 1_024)
    }

    @Test("a job that fails undoes itself and takes no other down")
    func isolation() async throws {
        let outcomes = await withTaskGroup(of: (Int, Bool).self) { group in
            for number in 0..<200 {
                group.addTask { [store] in
                    do throws(StoreError) {
                        try await store.writer.write { (connection) throws(StoreError) in
                            _ = try connection.insert(CachedRow(sample(number)))
                            if number.isMultiple(of: 10) { throw StoreError(.unavailable, "planted") }
                        }
                        return (number, true)
                    } catch {
                        #expect(error.reason == "planted")
                        return (number, false)
                    }
                }
            }
            var outcomes: [Int: Bool] = [:]
            for await (number, worked) in group { outcomes[number] = worked }
            return outcomes
        }
        for number in 0..<200 {
            #expect(outcomes[number] == !number.isMultiple(of: 10))
            #expect(try await store.load(sampleKey(number)) == (number.isMultiple(of: 10) ? nil : sample(number)))
        }
    }

    @Test("a commit that fails undoes what its jobs did and tells them, and the next one works")
    func failedCommit() async throws {
        // A deferred foreign key is looked at by COMMIT.
        let path = folder.path("s.sqlite")
        try RawDatabase(path).execute(
            "CREATE TABLE a (x INTEGER PRIMARY KEY); CREATE TABLE b (y REFERENCES a DEFERRABLE INITIALLY DEFERRED)"
        )
        let connection = try Connection(path: path, table: TableName("sessions"), busyTimeout: 1_000)
        try connection.execute("PRAGMA foreign_keys = ON")
        let checkpointing = try Connection(path: path, table: TableName("sessions"), busyTimeout: 1_000)
        let writer = try Writer(connection, rows: RowCache(capacity: 0), checkpointing: checkpointing) {}
        let error = await #expect(throws: StoreError.self) {
            try await writer.write { (connection) throws(StoreError) in
                _ = try connection.insert(CachedRow(sample(1)))
                try connection.execute("INSERT INTO b VALUES (1)")
            }
        }
        #expect(error?.code == .corrupt)
        #expect(try await store.load(sampleKey(1)) == nil)
        let isInserted = try await writer.write { (connection) throws(StoreError) in
            try connection.insert(CachedRow(sample(2)))
        }
        #expect(isInserted)
        #expect(try await store.load(sampleKey(2)) == sample(2))
        #expect(writer.statistics == (1, 1))
        writer.stop()
        await writer.waitForEnd()
    }

    @Test("its thread takes the shortest turns of the processor", .enabled(if: Turns.areKnown))
    func turns() async throws {
        let own = try await store.writer.write { (_) throws(StoreError) in Turns.ofThisThread }
        #expect(own == 100_000)
        // No other thread does: such turns are for one that mostly waits.
        #expect(try #require(Turns.ofThisThread) > 100_000)
    }

    @Test("F2 without room a write is refused, the smaller ones beside it are not, and it recovers")
    func full() async throws {
        let pages = try await store.writer.write { (connection) throws(StoreError) in
            let pages = try connection.integer("PRAGMA page_count") ?? 0
            try connection.execute("PRAGMA max_page_count = \(pages + 4)")
            return pages
        }
        let error = await #expect(throws: StoreError.self) {
            try await store.create(sample(1, payload: 100_000), admission: nil, now: start)
        }
        #expect(error?.code == .full)
        #expect(try await store.load(sampleKey(1)) == nil)
        #expect(try await store.create(sample(2), admission: nil, now: start) == .created(ended: []))
        try await store.writer.write { (connection) throws(StoreError) in
            try connection.execute("PRAGMA max_page_count = \(pages + 10_000)")
        }
        #expect(
            try await store.create(sample(1, payload: 100_000), admission: nil, now: start) == .created(ended: [])
        )
    }

    @Test("copies the log into the database when it has grown")
    func checkpoints() async throws {
        let payload = 40_000
        for round in 0..<8 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<400 {
                    group.addTask { [store] in
                        _ = try await store.create(
                            sample(round * 1_000 + number, payload: payload),
                            admission: nil,
                            now: start
                        )
                    }
                }
                try await group.waitForAll()
            }
        }
        // Some 130 MB went through the log. It is copied beside the writing, on a busy machine later; then a write finds it
        // copied and has it started anew, cut back to what it may keep.
        var number = 100_000
        while try folder.size("s.sqlite-wal") > 67_108_864, number < 110_000 {
            number += 1
            _ = try await store.create(sample(number), admission: nil, now: start)
        }
        let size = try folder.size("s.sqlite-wal")
        #expect(size <= 67_108_864, "\(size) bytes of log after \(number - 100_000) more writes")
        #expect(try folder.size("s.sqlite") > 50_000_000)
    }

    @Test("an idle writer ends when its store goes, with its last write done")
    func endsIdle() async throws {
        let other = try SQLiteStore(path: folder.path("other.sqlite"))
        let writer = other.writer
        _ = try await other.create(sample(1), admission: nil, now: start)
        writer.stop()
        await writer.waitForEnd()
        let error = await #expect(throws: StoreError.self) { try await writer.write { _ in } }
        #expect(error?.code == .unavailable)
    }
}

/// How long the system lets a thread have the processor at once, in nanoseconds: what Linux tells of it from 6.12.
private enum Turns {
    /// Older systems tell as well, from 6.6, but a thread cannot choose there. The store does not ask where calls of the system
    /// are filtered, or where somebody has chosen another policy.
    static var areKnown: Bool {
        let version = OperatingSystemVersion(majorVersion: 6, minorVersion: 12, patchVersion: 0)
        return ProcessInfo.processInfo.isOperatingSystemAtLeast(version) && ofThisThread != nil
            && number(after: "policy", in: "/proc/thread-self/sched") == 0
            && number(after: "Seccomp:", in: "/proc/thread-self/status") == 0
    }

    static var ofThisThread: Int? { number(after: "se.slice", in: "/proc/thread-self/sched") }

    private static func number(after name: String, in path: String) -> Int? {
        let lines = try? String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let line = lines?.first { $0.hasPrefix(name) }
        return line?.split { $0 == ":" || $0.isWhitespace }.last.flatMap { Int($0) }
    }
}
