#if Redis
    import Sessions
    import StoreTesting
    import Testing

    @testable import SessionsRedis

    @Suite("A row in Redis")
    struct RowTests {
        @Test("is read as it was written, and no part of it is one")
        func roundTrip() throws {
            var closed = sample(2)
            closed.state = .closed(successor: [1], at: soon)
            var wiped = closed
            wiped.state = .closed(successor: nil, at: soon)
            var forwarding = sample(3)
            forwarding.state = .forwarding(successor: [])
            var bare = sample(4, subject: "")
            bare.label = []
            bare.confirmedAt = nil
            bare.payload = []
            bare.version = .min
            for record in [sample(1, subject: "ann"), closed, wiped, forwarding, bare] {
                let bytes = Row.bytes(of: record)
                #expect(try Row.record(bytes, under: record.key) == record)
                for count in bytes.indices {
                    #expect(try Row.record(Array(bytes[..<count]), under: record.key) == nil, "\(count) bytes")
                }
                #expect(try Row.record(bytes + [0], under: record.key) == nil)
            }
        }

        @Test("F4 of damaged bytes is read or not, and never a trap")
        func damaged() {
            let bytes = Row.bytes(of: sample(1, subject: "ann"))
            for place in bytes.indices.dropFirst() {
                for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                    var damaged = bytes
                    damaged[place] = value
                    #expect(throws: Never.self) { try Row.record(damaged, under: sampleKey(1)) }
                }
            }
        }

        @Test("F3 of a later format is an error, and stays as it is")
        func newer() async throws {
            let prefix = freshPrefix()
            let store = try await Kind.single.store(prefix: prefix)
            let record = sample(1)
            var bytes = Row.bytes(of: record)
            bytes[0] = 2
            let raw = try RedisServer.shared.get().raw()
            let key = KeyNames(prefix: prefix).session(record.key.tag)
            try raw.call([Array("HSET".utf8), key, record.key.bytes, bytes])
            let error = await #expect(throws: StoreError.self) { try await store.load(record.key) }
            #expect(error?.code == .newerSchema)
            #expect(try await store.update(record.key, expecting: 1, to: next(record), now: soon) == .missing)
            #expect(try raw.call([Array("HSTRLEN".utf8), key, record.key.bytes]) == "\(bytes.count)")
        }

        @Test("F4 that nobody can read counts as absent, and a page counts it")
        func unreadable() async throws {
            let prefix = freshPrefix()
            let store = try await Kind.single.store(prefix: prefix)
            for number in 1...3 { _ = try await store.create(sample(number), admission: nil, now: start) }
            let raw = try RedisServer.shared.get().raw()
            let key = KeyNames(prefix: prefix).session(sampleKey(2).tag)
            var bytes = Row.bytes(of: sample(2))
            bytes[1] = 9
            try raw.call([Array("HSET".utf8), key, sampleKey(2).bytes, bytes])
            #expect(try await store.load(sampleKey(2))?.payload == [])
            #expect(try await store.count(now: start) == 2)
            var pages: [StorePage] = []
            var cursor: StoreCursor?
            repeat {
                pages.append(try await store.page(after: cursor, limit: 1))
                cursor = pages.last?.next
            } while cursor != nil
            #expect(Set(pages.flatMap(\.records).map(\.key)) == [sampleKey(1), sampleKey(3)])
            #expect(pages.map(\.unreadable).reduce(0, +) == 1)
        }

        @Test("a cursor that no page has given is an error", arguments: [[], [1], [0, 1, 0, 0], [0, 0, 0, 0, 1]])
        func foreignCursor(bytes: [UInt8]) async throws {
            let store = try await Kind.single.store()
            let error = await #expect(throws: StoreError.self) {
                try await store.page(after: StoreCursor(bytes), limit: 1)
            }
            #expect(error?.code == .invalidConfiguration)
        }
    }
#endif
