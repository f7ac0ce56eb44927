import Sessions
import StoreSupport
import StoreTesting
import Testing

@testable import SessionsSQLite

/// The schema of this version with steps that only these tests know: what a later version of the kit will do.
@Suite("Bringing an older file up to date")
struct SchemaTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("s.sqlite")
    }

    private static func later(_ extra: [String] = []) -> Schema {
        Schema(
            steps: Schema.current.steps + [
                Schema.Step(
                    file: ["CREATE TABLE extra (a)"],
                    store: { table in
                        ["ALTER TABLE \(table.sessions) ADD COLUMN country TEXT"] + extra
                    }
                ),
                Schema.Step(
                    file: [],
                    store: { table in
                        ["UPDATE \(table.sessions) SET country = 'x' || tag WHERE state = 0"]
                    }
                ),
            ]
        )
    }

    private func connection(table: String = "sessions") throws -> Connection {
        try Connection(path: path, table: TableName(table), busyTimeout: 1_000)
    }

    private func makeOldFile() async throws {
        for table in ["sessions", "guests"] {
            var configuration = SQLiteStore.Configuration()
            configuration.table = table
            let store = try SQLiteStore(path: path, configuration: configuration)
            for number in 1...3 {
                _ = try await store.create(sample(number, subject: "ann"), admission: nil, now: start)
            }
            await store.close()
        }
    }

    @Test("every step is taken once, for every table in the file, and nothing that was stored is lost")
    func migrates() async throws {
        try await makeOldFile()
        let schema = Self.later()
        try schema.prepare(try connection(), for: TableName("sessions"), busyTimeout: .seconds(1))
        let raw = try RawDatabase(path)
        #expect(try raw.rows("PRAGMA user_version") == ["3"])
        #expect(try raw.rows("SELECT country FROM sessions") == ["x1", "x2", "x3"])
        #expect(try raw.rows("SELECT country FROM guests") == ["x1", "x2", "x3"])
        // A table that is new gets all steps, the others none again.
        try schema.prepare(try connection(), for: TableName("admins"), busyTimeout: .seconds(1))
        #expect(try raw.rows("SELECT count(country) FROM admins") == ["0"])
        #expect(try raw.rows("SELECT name FROM hardtack_tables") == ["admins", "guests", "sessions"])
        #expect(try raw.rows("PRAGMA user_version") == ["3"])
        #expect(try raw.rows("PRAGMA integrity_check") == ["ok"])
        let statement = try connection().statement(.load)
        statement.bind(sampleKey(2))
        #expect(try statement.step())
        #expect(statement.record() == sample(2, subject: "ann"))
    }

    @Test("a step that fails undoes those before it, and the file is what it was")
    func failing() async throws {
        try await makeOldFile()
        let schema = Self.later(["ALTER TABLE nothing ADD COLUMN b"])
        #expect(throws: StoreError.self) {
            try schema.prepare(try connection(), for: TableName("sessions"), busyTimeout: .seconds(1))
        }
        let raw = try RawDatabase(path)
        #expect(try raw.rows("PRAGMA user_version") == ["1"])
        #expect(try raw.rows("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'") == ["0"])
        let store = try SQLiteStore(path: path)
        #expect(try await store.load(sampleKey(1)) == sample(1, subject: "ann"))
    }

    @Test("F3 what a later version has migrated, this one refuses and leaves alone")
    func backwards() async throws {
        try await makeOldFile()
        try Self.later().prepare(try connection(), for: TableName("sessions"), busyTimeout: .seconds(1))
        let error = #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
        #expect(error?.code == .newerSchema)
        #expect(try RawDatabase(path).rows("PRAGMA user_version") == ["3"])
    }

    @Test("a store that is not to make tables neither makes nor migrates any")
    func requiring() async throws {
        var configuration = SQLiteStore.Configuration()
        configuration.makesTables = false
        func refusal() -> StoreError? {
            #expect(throws: StoreError.self) { try SQLiteStore(path: path, configuration: configuration) }
        }
        #expect(refusal()?.code == .invalidConfiguration)
        #expect(folder.mode("s.sqlite") == nil, "no file is made")
        try RawDatabase(path).execute("PRAGMA user_version = 0")
        #expect(refusal()?.code == .corrupt, "an empty file")
        try await makeOldFile()
        #expect(throws: Never.self) { try SQLiteStore(path: path, configuration: configuration) }
        configuration.table = "others"
        #expect(refusal()?.reason.contains("guests, sessions") == true)
        #expect(try RawDatabase(path).rows("SELECT count(*) FROM hardtack_tables") == ["2"])
        let error = #expect(throws: StoreError.self) {
            try Self.later().require(try connection(), for: TableName("sessions"))
        }
        #expect(error?.code == .invalidConfiguration)
        #expect(try RawDatabase(path).rows("PRAGMA user_version") == ["1"])
    }
}
