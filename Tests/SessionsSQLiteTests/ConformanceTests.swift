import Sessions
import SessionsSQLite
import SessionsTesting
import Testing

// One after the other, as others that have many cases: stores that are all open at once are thousands of files where there are
// many processors.
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
