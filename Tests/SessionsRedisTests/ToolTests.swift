#if Redis
    import HTTPTesting
    import SessionsRedis
    import Testing

    @Suite("The tool and Redis")
    struct ToolTests {
        @Test("sessions move here and back with the tool, which sees and ends them here", arguments: Kind.allCases)
        func moving(kind: Kind) async throws {
            let prefix = freshPrefix()
            let store = try await kind.store(prefix: prefix)
            let address = try await kind.url + "?prefix=" + prefix
            let problems = try await MovingStory(address: address, store: store).problems()
            #expect(problems.isEmpty, "\(problems)")
            await store.close()
        }
    }
#endif
