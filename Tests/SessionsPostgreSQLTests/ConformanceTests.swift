#if PostgreSQL
    import HTTPTesting
    import Sessions
    import SessionsPostgreSQL
    import SessionsTesting
    import Synchronization
    import Testing

    @Suite("PostgreSQLStore keeps the contract", .serialized)
    struct ConformanceTests {
        @Test("rule", arguments: StoreConformance.cases)
        func contract(rule: StoreConformance.Case) async throws {
            try await Place().withStore { store in try await rule.run { store } }
        }

        @Test("with calls that go to another server each time", arguments: StoreConformance.cases)
        func severalServers(rule: StoreConformance.Case) async throws {
            let place = try Place()
            let stores = [try await place.open { $0.connections = 2 }, try await place.open { $0.connections = 1 }]
            let result = await Task { try await rule.run { AlternatingStore(stores) } }.result
            for store in stores { await store.close() }
            try result.get()
        }
    }
#endif
