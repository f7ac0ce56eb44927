#if Redis
    import Sessions
    import StoreTesting
    import Testing

    @testable import SessionsRedis

    @Suite("What leads to sessions in Redis")
    struct IndexTests {
        private let subject = Array("ann".utf8)

        /// All keys of a prefix, over all masters.
        private func keys(_ prefix: String, _ kind: Kind) async throws -> [String] {
            let servers =
                switch kind {
                case .single: [try RedisServer.shared.get()]
                case .cluster: try await RedisCluster.shared.masters
                }
            return try servers.flatMap { server in
                try server.raw().call("KEYS", "\(prefix):*").split(separator: ",").map(String.init)
            }
        }

        @Test("nothing of a session is left when it has ended or expired, in any index", arguments: Kind.allCases)
        func nothingLeft(kind: Kind) async throws {
            let prefix = freshPrefix()
            let store = try await kind.store(prefix: prefix)
            for number in 0..<40 {
                _ = try await store.create(
                    sample(number * 16, subject: number % 2 == 0 ? "ann" : nil),
                    admission: Admission(requestBegan: soon),
                    now: start
                )
            }
            for number in 0..<20 { #expect(try await store.deleteFamily(sampleFamily(number * 16), now: soon)) }
            #expect(try await store.list(subject: "ann", now: soon).count == 10)
            #expect(try await store.deleteExpired(limit: 100, now: idleEnd) == 20)
            let left = try await keys(prefix, kind)
            // The families of those that expired: their names go by themselves.
            #expect(left.allSatisfy { $0.hasPrefix("\(prefix):f:") }, "\(left)")
            #expect(left.count == 20)
        }

        @Test(
            "everything goes by itself at last: Redis is told when, counted from the caller's time",
            arguments: Kind.allCases
        )
        func native(kind: Kind) async throws {
            let prefix = freshPrefix()
            let store = try await kind.store(prefix: prefix)
            _ = try await store.create(sample(1, subject: "ann"), admission: nil, now: start)
            let names = KeyNames(prefix: prefix)
            func left(_ key: [UInt8]) async throws -> Int64 {
                try await store.router.perform(Command("PTTL", key: key), by: store.router.deadline()).integer ?? 0
            }
            let idle = try await left(names.session(sampleKey(1).tag))
            #expect((1_800_000...1_860_000).contains(idle), "\(idle)")
            for key in [names.family(sampleFamily(1)), names.subject(subject)] {
                let absolute = try await left(key)
                #expect((28_800_000...28_860_000).contains(absolute), "\(absolute)")
            }
            // A later deadline moves all of them.
            var longer = next(sample(1, subject: "ann"))
            longer.absoluteDeadline = start + .seconds(60_000)
            longer.idleDeadline = longer.absoluteDeadline
            #expect(try await store.update(longer.key, expecting: 1, to: longer, now: start) == .updated)
            for key in [names.session(longer.key.tag), names.family(longer.family), names.subject(subject)] {
                #expect((60_000_000...60_060_000).contains(try await left(key)))
            }
            _ = try await store.deleteAll(subject: "ann", except: nil, now: soon)
            let notBefore = try await left(names.notBefore(subject))
            #expect((400 * 86_400_000 - 60_000...400 * 86_400_000).contains(notBefore), "\(notBefore)")
        }

        @Test(
            "a subject's index that lists what Redis has let expire is repaired by whoever looks",
            arguments: Kind.allCases
        )
        func repair(kind: Kind) async throws {
            let prefix = freshPrefix()
            let store = try await kind.store(prefix: prefix)
            for number in 0..<3 {
                _ = try await store.create(sample(number * 16, subject: "ann"), admission: nil, now: start)
            }
            let end = store.router.deadline()
            let names = KeyNames(prefix: prefix)
            // As if two had been forgotten long after they came.
            for number in 0..<2 {
                let key = names.session(sampleKey(number * 16).tag)
                _ = try await store.router.perform(Command("DEL", key: key, isWrite: true), by: end)
                let entered =
                    Array("r".utf8) + Hex.digits(of: sampleKey(number * 16).tag)
                    + Row.bytes(of: Timestamp(milliseconds: 0))
                let field = sampleFamily(number * 16).bytes
                _ = try await store.router.perform(
                    Command("HSET", key: names.subject(subject), [field, entered], isWrite: true),
                    by: end
                )
            }
            #expect(try await store.subjects.members(of: subject, by: end).all.count == 3)
            let login = sample(160, subject: "ann")
            // They count no more against a limit.
            #expect(
                try await store.create(
                    login,
                    admission: Admission(requestBegan: soon, limit: .refuse(over: 2)),
                    now: soon
                ) == .created(ended: [])
            )
            #expect(try await store.list(subject: "ann", now: soon).count == 2)
            let members = try await store.subjects.members(of: subject, by: end).all
            #expect(Set(members.map(\.family)) == [sampleFamily(32), sampleFamily(160)])
            // And who comes late after all, though he was taken out, is not let in.
            #expect(try await store.create(sample(0), admission: nil, now: soon) == .created(ended: []))
            #expect(try await store.load(sampleKey(0)) == nil)
        }

        enum Use: CaseIterable {
            case touch, update, rotate
        }

        @Test(
            "a family that a failover has lost is found again once its session is used",
            arguments: Use.allCases,
            Kind.allCases
        )
        func lostFamily(use: Use, kind: Kind) async throws {
            let prefix = freshPrefix()
            let store = try await kind.store(prefix: prefix)
            var record = sample(1, subject: "ann")
            record.idleDeadline = record.absoluteDeadline
            _ = try await store.create(record, admission: nil, now: start)
            let end = store.router.deadline()
            let key = KeyNames(prefix: prefix).family(record.family)
            _ = try await store.router.perform(Command("DEL", key: key, isWrite: true), by: end)
            #expect(try await store.deleteFamily(record.family, now: start) == false)
            let later = start + .seconds(3_600)
            var changed = next(record)
            changed.lastSeen = later
            switch use {
            case .touch:
                // In the same hour it costs nothing.
                let idleDeadline = record.idleDeadline
                #expect(try await store.touch(record.key, lastSeen: soon, idleDeadline: idleDeadline, now: soon))
                #expect(try await store.deleteFamily(record.family, now: soon) == false)
                #expect(try await store.touch(record.key, lastSeen: later, idleDeadline: idleDeadline, now: later))
            case .update:
                #expect(try await store.update(record.key, expecting: 1, to: changed, now: later) == .updated)
            case .rotate:
                changed.key = sampleKey(2)
                let outcome = try await store.rotate(
                    record.key,
                    expecting: 1,
                    to: changed,
                    leaving: .forwarding(successor: [1]),
                    admission: nil,
                    now: later
                )
                #expect(outcome == .rotated(ended: []))
            }
            // For as long as it can live, and not longer.
            let left = try await store.router.perform(Command("PTTL", key: key), by: end).integer ?? 0
            #expect((25_200_000...25_260_000).contains(left), "\(left)")
            #expect(try await store.deleteFamily(record.family, now: later))
            #expect(try await store.load(changed.key) == nil)
        }

        @Test(
            "T5 a login under way when all is revoked does not come through, whatever it has done by then",
            arguments: Kind.allCases
        )
        func underWay(kind: Kind) async throws {
            let store = try await kind.store()
            let record = sample(1, subject: "ann")
            let end = store.router.deadline()
            let admission = Admission(requestBegan: soon)
            guard
                case .admitted = try await store.reserve(record, by: admission, besides: nil, now: soon, by: end)
            else {
                Issue.record("not admitted")
                return
            }
            // Its index entry is there and its row is not: here somebody revokes.
            #expect(try await store.deleteAll(subject: "ann", except: nil, now: soon) == 0)
            // The row that comes now goes nowhere.
            #expect(
                try await store.call(
                    .create,
                    keys: store.keys(of: record.key.tag),
                    [[UInt8](decimal: soon.milliseconds), record.key.bytes, Row.bytes(of: record)],
                    by: end
                ) == .done
            )
            #expect(try await store.load(record.key) == nil)
            #expect(try await store.list(subject: "ann", now: soon) == [])
        }

        @Test(
            "a login that was ended by another before its row came ends the guest's ID all the same",
            arguments: Kind.allCases
        )
        func fencedRotation(kind: Kind) async throws {
            let store = try await kind.store()
            _ = try await store.create(sample(0), admission: nil, now: start)
            let login = sample(1, subject: "ann")
            let end = store.router.deadline()
            _ = try await store.reserve(login, by: nil, besides: nil, now: soon, by: end)
            #expect(try await store.deleteAll(subject: "ann", except: nil, now: soon) == 0)
            let outcome = try await store.rotate(
                sampleKey(0),
                expecting: 1,
                to: login,
                leaving: .superseded(until: idleEnd),
                admission: nil,
                now: soon
            )
            #expect(outcome == .rotated(ended: []))
            #expect(try await store.load(sampleKey(0))?.state == .superseded)
            #expect(try await store.load(login.key) == nil)
            #expect(try await store.count(now: soon) == 0)
        }

        @Test(
            "a place that a login is about to take counts against the limit, and is given up by one that fails",
            arguments: Kind.allCases
        )
        func places(kind: Kind) async throws {
            let store = try await kind.store()
            let end = store.router.deadline()
            let admission = Admission(requestBegan: soon, limit: .refuse(over: 1))
            let first = sample(1, subject: "ann")
            guard
                case .admitted(let reservation) = try await store.reserve(
                    first,
                    by: admission,
                    besides: nil,
                    now: soon,
                    by: end
                )
            else {
                Issue.record("not admitted")
                return
            }
            let second = sample(17, subject: "ann")
            #expect(try await store.create(second, admission: admission, now: soon) == .refusedByLimit)
            await store.cancel(reservation, of: first, by: end)
            #expect(try await store.create(second, admission: admission, now: soon) == .created(ended: []))
            // One that finds its version changed or its session gone leaves nothing behind.
            for version: Int64 in [1, 2] {
                _ = try await store.rotate(
                    version == 1 ? sampleKey(99) : second.key,
                    expecting: version,
                    to: sample(version == 1 ? 100 : 18, subject: "ann"),
                    leaving: .superseded(until: idleEnd),
                    admission: Admission(requestBegan: soon),
                    now: soon
                )
            }
            #expect(try await store.subjects.members(of: subject, by: end).all.map(\.family) == [second.family])
        }

        @Test("a rotation that would change the tag is refused")
        func otherTag() async throws {
            let store = try await Kind.single.store()
            _ = try await store.create(sample(0), admission: nil, now: start)
            let error = await #expect(throws: StoreError.self) {
                try await store.rotate(
                    sampleKey(0),
                    expecting: 1,
                    to: sample(16),
                    leaving: .forwarding(successor: [1]),
                    admission: nil,
                    now: soon
                )
            }
            #expect(error?.code == .invalidConfiguration)
            #expect(try await store.load(sampleKey(0)) == sample(0))
        }
    }
#endif
