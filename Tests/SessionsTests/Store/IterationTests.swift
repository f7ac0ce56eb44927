import SecureTokens
import Sessions
import SessionsTesting
import Testing

@Suite("Going through a store")
struct IterationTests {
    @Test("B70 every row of every kind comes once, and two managers on one store see what the other has done at once")
    func iterateAll() async throws {
        let store = MemoryStore()
        let keys = try KeyRing(primary: .generate())
        let (first, second) = (try Harness(store: store, keys: keys), try Harness(store: store, keys: keys))
        var (ann, bob, guest) = (Browser(), Browser(), Browser())
        try await first.request(&ann) { try $0.login(subject: "ann") }
        try await second.request(&bob) { $0.cart = ["x"] }
        try await second.request(&bob) { try $0.login(subject: "bob") }
        try await first.request(&guest) { $0.visits = 1 }

        let rows = try await allRows(of: store, limit: 2)
        // Ann's, the visitor's that Bob was, superseded, Bob's, and the guest's.
        #expect(rows.count == 4)
        #expect(Set(rows.map(\.key)).count == 4)
        #expect(rows.count { $0.state == .superseded } == 1)
        #expect(rows.compactMap(\.subject).sorted() == ["hardtack/ann", "hardtack/bob"])

        // Whatever one of them writes, the other reads: nothing is kept beside the store.
        #expect(try await second.values(ann).visits == nil)
        for visit in 1...5 {
            try await [first, second][visit % 2].request(&ann) { $0.modify(\.visits, default: 0) { $0 += 1 } }
            #expect(try await first.values(ann).visits == visit)
            #expect(try await second.values(ann).visits == visit)
        }
        let stale = ann
        try await second.request(&ann) { try $0.logout() }
        #expect(try await first.begin(stale).subject == nil)
        #expect(try await first.manager.sessions(of: "ann").isEmpty)
        #expect(try await first.manager.revokeAll(of: "bob") == 1)
        #expect(try await second.begin(bob).subject == nil)
        #expect(try await second.manager.sessions(of: "bob").isEmpty)
        #expect(try await allRows(of: store, limit: 2).filter { $0.state == .live }.count == 1)
    }

    @Test("a cursor that no page has given is an error", arguments: [[], [1], Array(repeating: 0, count: 9)])
    func foreignCursor(bytes: [UInt8]) async throws {
        let error = await #expect(throws: StoreError.self) {
            try await MemoryStore().page(after: StoreCursor(bytes), limit: 1)
        }
        #expect(error?.code == .invalidConfiguration)
        #expect("\(StoreCursor(bytes))" == "StoreCursor(redacted)")
    }

    private func allRows(of store: MemoryStore, limit: Int) async throws -> [SessionRecord] {
        var rows: [SessionRecord] = []
        var cursor: StoreCursor?
        repeat {
            let page = try await store.page(after: cursor, limit: limit)
            #expect(page.records.count <= limit)
            rows += page.records
            cursor = page.next
        } while cursor != nil
        return rows
    }
}
