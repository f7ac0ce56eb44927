#if PostgreSQL
    import Sessions
    import SessionsPostgreSQL
    import StoreTesting
    import Synchronization
    import Testing

    /// A primary with a replica that every commit waits for, and a store that knows of both.
    @Suite("A replica that takes the place of its primary", .serialized)
    struct PromotionTests {
        /// What a session had gone through when the last answer came.
        private enum Stage { case created, rotated, ended }

        private final class Tally: Sendable {
            let acknowledged = Mutex<[Int: Stage]>([:])
            /// What was asked for without an answer: it may have happened or not.
            let uncertain = Mutex<Set<Int>>([])

            func note(_ number: Int, _ stage: Stage) { acknowledged.withLock { $0[number] = stage } }
            func count(_ stage: Stage) -> Int { acknowledged.withLock { $0.values.count { $0 == stage } } }
        }

        private let primary: ThrowawayServer
        private let replica: ThrowawayServer
        private let store: PostgreSQLStore

        init() async throws {
            primary = try ThrowawayServer()
            replica = try ThrowawayServer(replicaOf: primary)
            let raw = try RawDatabase(primary.connection)
            try raw.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            try raw.execute("SELECT pg_reload_conf()")
            while try raw.rows("SELECT sync_state FROM pg_stat_replication") != ["sync"] {}
            var configuration = PostgreSQLStore.Configuration()
            (configuration.timeout, configuration.connectTimeout) = (.seconds(3), .seconds(2))
            store = try await PostgreSQLStore(
                "postgres://tests@/postgres?host=\(primary.folder),\(replica.folder)&target_session_attrs=read-write",
                configuration: configuration
            )
        }

        @Test("F1 has all that was acknowledged, logouts and rotations too, and the store finds it by itself")
        func promoted() async throws {
            let tally = Tally()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<16 { group.addTask { await write(from: writer * 100_000, tally) } }
                for stage in [Stage.created, .rotated, .ended] {
                    while tally.count(stage) < 100 {
                        try #require(tally.uncertain.withLock { $0.count } < 16, "all writers have given up")
                        await Task.yield()
                    }
                }
                // What the primary acknowledged from here on would be lost. It cannot, since nobody has it besides: not for as
                // long as some thousand reads take.
                try replica.kill()
                let raw = try RawDatabase(primary.connection)
                for _ in 0..<2_000 { try raw.execute("SELECT FROM hardtack_tables") }
                try primary.kill()
                try replica.start()
                try await group.waitForAll()
            }
            try replica.promote()
            let promoted = ContinuousClock.now
            try await recover()
            #expect(promoted.duration(to: .now) < .seconds(15))

            for (number, stage) in tally.acknowledged.withLock({ $0 }) {
                try await expect(stage, of: number, isUncertain: tally.uncertain.withLock { $0.contains(number) })
            }
            #expect(tally.uncertain.withLock { $0.count } <= 16, "one for each that wrote")
            await store.close()
        }

        /// One session after another until the store fails: a third is made, a third rotated, a third ended.
        private func write(from first: Int, _ tally: Tally) async {
            var number = first
            while true {
                number += 1
                do throws(StoreError) {
                    let record = sample(number)
                    #expect(try await store.create(record, admission: nil, now: start) == .created(ended: []))
                    tally.note(number, .created)
                    switch number % 3 {
                    case 0: break
                    case 1:
                        let outcome = try await store.rotate(
                            record.key,
                            expecting: 1,
                            to: renewed(record),
                            leaving: .forwarding(successor: [1]),
                            admission: nil,
                            now: start
                        )
                        #expect(outcome == .rotated(ended: []))
                        tally.note(number, .rotated)
                    default:
                        let wasLive = try await store.deleteFamily(record.family, now: start)
                        #expect(wasLive)
                        tally.note(number, .ended)
                    }
                } catch {
                    _ = tally.uncertain.withLock { $0.insert(number) }
                    #expect(error.code == .unavailable, "\(error)")
                    return
                }
            }
        }

        private func renewed(_ record: SessionRecord) -> SessionRecord {
            var renewed = record
            var hash = record.key.hash
            hash[31] = 0xFF
            (renewed.key, renewed.confirmedAt) = (StoreKey(tag: record.key.tag, hash: hash), nil)
            return renewed
        }

        private func expect(_ stage: Stage, of number: Int, isUncertain: Bool) async throws {
            let record = sample(number)
            let (old, new) = (try await store.load(record.key), try await store.load(renewed(record).key))
            switch stage {
            case .created where !isUncertain:
                #expect(old == record, "number \(number) was created")
            case .created:
                // Renewed or ended, or neither.
                if number % 3 == 1 { #expect(old == record || new == renewed(record), "number \(number)") }
            case .rotated:
                #expect(old?.state == .forwarding(successor: [1]), "number \(number) was rotated")
                #expect(new == renewed(record), "number \(number) was rotated")
            case .ended:
                #expect(old == nil && new == nil, "number \(number) was ended")
            }
        }

        /// Tries to write until it succeeds, which it must within a minute.
        private func recover() async throws {
            let end = ContinuousClock.now + .seconds(60)
            while true {
                do throws(StoreError) {
                    _ = try await store.create(sample(99_000_000), admission: nil, now: start)
                    return
                } catch {
                    try #require(ContinuousClock.now < end, "\(error)")
                    await Task.yield()
                }
            }
        }
    }
#endif
