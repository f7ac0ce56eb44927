#if Redis
    import HTTPTesting
    import SessionsRedis
    import SessionsTesting
    import Testing

    @Suite("Several application servers on one Redis", .serialized)
    struct SharingTests {
        /// From the first of the cases about races on: they end the list.
        private static let racing = Array(
            StoreConformance.cases.drop { !$0.name.hasPrefix("of a hundred concurrent updates") }
        )

        @Test("keep the contract together", arguments: racing, Kind.allCases)
        func races(rule: StoreConformance.Case, kind: Kind) async throws {
            try await rule.run {
                let prefix = freshPrefix()
                var stores: [RedisStore] = []
                for _ in 0..<3 { stores.append(try await kind.store(prefix: prefix)) }
                return AlternatingStore(stores)
            }
        }

        @Test("there are such cases")
        func complete() {
            #expect(Self.racing.count >= 9)
        }
    }
#endif
