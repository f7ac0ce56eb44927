import Sessions
import StoreSupport
import StoreTesting
import Testing

@testable import SessionsSQLite

@Suite("Queries", .serialized)
struct QueryTests {
    @Test("each finds its rows through an index", arguments: Query.allCases)
    func plans(query: Query) async throws {
        if [.begin, .commit, .rollback, .dataVersion].contains(query) { return }
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.path("s.sqlite"))
        for number in 0..<200 {
            _ = try await store.create(
                sample(number, subject: number.isMultiple(of: 2) ? "s\(number % 7)" : nil),
                admission: nil,
                now: start
            )
        }
        await store.close()
        let table = try TableName("sessions")
        let plan = try RawDatabase(folder.path("s.sqlite")).rows("EXPLAIN QUERY PLAN " + query.sql(in: table))
        for line in plan where line.contains("SCAN") {
            #expect(line.contains("CONSTANT ROW"), "\(query): \(line)")
        }
    }
}
