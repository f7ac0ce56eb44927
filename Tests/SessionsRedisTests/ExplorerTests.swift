#if Redis
    import Sessions
    import SessionsRedis
    import SessionsTesting
    import StoreTesting
    import Testing

    @Suite("RedisStore keeps the invariants of sessions in every interleaving")
    struct ExplorerTests {
        /// One action of each kind of write; with the memory store all are tried.
        @Test("T5 T6 B23 two requests from", arguments: SessionExplorer.Start.allCases)
        func pairs(start: SessionExplorer.Start) async throws {
            let few: [SessionExplorer.Action] = [.write, .login, .logout, .revokeAll]
            let scenarios = SessionExplorer.Scenario.pairs(from: start).filter { scenario in
                scenario.requests.count == 2 && scenario.requests.allSatisfy { few.contains($0.action) }
            }
            let report = try await SessionExplorer { try await Kind.single.store() }.check(scenarios)
            #expect(report.scenarios == scenarios.count)
            let inMemory = try await SessionExplorer { MemoryStore() }.check(scenarios)
            #expect(report.states == inMemory.states, "The stores differ in what they lead to.")
        }
    }
#endif
