#if Redis
    import Sessions
    import SessionsRedis
    import SessionsTesting
    import Testing

    @Suite("RedisStore keeps the contract", .serialized)
    struct ConformanceTests {
        @Test("rule", arguments: StoreConformance.cases, Kind.allCases)
        func contract(rule: StoreConformance.Case, kind: Kind) async throws {
            try await rule.run { try await kind.store() }
        }
    }
#endif
