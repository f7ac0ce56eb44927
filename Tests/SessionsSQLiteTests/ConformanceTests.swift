import Sessions
import SessionsSQLite
import SessionsTesting
import Testing

// One after the other: many stores at once are thousands of open files, and Foundation's Process on Linux reads past the end of
// what lists them.
@Suite("SQLiteStore keeps the contract", .serialized)
struct ConformanceTests {
    @Test("rule", arguments: StoreConformance.cases)
    func contract(rule: StoreConformance.Case) async throws {
        let folder = try TemporaryFolder()
        try await rule.run { try SQLiteStore(path: folder.path("sessions.sqlite")) }
    }

    @Test("in one call, without a flush for each transaction, under another table name")
    func oneCall() async throws {
        let folder = try TemporaryFolder()
        let number = Counter()
        try await StoreConformance.run {
            var configuration = SQLiteStore.Configuration()
            configuration.durability = .normal
            configuration.readers = 1
            configuration.mappedBytes = 0
            configuration.table = "guests_\(number.next())"
            return try SQLiteStore(path: folder.path("shared.sqlite"), configuration: configuration)
        }
    }
}
