#if PostgreSQL
    import Sessions
    import SessionsPostgreSQL
    import Synchronization

    /// A schema of its own on a server, for one test.
    struct Place {
        /// One server for all tests that do it no harm. Started by the first of them. Nobody kills it: it need not wait for
        /// the disk.
        private static let shared = Result { try ThrowawayServer() }
        private static let number = Atomic<Int>(0)

        let name: String
        let connection: String
        /// The same as a URI.
        let url: String

        init() throws {
            try self.init(on: Self.shared.get())
        }

        init(on server: ThrowawayServer) throws {
            name = "test_\(Self.number.add(1, ordering: .relaxed).newValue)"
            try RawDatabase(server.connection).execute("CREATE SCHEMA \(name)")
            connection = "\(server.connection) options='-c search_path=\(name)'"
            url = "postgres://tests@/postgres?host=\(server.folder)&options=-c%20search_path%3D\(name)"
        }

        func raw() throws -> RawDatabase { try RawDatabase(connection) }

        func open(
            _ configure: (inout PostgreSQLStore.Configuration) -> Void = { _ in }
        ) async throws -> PostgreSQLStore {
            var configuration = PostgreSQLStore.Configuration()
            configure(&configuration)
            return try await PostgreSQLStore(connection, configuration: configuration)
        }

        /// Opens a store, and closes it whatever comes.
        func withStore<Value: Sendable>(
            _ configure: (inout PostgreSQLStore.Configuration) -> Void = { _ in },
            _ body: (PostgreSQLStore) async throws -> Value
        ) async throws -> Value {
            let store = try await open(configure)
            do {
                let value = try await body(store)
                await store.close()
                return value
            } catch {
                await store.close()
                throw error
            }
        }

        /// Why a store cannot be opened there.
        func refusal(
            _ configure: (inout PostgreSQLStore.Configuration) -> Void = { _ in }
        ) async throws -> StoreError? {
            var configuration = PostgreSQLStore.Configuration()
            configure(&configuration)
            do throws(StoreError) {
                await (try PostgreSQLStore(connection, configuration: configuration)).close()
                return nil
            } catch {
                return error
            }
        }
    }
#endif
