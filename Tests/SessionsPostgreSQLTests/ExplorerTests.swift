#if PostgreSQL
    import Sessions
    import SessionsPostgreSQL
    import SessionsTesting
    import StoreTesting
    import Synchronization
    import Testing

    @Suite("PostgreSQLStore keeps the invariants of sessions in every interleaving")
    struct ExplorerTests {
        /// The stores that the explorer has asked for: it closes none.
        private final class Stores: Sendable {
            private let all = Mutex<[PostgreSQLStore]>([])
            private let number = Atomic<Int>(0)

            /// A store with tables of its own. The one before is closed: the explorer has done with it.
            func next(in place: Place) async throws -> PostgreSQLStore {
                await close()
                let number = number.add(1, ordering: .relaxed).newValue
                let store = try await place.open { ($0.table, $0.connections) = ("s_\(number)", 1) }
                all.withLock { $0.append(store) }
                return store
            }

            func close() async {
                let open = all.withLock { stores in
                    defer { stores = [] }
                    return stores
                }
                for store in open { await store.close() }
            }
        }

        @Test("T5 T6 B23 a write and a logout from", arguments: SessionExplorer.Start.allCases)
        func pairs(start: SessionExplorer.Start) async throws {
            let place = try Place()
            let stores = Stores()
            // Those that a store can get wrong by being only mostly isolated; with the memory store all are tried.
            let few: [SessionExplorer.Action] = [.write, .logout]
            let scenarios = SessionExplorer.Scenario.pairs(from: start).filter { scenario in
                scenario.requests.count == 2 && scenario.requests.allSatisfy { few.contains($0.action) }
            }
            let report = try await SessionExplorer { try await stores.next(in: place) }.check(scenarios)
            await stores.close()
            #expect(report.scenarios == scenarios.count)

            let inMemory = try await SessionExplorer { MemoryStore() }.check(scenarios)
            #expect(report.states == inMemory.states, "The stores differ in what they lead to.")
        }
    }
#endif
