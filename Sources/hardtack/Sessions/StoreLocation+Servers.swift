import Sessions

#if PostgreSQL
    import SessionsPostgreSQL
#endif
#if Redis
    import SessionsRedis
#endif

// The servers' stores, of which the tool has those whose trait it was built with.
extension StoreLocation {
    #if PostgreSQL
        static func openPostgreSQL(
            _ address: String,
            table: String?,
            makesTables: Bool
        ) async throws(StoreError) -> OpenedStore {
            var configuration = PostgreSQLStore.Configuration()
            if let table { configuration.table = table }
            configuration.makesTables = makesTables
            let store = try await PostgreSQLStore(address, configuration: configuration)
            return OpenedStore(store) { await store.close() }
        }
    #else
        static func openPostgreSQL(
            _: String,
            table _: String?,
            makesTables _: Bool
        ) async throws(StoreError) -> OpenedStore {
            throw notBuilt("PostgreSQL")
        }
    #endif

    #if Redis
        static func openRedis(_ address: String, prefix: String?) async throws(StoreError) -> OpenedStore {
            var configuration = RedisStore.Configuration()
            if let prefix { configuration.prefix = prefix }
            let store = try await RedisStore(address, configuration: configuration)
            return OpenedStore(store) { await store.close() }
        }
    #else
        static func openRedis(_: String, prefix _: String?) async throws(StoreError) -> OpenedStore {
            throw notBuilt("Redis")
        }
    #endif

    /// Not a word of the address: it may hold a password.
    private static func notBuilt(_ trait: String) -> StoreError {
        StoreError(
            .invalidConfiguration,
            "This tool was built without \(trait). Build it with: swift build -c release --traits \(trait) --product hardtack"
        )
    }
}
