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
            #if Redis
                if address.hasPrefix("redis") {
                    let store = try await RedisStore(address)
                    return (store, { await store.close() })
                }
            #endif
            #if PostgreSQL
                // A URI or keywords.
                let store = try await PostgreSQLStore(address)
                return (store, { await store.close() })
            #else
                throw StoreError(.invalidConfiguration, "This was built without PostgreSQL.")
            #endif
        }
    }
#endif
