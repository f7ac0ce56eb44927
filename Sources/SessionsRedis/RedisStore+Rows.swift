#if Redis
    import Sessions
    import StoreSupport

    /// What the scripts on a session's rows answer with.
    enum RowAnswer: String {
        case done, missing, conflict, exists
        /// The indexes would have to know first; nothing was changed.
        case again
    }

    extension RedisStore {
        /// The keys of a script that may change when the purge has something to do.
        func keys(of tag: UInt32) -> [[UInt8]] {
            [names.session(tag), names.schedule(of: tag)]
        }

        func call(
            _ script: Script,
            keys: [[UInt8]],
            _ arguments: [[UInt8]],
            by end: Router.Time
        ) async throws(StoreError) -> RowAnswer {
            let reply = try await router.perform(router.call(script, keys: keys, arguments), by: end)
            guard let parts = reply.array else { return try Self.answer(reply) }
            guard parts.count == 4, let answer = parts.first,
                let family = parts[1].bytes.flatMap({ SessionFamily(bytes: $0.span) }),
                let tag = parts[2].bytes, let lifetime = parts[3].integer
            else { throw .unexpected }
            // The change is made, whatever becomes of this; and another server is not waited for long.
            let soon = min(end, ContinuousClock.now + router.timeout / 4)
            _ = try? await router.perform(families.cover(family, at: tag, for: lifetime), by: soon)
            return try Self.answer(answer)
        }

        static func answer(_ reply: Reply) throws(StoreError) -> RowAnswer {
            guard let answer = reply.word.flatMap(RowAnswer.init) else { throw .unexpected }
            return answer
        }

        /// The row under that key; `nil` if there is none.
        func row(_ key: StoreKey, by end: Router.Time) async throws(StoreError) -> SessionRecord? {
            let reply = try await router.perform(
                Command("HGET", key: names.session(key.tag), [key.bytes]),
                by: end
            )
            guard let bytes = reply.bytes else { return nil }
            return try Row.record(bytes, under: key) ?? SessionRecord.unreadable(key)
        }

        /// All rows of those tags, and how many there are besides that no record can be made of.
        func rows(
            of tags: [UInt32],
            by end: Router.Time
        ) async throws(StoreError) -> [(records: [SessionRecord], unreadable: [StoreKey])] {
            let replies = try await router.perform(
                tags.map { Command("HGETALL", key: names.session($0)) },
                by: end
            )
            var sessions: [(records: [SessionRecord], unreadable: [StoreKey])] = []
            for (tag, reply) in zip(tags, replies) {
                var session: (records: [SessionRecord], unreadable: [StoreKey]) = ([], [])
                let fields = reply.array ?? []
                for place in stride(from: 0, to: fields.count - 1, by: 2) {
                    // What is no hash of an ID is the fence of a family.
                    guard let hash = fields[place].bytes, let key = StoreKey(tag: tag, hash: hash.span),
                        let bytes = fields[place + 1].bytes
                    else { continue }
                    if let record = try Row.record(bytes, under: key) {
                        session.records.append(record)
                    } else {
                        session.unreadable.append(key)
                    }
                }
                sessions.append(session)
            }
            return sessions
        }
    }

    extension StoreKey {
        /// The 32 bytes of the hash: they come of an ID that holds the tag, so that they are unique without it.
        var bytes: [UInt8] { (0..<32).map { hash[$0] } }
    }

    extension SessionRecord {
        /// Live, and before both deadlines.
        func isLive(at now: Timestamp) -> Bool {
            state == .live && !isExpired(at: now)
        }

        /// For how many milliseconds an index has to know of it: a minute longer than it can live.
        func lifetime(at now: Timestamp) -> Int64 {
            min(max((absoluteDeadline - now).wholeMilliseconds, 0), 1 << 51) + 60_000
        }
    }

    extension StoreError {
        static let unexpected = StoreError(
            .corrupt,
            "Redis holds something under a key of the session store, or answers a script, as this kit does not."
        )
    }
#endif
