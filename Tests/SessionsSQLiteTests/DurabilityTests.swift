import Sessions
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
}
