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

        /// Nothing but a fault makes it give up, on a machine that runs other tests at the same time.
        private static let patience = Duration.seconds(20)

        static func open(_ address: String) async throws(StoreError) -> Opened {
            #if Redis
                if address.hasPrefix("redis") {
                    var configuration = RedisStore.Configuration()
                    configuration.timeout = patience
                    let store = try await RedisStore(address, configuration: configuration)
                    return (store, { await store.close() })
                }
            #endif
            #if PostgreSQL
                // A URI or keywords.
                var configuration = PostgreSQLStore.Configuration()
                configuration.timeout = patience
                let store = try await PostgreSQLStore(address, configuration: configuration)
                return (store, { await store.close() })
            #else
                throw StoreError(.invalidConfiguration, "This was built without PostgreSQL.")
            #endif
        }
    }
#endif
