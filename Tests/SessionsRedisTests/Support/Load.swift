#if Redis
    import Sessions
    import SessionsRedis
    import StoreTesting
    import Synchronization
    import Testing

    /// Sessions that tasks make, change, renew and end, and what each task knows of its own from the answers: so that
    /// after a fault the store can be held against it.
    final class Load: Sendable {
        /// What must be there of one session.
        struct Expected: Sendable {
            /// The live row, by the last answer; `nil` once it was ended.
            var record: SessionRecord?
            var family: SessionFamily
            /// The keys that it had before.
            var old: [StoreKey] = []
            /// What was asked for without an answer, which may have happened or not.
            var isUncertain = false
        }

        private let store: RedisStore
        private let tagged: @Sendable (Int) -> UInt32
        private let number = Atomic<Int>(0)
        private let acknowledged = Atomic<Int>(0)
        private let isStopped = Atomic<Bool>(false)
        private let expected = Mutex<[Expected]>([])

        /// - Parameter tagged: the tag of each session, by its number.
        init(_ store: RedisStore, tagged: @escaping @Sendable (Int) -> UInt32 = { UInt32($0) &* 0x9E37_79B9 }) {
            self.store = store
            self.tagged = tagged
        }

        /// How many writes have been answered.
        var answers: Int { acknowledged.load(ordering: .relaxed) }
        var sessions: Int { expected.withLock { $0.count } }

        func stop() {
            isStopped.store(true, ordering: .relaxed)
        }

        /// One task: a session after another, until it is stopped or the store fails. Gives the failure.
        func run() async -> StoreError? {
            while !isStopped.load(ordering: .relaxed) {
                let first = number.wrappingAdd(4, ordering: .relaxed).oldValue
                var session = Expected(record: nil, family: sampleFamily(first))
                do throws(StoreError) {
                    try await live(first, &session)
                    expected.withLock { $0.append(session) }
                } catch {
                    session.isUncertain = true
                    expected.withLock { $0.append(session) }
                    return error
                }
            }
            return nil
        }

        private func live(_ first: Int, _ session: inout Expected) async throws(StoreError) {
            var record = sample(first, subject: first % 8 == 0 ? "s\(first % 64)" : nil)
            record.key = key(first)
            guard try await store.create(record, admission: nil, now: start) == .created(ended: []) else {
                throw StoreError(.corrupt, "a key is taken")
            }
            session.record = record
            note()
            for step in 0..<6 {
                var changed = next(record)
                changed.payload = [UInt8(step)]
                guard try await store.update(record.key, expecting: record.version, to: changed, now: start) == .updated
                else { throw StoreError(.corrupt, "an update that was answered is not there") }
                record = changed
                session.record = record
                note()
            }
            var renewed = record
            renewed.key = key(first + 1)
            renewed.confirmedAt = nil
            guard
                try await store.rotate(
                    record.key,
                    expecting: record.version,
                    to: renewed,
                    leaving: .forwarding(successor: [1]),
                    admission: nil,
                    now: start
                ) == .rotated(ended: [])
            else { throw StoreError(.corrupt, "a session that was answered is not there") }
            session.old.append(record.key)
            session.record = renewed
            note()
            guard try await store.confirm(renewed.key, now: soon) else {
                throw StoreError(.corrupt, "a renewal that was answered is not there")
            }
            renewed.confirmedAt = soon
            session.record = renewed
            note()
            guard first % 3 == 0 else { return }
            guard try await store.deleteFamily(renewed.family, now: soon) else {
                throw StoreError(.corrupt, "a session that was answered is not there")
            }
            session.old.append(renewed.key)
            session.record = nil
            note()
        }

        private func key(_ number: Int) -> StoreKey {
            StoreKey(tag: tagged(number / 4), hash: sampleKey(number).hash)
        }

        private func note() {
            acknowledged.wrappingAdd(1, ordering: .relaxed)
        }

        /// What the store does not hold as it was answered, a sentence each.
        func losses() async throws -> [String] {
            var losses: [String] = []
            for session in expected.withLock({ $0 }) {
                guard let record = session.record else {
                    for key in session.old where try await store.load(key) != nil {
                        losses.append("an ended session came back")
                    }
                    continue
                }
                let found = try await store.load(record.key)
                if session.isUncertain {
                    // The last step may have happened: one version more, a renewal or the end.
                    let isRenewed = found.map { $0.state != .live } ?? false
                    let isEnded = found == nil && record.confirmedAt != nil
                    let isChanged = found.map { $0.version == record.version || $0.version == record.version + 1 }
                    if !isRenewed && !isEnded && isChanged != true { losses.append("a write was lost before the last") }
                } else if found != record {
                    losses.append(found == nil ? "a session is gone" : "a session is not as it was answered")
                }
                for key in session.old {
                    guard let old = try await store.load(key) else {
                        // Gone with its session, if that has just been ended.
                        if !session.isUncertain { losses.append("a tombstone is gone") }
                        continue
                    }
                    if old.state == .live { losses.append("an old ID is live again") }
                }
            }
            return losses
        }
    }

    /// Kills a server under load and starts it again: nothing that was acknowledged is lost, and what fails is told as
    /// unavailable. For a server that flushes each write.
    func killAndRestart(_ server: RedisServer, under store: RedisStore, rounds: Int) async throws {
        for round in 1...rounds {
            let load = Load(store) { UInt32($0) &* 0x9E37_79B9 &+ UInt32(round) }
            let failures = try await withThrowingTaskGroup(of: StoreError?.self) { group in
                for _ in 0..<16 { group.addTask { await load.run() } }
                let isBusy = try await eventually { load.answers > 150 * round }
                #expect(isBusy)
                server.kill()
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(failures.allSatisfy { $0?.code == .unavailable }, "\(failures)")
            try server.start()
            // By itself: the store connects again.
            let isBack = try await eventually { await store.answers(sampleKey(0)) }
            #expect(isBack)
            #expect(try await load.losses() == [])
            for session in try await store.list(subject: "s0", now: soon) {
                _ = try await store.deleteFamily(session.family, now: soon)
            }
            _ = try server.raw().call("FLUSHALL")
        }
    }
#endif
