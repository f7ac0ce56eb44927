#if PostgreSQL || Redis
    import Sessions

    #if PostgreSQL
        import SessionsPostgreSQL
    #endif
    #if Redis
        import SessionsRedis
    #endif

    /// The store that all servers share.
    enum SharedStore {
        typealias Opened = (store: any SessionStore, close: @Sendable () async -> Void)

        static func open(_ address: String) async throws(StoreError) -> Opened {
            #if PostgreSQL
                if address.hasPrefix("postgres") {
                    let store = try await PostgreSQLStore(address)
                    return (store, { await store.close() })
                }
            #endif
            #if Redis
                if address.hasPrefix("redis") {
                    let store = try await RedisStore(address)
                    return (store, { await store.close() })
                }
            #endif
            throw StoreError(.invalidConfiguration, "This was built without the store that is asked for.")
        }
    }
#endif
