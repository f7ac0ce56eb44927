import HTTPTypes
import Logging
import SecureTokens
import Sessions
import SessionsSQLite
import StoreTesting
import Testing

extension SessionKeys {
    fileprivate var visits: SessionKey<Int> { "visits" }
}

@Suite("Going through a SQLite file")
struct IterationTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("s.sqlite")
    }

    @Test("B70 two managers with a connection each see at once what the other has done, and each gets every row")
    func coherent() async throws {
        let keys = try KeyRing(primary: .generate())
        let stores = [try SQLiteStore(path: path), try SQLiteStore(path: path)]
        let managers = try stores.map { store in
            try SessionManager(
                store: store,
                keys: keys,
                logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
            )
        }
        let login = try await managers[0].begin([:])
        try login.login(subject: "ann")
        var response = HTTPFields()
        try await managers[0].commit(login, to: &response)
        let id = response[values: .setCookie].first { $0.hasPrefix("__Host-id=") }
        let request: HTTPFields = [.cookie: String(try #require(id).prefix { $0 != ";" })]
        for visit in 1...10 {
            let session = try await managers[visit % 2].begin(request)
            session.modify(\.visits, default: 0) { $0 += 1 }
            var response = HTTPFields()
            try await managers[visit % 2].commit(session, to: &response)
            for manager in managers { #expect(try await manager.begin(request).visits == visit) }
            for store in stores {
                let page = try await store.page(after: nil, limit: 10)
                #expect(page.records.map(\.subject) == ["hardtack/ann"])
                #expect(page.records.map(\.version) == [Int64(visit + 1)])
                #expect(page.next == nil)
            }
        }
        #expect(try await managers[1].revokeAll(of: "ann") == 1)
        #expect(try await managers[0].begin(request).subject == nil)
        for store in stores { #expect(try await store.page(after: nil, limit: 10).records.isEmpty) }
    }

    @Test("a row that makes no record is counted, and the rows around it come")
    func unreadable() async throws {
        let store = try SQLiteStore(path: path)
        for number in 1...6 { _ = try await store.create(sample(number), admission: nil, now: start) }
        try RawDatabase(path).execute("UPDATE sessions SET state = 9 WHERE id IN (2, 6)")
        var pages: [StorePage] = []
        var cursor: StoreCursor?
        repeat {
            pages.append(try await store.page(after: cursor, limit: 2))
            cursor = pages.last?.next
        } while cursor != nil
        #expect(pages.flatMap(\.records).map(\.key) == [1, 3, 4, 5].map(sampleKey))
        #expect(pages.map(\.unreadable).reduce(0, +) == 2)
    }

    @Test("a cursor that no page has given is an error")
    func foreignCursor() async throws {
        let store = try SQLiteStore(path: path)
        let error = await #expect(throws: StoreError.self) {
            try await store.page(after: StoreCursor([1, 2, 3]), limit: 1)
        }
        #expect(error?.code == .invalidConfiguration)
    }
}
