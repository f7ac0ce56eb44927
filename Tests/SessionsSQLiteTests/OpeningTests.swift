import Foundation
import Sessions
import SessionsSQLite
import StoreTesting
import Testing

// One after the other: many stores at once are thousands of open files, and Foundation's Process on Linux reads past the end of
// what lists them.
@Suite("Opening a SQLite file", .serialized)
struct OpeningTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// The code of the error that opening gives; `nil` if it opens.
    private func failure(
        _ path: String,
        _ configuration: SQLiteStore.Configuration = SQLiteStore.Configuration()
    ) -> StoreError.Code? {
        do throws(StoreError) {
            _ = try SQLiteStore(path: path, configuration: configuration)
            return nil
        } catch {
            return error.code
        }
    }

    @Test("the file and its side files are for their owner alone, whatever the umask")
    func modes() async throws {
        let store = try SQLiteStore(path: folder.path("s.sqlite"))
        _ = try await store.create(sample(1), admission: nil, now: start)
        for name in ["s.sqlite", "s.sqlite-wal", "s.sqlite-shm"] {
            #expect(folder.mode(name) == 0o600, "\(name)")
        }
        await store.close()
    }

    @Test("it is a database with a write-ahead log, marked as ours, that can shrink bit by bit")
    func header() throws {
        _ = try SQLiteStore(path: folder.path("s.sqlite"))
        let raw = try RawDatabase(folder.path("s.sqlite"))
        #expect(try raw.rows("PRAGMA journal_mode") == ["wal"])
        #expect(try raw.rows("PRAGMA application_id") == ["\(0x4874_636B)"])
        #expect(try raw.rows("PRAGMA user_version") == ["1"])
        #expect(try raw.rows("PRAGMA auto_vacuum") == ["2"])
        #expect(try raw.rows("SELECT name FROM hardtack_tables") == ["sessions"])
        #expect(try raw.rows("PRAGMA integrity_check") == ["ok"])
    }

    @Test("what was stored is there when the file is opened again")
    func reopening() async throws {
        let path = folder.path("s.sqlite")
        let first = try SQLiteStore(path: path)
        let live = sample(1, subject: "ann")
        let renewed = sample(2)
        for record in [live, renewed, sample(3, subject: "bob")] {
            _ = try await first.create(record, admission: nil, now: start)
        }
        var successor = sample(4)
        successor.family = renewed.family
        successor.confirmedAt = nil
        _ = try await first.rotate(
            renewed.key,
            expecting: 1,
            to: successor,
            leaving: .forwarding(successor: [9, 9]),
            admission: nil,
            now: soon
        )
        _ = try await first.deleteAll(subject: "bob", except: nil, now: soon)
        await first.close()

        let second = try SQLiteStore(path: path)
        #expect(try await second.load(live.key) == live)
        #expect(try await second.load(successor.key) == successor)
        #expect(try await second.load(renewed.key)?.state == .forwarding(successor: [9, 9]))
        #expect(try await second.load(sampleKey(3)) == nil)
        #expect(try await second.notBefore(subject: "bob") == soon)
        #expect(try await second.count(now: soon) == 2)
        await second.close()
        #expect(folder.mode("s.sqlite-wal") == nil, "a clean end leaves the database alone")
    }

    @Test("an empty file becomes a store")
    func emptyFile() throws {
        try Data().write(to: URL(filePath: folder.path("empty")))
        #expect(failure(folder.path("empty")) == nil)
    }

    @Test("a name that SQLite would read as a URI is a name")
    func uri() async throws {
        // Absolute paths are never URIs, so this one lies where the tests run.
        let name = "file:hardtack-\(UUID().uuidString)?mode=memory"
        let path = FileManager.default.currentDirectoryPath + "/" + name
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        let store = try SQLiteStore(path: name)
        #expect(FileManager.default.fileExists(atPath: path))
        await store.close()
    }

    @Test("F3 no file: a folder, a missing folder, memory, nothing", arguments: ["", ":memory:", "a\u{0}b"])
    func noFile(path: String) throws {
        #expect(failure(path) == .invalidConfiguration)
        #expect(failure(folder.path("missing/s.sqlite")) == .invalidConfiguration)
        #expect(failure(folder.path("")) == .invalidConfiguration)
        #expect(failure("/dev/null") == .invalidConfiguration)
    }

    @Test("F3 a file that is no database is told, and left as it is")
    func notADatabase() throws {
        let garbage = Data((0..<8_192).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        try garbage.write(to: URL(filePath: folder.path("garbage")))
        #expect(failure(folder.path("garbage")) == .corrupt)
        #expect(try Data(contentsOf: URL(filePath: folder.path("garbage"))) == garbage)
    }

    @Test("F3 another application's database is told, and left as it is", arguments: [0, 77])
    func foreign(applicationID: Int) throws {
        let path = folder.path("other")
        do {
            let raw = try RawDatabase(path)
            try raw.execute("PRAGMA application_id = \(applicationID); CREATE TABLE accounts (a)")
        }
        let before = try Data(contentsOf: URL(filePath: path))
        #expect(failure(path) == .corrupt)
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test("F3 a newer schema is told, and left as it is")
    func newerSchema() throws {
        let path = folder.path("s.sqlite")
        do {
            _ = try SQLiteStore(path: path)
            let raw = try RawDatabase(path)
            try raw.execute("PRAGMA user_version = 2")
        }
        #expect(failure(path) == .newerSchema)
        #expect(try RawDatabase(path).rows("PRAGMA user_version") == ["2"])
    }

    @Test("F3 tables that are not ours under our mark are told")
    func alteredTables() throws {
        let path = folder.path("s.sqlite")
        _ = try SQLiteStore(path: path)
        try RawDatabase(path).execute("ALTER TABLE sessions RENAME COLUMN check_at TO x")
        #expect(failure(path) == .corrupt)
        try RawDatabase(path).execute("DROP TABLE sessions")
        #expect(failure(path) == .corrupt)
    }

    @Test("F3 a damaged page is told when it is read")
    func damagedPage() async throws {
        let path = folder.path("s.sqlite")
        let store = try SQLiteStore(path: path)
        for number in 0..<200 { _ = try await store.create(sample(number), admission: nil, now: start) }
        await store.close()
        var data = try Data(contentsOf: URL(filePath: path))
        for index in 4_096..<data.count { data[index] = UInt8(truncatingIfNeeded: index &* 131) }
        try data.write(to: URL(filePath: path))
        do throws(StoreError) {
            let damaged = try SQLiteStore(path: path)
            _ = try await damaged.load(sampleKey(1))
            Issue.record("a damaged page was read")
        } catch {
            #expect(error.code == .corrupt)
        }
    }

    @Test("F3 a file or folder that may not be written is told")
    func readOnly() async throws {
        let path = folder.path("s.sqlite")
        let store = try SQLiteStore(path: path)
        await store.close()
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
        #expect(await asNobody { failure(path) } == .readOnly)
        try FileManager.default.setAttributes([.posixPermissions: 0o000], ofItemAtPath: path)
        #expect(await asNobody { failure(path) } == .readOnly)
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path(""))
        #expect(await asNobody { failure(folder.path("new.sqlite")) } == .readOnly)
    }

    @Test("F3 a folder that may not be written is told, for a file that is there: its log has to lie beside it")
    func readOnlyFolder() async throws {
        let path = folder.path("s.sqlite")
        try await SQLiteStore(path: path).close()
        try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path(""))
        let code = await asNobody { failure(path) }
        #expect(code == .readOnly || code == .unavailable, "\(String(describing: code))")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path(""))
        #expect(failure(path) == nil)
    }

    @Test("F3 a link that leads nowhere, or round in a circle, is told")
    func links() throws {
        let manager = FileManager.default
        try manager.createSymbolicLink(atPath: folder.path("lost"), withDestinationPath: folder.path("nothing"))
        try manager.createSymbolicLink(atPath: folder.path("a"), withDestinationPath: folder.path("b"))
        try manager.createSymbolicLink(atPath: folder.path("b"), withDestinationPath: folder.path("a"))
        #expect(failure(folder.path("lost")) == .invalidConfiguration)
        #expect(failure(folder.path("a")) == .invalidConfiguration)
        #expect(folder.mode("nothing") == nil)
        _ = try SQLiteStore(path: folder.path("s.sqlite"))
        try manager.createSymbolicLink(atPath: folder.path("good"), withDestinationPath: folder.path("s.sqlite"))
        #expect(failure(folder.path("good")) == nil)
    }

    @Test("F3 a file that was cut is told, wherever it was cut", arguments: [16, 50, 99, 100, 4_096, 20_000])
    func cut(length: Int) async throws {
        let path = folder.path("s.sqlite")
        let store = try SQLiteStore(path: path)
        for number in 0..<400 { _ = try await store.create(sample(number), admission: nil, now: start) }
        await store.close()
        try Data(Data(contentsOf: URL(filePath: path)).prefix(length)).write(to: URL(filePath: path))
        do throws(StoreError) {
            let cut = try SQLiteStore(path: path)
            var isWhole = true
            for number in 0..<400 where try await cut.load(sampleKey(number)) == nil { isWhole = false }
            #expect(!isWhole)
            Issue.record("sessions are missing from a file that was cut, and nobody is told")
        } catch {
            #expect(error.code == .corrupt)
        }
    }

    @Test("F3 a log that is garbage is no log: what had been copied before is there, and the store goes on")
    func garbageLog() async throws {
        let path = folder.path("s.sqlite")
        let store = try SQLiteStore(path: path)
        _ = try await store.create(sample(1), admission: nil, now: start)
        await store.close()
        try Data((0..<9_000).map { UInt8(truncatingIfNeeded: $0 &* 77) }).write(to: URL(filePath: path + "-wal"))
        let again = try SQLiteStore(path: path)
        #expect(try await again.load(sampleKey(1)) == sample(1))
        _ = try await again.create(sample(2), admission: nil, now: start)
        await again.close()
        let third = try SQLiteStore(path: path)
        #expect(try await third.count(now: start) == 2)
        #expect(try await third.check().isEmpty)
    }

    @Test("a configuration that cannot be used is told")
    func configuration() throws {
        var configuration = SQLiteStore.Configuration()
        let long = String(repeating: "a", count: 41)
        for name in ["", "1a", "A", "a-b", "a b", "a\"b", "ä", "sqlite_a", "hardtack_a", "_a", long, "a\u{0}"] {
            configuration.table = name
            #expect(failure(folder.path("s"), configuration) == .invalidConfiguration, "table \(name)")
        }
        for name in ["select", "a1_b", String(repeating: "a", count: 40)] {
            configuration.table = name
            #expect(failure(folder.path("s"), configuration) == nil, "table \(name)")
        }
        for readers in [0, -1, 65, .max] {
            configuration = .init()
            configuration.readers = readers
            #expect(failure(folder.path("s"), configuration) == .invalidConfiguration, "\(readers) readers")
        }
        for timeout in [Duration.seconds(-1), .seconds(3_601), .seconds(Int64.max)] {
            configuration = .init()
            configuration.busyTimeout = timeout
            #expect(failure(folder.path("s"), configuration) == .invalidConfiguration, "\(timeout)")
        }
        for bytes in [-1, .max] {
            configuration = .init()
            configuration.mappedBytes = bytes
            #expect(failure(folder.path("s"), configuration) == .invalidConfiguration, "\(bytes) mapped bytes")
        }
        #expect(folder.mode("s") != nil, "only the usable ones made the file")
    }

    @Test("many may open a new file at the same moment", arguments: 0..<10)
    func concurrently(round: Int) async throws {
        let path = folder.path("\(round).sqlite")
        var configuration = SQLiteStore.Configuration()
        configuration.busyTimeout = .seconds(600)
        try await withThrowingTaskGroup(of: Void.self) { [configuration] group in
            for number in 0..<8 {
                group.addTask {
                    let store = try SQLiteStore(path: path, configuration: configuration)
                    _ = try await store.create(sample(number), admission: nil, now: start)
                    await store.close()
                }
            }
            try await group.waitForAll()
        }
        let store = try SQLiteStore(path: path)
        #expect(try await store.count(now: start) == 8)
    }
}
