import Foundation
import Sessions
import StoreTesting
import Testing

@testable import SessionsSQLite

@Suite("Durability")
struct DurabilityTests {
    @Test(
        "F1 the connection that writes flushes the log with each transaction, unless told otherwise, and overwrites what goes",
        arguments: zip([nil, .full, .normal] as [SQLiteStore.Durability?], [2, 2, 1] as [Int64])
    )
    func flushes(durability: SQLiteStore.Durability?, level: Int64) async throws {
        let folder = try TemporaryFolder()
        var configuration = SQLiteStore.Configuration()
        if let durability { configuration.durability = durability }
        let store = try SQLiteStore(path: folder.path("s.sqlite"), configuration: configuration)
        // What SQLite itself says, of the very connection: FULL is 2, NORMAL is 1.
        let found = try await store.writer.write { (connection) throws(StoreError) in
            (
                synchronous: try connection.integer("PRAGMA synchronous"),
                journal: try connection.texts("PRAGMA journal_mode"),
                overwrites: try connection.integer("PRAGMA secure_delete")
            )
        }
        #expect(found.synchronous == level)
        #expect(found.journal == ["wal"])
        #expect(found.overwrites == 1)
        // Upkeep keeps nobody from the lock for a flush, and those who come after it have theirs.
        let levels = [
            try await store.writer.write(isBulk: true) { (connection) throws(StoreError) in
                try connection.integer("PRAGMA synchronous")
            },
            try await store.writer.write { (connection) throws(StoreError) in
                try connection.integer("PRAGMA synchronous")
            },
        ]
        #expect(levels == [1, level])
        await store.close()
    }

    @Test("F1 what a transaction has committed is in the log for others to read, whether it was flushed or not")
    func isReadable() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.path("s.sqlite"))
        let other = try RawDatabase(folder.path("s.sqlite"))
        for number in 0..<20 {
            _ = try await store.writer.write(isBulk: number % 3 == 1) { (connection) throws(StoreError) in
                try connection.insert(CachedRow(sample(number, payload: 9_000)))
            }
            #expect(
                try other.rows("SELECT count(*), sum(length(payload)) FROM sessions") == [
                    "\(number + 1)|\((number + 1) * 9_000)"
                ]
            )
        }
        #expect(try other.rows("PRAGMA integrity_check") == ["ok"])
        await store.close()
    }

    @Test("F1 what a transaction that failed has left is never written over what others commit")
    func isDropped() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.path("s.sqlite"))
        let other = try RawDatabase(folder.path("s.sqlite"))
        _ = try await store.writer.write { (connection) throws(StoreError) in
            for number in 0..<100 { _ = try connection.insert(CachedRow(sample(number, payload: 3_000))) }
            // What does not fit goes to the log before the transaction is committed.
            try connection.execute("PRAGMA cache_size = 10")
        }
        for round in 1...5 {
            // So that what is changed is read from the file, and the log is only written.
            try other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            let error = await #expect(throws: StoreError.self) {
                try await store.writer.write { (connection) throws(StoreError) in
                    try connection.execute("UPDATE sessions SET created = -1")
                    throw StoreError(.unavailable, "planted")
                }
            }
            #expect(error?.reason == "planted")
            try other.execute("UPDATE sessions SET last_seen = \(round)")
            _ = try await store.writer.write { (connection) throws(StoreError) in
                try connection.insert(CachedRow(sample(100 + round)))
            }
            let rows = "SELECT sum(last_seen = \(round)), sum(created = -1) FROM sessions WHERE length(payload) = 3000"
            #expect(try other.rows(rows) == ["100|0"])
            #expect(try other.rows("PRAGMA integrity_check") == ["ok"])
        }
        await store.close()
    }

    #if os(Linux)
        @Test("the frames of a transaction go to the log together")
        func gathers() async throws {
            let folder = try TemporaryFolder()
            let store = try SQLiteStore(path: folder.path("s.sqlite"))
            // Asked on the thread that writes, before a transaction of over two hundred frames and after it.
            let before = try await store.writer.write { (connection) throws(StoreError) in
                for number in 0..<100 { _ = try connection.insert(CachedRow(sample(number, payload: 9_000))) }
                return Self.writesOfThisThread()
            }
            let after = try await store.writer.write { (_) throws(StoreError) in Self.writesOfThisThread() }
            let frames = try folder.contents("s.sqlite-wal").count / (24 + 4_096)
            let writes = try #require(after) - #require(before)
            #expect(frames > 200)
            #expect(writes < frames / 10, "\(writes) calls for \(frames) frames")
            // More than has room in memory at a time.
            let other = try RawDatabase(folder.path("s.sqlite"))
            #expect(try other.rows("SELECT count(*), sum(length(payload)) FROM sessions") == ["100|900000"])
            #expect(try other.rows("PRAGMA integrity_check") == ["ok"])
            await store.close()
        }

        /// How many calls of the system this thread has written with.
        private static func writesOfThisThread() -> Int? {
            let text = try? String(contentsOfFile: "/proc/thread-self/io", encoding: .utf8)
            let line = text?.split(separator: "\n").first { $0.hasPrefix("syscw: ") }
            return line.flatMap { Int($0.dropFirst("syscw: ".count)) }
        }
    #endif
}
