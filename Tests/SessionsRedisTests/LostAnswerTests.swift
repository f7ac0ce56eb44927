#if Redis
    import Sessions
    import StoreTesting
    import Testing

    @testable import SessionsRedis

    /// The server has done what it was told, and the connection is cut before it can say so.
    @Suite("An answer that is lost on its way")
    struct LostAnswerTests {
        private let server: RedisServer
        private let proxy: Proxy

        init() throws {
            server = try RedisServer()
            proxy = try Proxy(to: server.port)
        }

        private func store() async throws -> RedisStore {
            var configuration = RedisStore.Configuration()
            configuration.timeout = .seconds(10)
            return try await RedisStore("redis://127.0.0.1:\(proxy.port)", configuration: configuration)
        }

        /// What is in that write alone, so that the proxy knows it.
        private static let mark = Array("the payload that the proxy looks for".utf8)

        private func marked(_ record: SessionRecord) -> SessionRecord {
            var record = record
            record.payload = Self.mark
            return record
        }

        enum Write: CaseIterable {
            case create, update, rotate, delete, revoke
        }

        @Test("a write throws that the store is unavailable, and was done once", arguments: Write.allCases)
        func write(_ write: Write) async throws {
            let store = try await store()
            let record = sample(1, subject: "ann")
            if write != .create { _ = try await store.create(record, admission: nil, now: start) }
            let changed = marked(next(record))
            var renewed = marked(record)
            renewed.key = sampleKey(2)
            proxy.cut(1, after: write == .delete || write == .revoke ? record.family.bytes : Self.mark)
            let error = await #expect(throws: StoreError.self) {
                switch write {
                case .create: _ = try await store.create(marked(record), admission: nil, now: start)
                case .update: _ = try await store.update(record.key, expecting: 1, to: changed, now: soon)
                case .rotate:
                    _ = try await store.rotate(
                        record.key,
                        expecting: 1,
                        to: renewed,
                        leaving: .forwarding(successor: [1]),
                        admission: nil,
                        now: soon
                    )
                case .delete: _ = try await store.deleteFamily(record.family, now: soon)
                case .revoke: _ = try await store.deleteAll(subject: "ann", except: nil, now: soon)
                }
            }
            // What a repetition would have been answered with: that the key is taken, or that another was faster.
            #expect(error?.code == .unavailable)
            #expect(proxy.seen == 1)
            // It was done.
            let direct = try await RedisStore(server.url)
            switch write {
            case .create: #expect(try await direct.load(record.key) == marked(record))
            case .update: #expect(try await direct.load(record.key) == changed)
            case .rotate:
                #expect(try await direct.load(renewed.key) == renewed)
                #expect(try await direct.load(record.key)?.state == .forwarding(successor: [1]))
            case .delete, .revoke: #expect(try await direct.load(record.key) == nil)
            }
        }

        @Test("a read is asked again, and again")
        func read() async throws {
            let store = try await store()
            _ = try await store.create(sample(1), admission: nil, now: start)
            proxy.cut(3, after: sampleKey(1).bytes)
            #expect(try await store.load(sampleKey(1)) == sample(1))
            #expect(proxy.seen == 4)
        }
    }
#endif
