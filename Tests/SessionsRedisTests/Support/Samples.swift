#if Redis
    import Sessions
    import SessionsRedis
    import Synchronization

    let start = Timestamp(milliseconds: 1_800_000_000_000)
    let soon = start + .seconds(10)
    let idleEnd = start + .seconds(1_800)

    /// Sixteen of them share a tag.
    func sampleKey(_ number: Int) -> StoreKey {
        StoreKey(
            tag: UInt32(truncatingIfNeeded: (number / 16) &* 0x9E37_79B9),
            hash: InlineArray { index in UInt8(truncatingIfNeeded: index < 8 ? number >> (8 * index) : index) }
        )
    }

    func sampleFamily(_ number: Int) -> SessionFamily {
        SessionFamily(high: 0xFA, low: UInt64(number))
    }

    func sample(_ number: Int, subject: String? = nil, payload: Int = 64) -> SessionRecord {
        SessionRecord(
            key: sampleKey(number),
            version: 1,
            family: sampleFamily(number),
            subject: subject,
            created: start,
            lastSeen: start,
            idleDeadline: idleEnd,
            absoluteDeadline: start + .seconds(28_800),
            renewAt: start + .seconds(3_600),
            authenticated: subject == nil ? nil : start,
            assurance: subject == nil ? .none : .aal2,
            keyID: 7,
            payload: Array(repeating: UInt8(truncatingIfNeeded: number), count: payload),
            label: subject == nil ? nil : [1, 2, 3],
            confirmedAt: start
        )
    }

    func next(_ record: SessionRecord) -> SessionRecord {
        var record = record
        record.version += 1
        record.payload = [1, 2, 3, 4]
        return record
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
