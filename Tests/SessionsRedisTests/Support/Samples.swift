#if Redis
    import Sessions
    import SessionsRedis
    import StoreTesting
    import Synchronization

    /// Sixteen of them share a tag.
    func sampleKey(_ number: Int) -> StoreKey {
        StoreKey(
            tag: UInt32(truncatingIfNeeded: (number / 16) &* 0x9E37_79B9),
            hash: StoreTesting.sampleKey(number).hash
        )
    }

    func sample(_ number: Int, subject: String? = nil, payload: Int = 64) -> SessionRecord {
        StoreTesting.sample(number, subject: subject, payload: payload, key: sampleKey(number))
    }

    extension RedisStore {
        /// Whether a load succeeds, whatever it finds.
        func answers(_ key: StoreKey) async -> Bool {
            do {
                _ = try await load(key)
                return true
            } catch {
                return false
            }
        }
    }

    private let counter = Atomic<Int>(0)

    /// Of nobody else's in this run.
    func freshPrefix() -> String {
        "t\(counter.wrappingAdd(1, ordering: .relaxed).newValue)"
    }

    /// The two kinds of Redis that the rules are held against.
    enum Kind: CaseIterable, Sendable {
        case single, cluster

        var url: String {
            get async throws {
                switch self {
                case .single: try RedisServer.shared.get().url
                case .cluster: try await RedisCluster.shared.url
                }
            }
        }

        /// A store that is empty; so patient that nothing but a fault makes it give up on a busy machine.
        func store(prefix: String = freshPrefix()) async throws -> RedisStore {
            var configuration = RedisStore.Configuration()
            configuration.prefix = prefix
            configuration.timeout = .seconds(20)
            return try await RedisStore(url, configuration: configuration)
        }
    }
#endif
