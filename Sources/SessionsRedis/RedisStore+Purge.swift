#if Redis
    public import Sessions

    extension RedisStore {
        /// How many schedules are asked for at a time, and how many sessions are gone about.
        private static let batch = 256

        /// Deletes rows past a deadline and wipes the successors of tombstones that were closed a minute ago.
        ///
        /// Redis forgets a session by itself a minute after the last deadline of its rows. This is what keeps to the minute
        /// before, wipes what is to be wiped, and takes what has gone out of the indexes. Each session is purged in one
        /// step; a call that throws may have purged some.
        public func deleteExpired(limit: Int, now: Timestamp) async throws(StoreError) -> Int {
            var purge = Purge(limit: limit)
            for first in stride(from: 0, to: KeyNames.shards, by: Self.batch) where !purge.isOver {
                let shards = first..<min(first + Self.batch, KeyNames.shards)
                let replies = try await router.perform(
                    shards.map { shard in
                        Command(
                            "ZRANGEBYSCORE",
                            key: names.schedule(shard),
                            [Array("-inf".utf8), [UInt8](decimal: now.milliseconds)]
                        )
                    },
                    by: router.deadline()
                )
                let due = replies.flatMap { $0.array ?? [] }.compactMap { $0.bytes.flatMap(Hex.tag) }
                try await work(off: due, &purge, now: now)
            }
            return max(purge.deleted, purge.wiped)
        }

        /// What one call has done, and may still do.
        private struct Purge {
            let limit: Int
            var deleted = 0
            var wiped = 0

            var isOver: Bool { deleted >= limit && wiped >= limit }
        }

        private func work(
            off due: [UInt32],
            _ purge: inout Purge,
            now: Timestamp
        ) async throws(StoreError) {
            var rest = due[...]
            while !rest.isEmpty, !purge.isOver {
                // Shared out, so that all of them together keep to the limit. What is left over of a session stays due.
                let left = (purge.limit - purge.deleted, purge.limit - purge.wiped)
                let count = min(rest.count, Self.batch, max(1, min(left.0, left.1)))
                let tags = rest.prefix(count)
                rest = rest.dropFirst(count)
                var again: [UInt32] = []
                let commands = tags.map { tag in
                    router.call(
                        .expire,
                        keys: keys(of: tag),
                        [
                            [UInt8](decimal: now.milliseconds), [UInt8](decimal: left.0 / count),
                            [UInt8](decimal: left.1 / count),
                        ]
                    )
                }
                let replies = try await router.perform(commands, by: router.deadline())
                var gone: [[UInt8]: [SessionFamily]] = [:]
                for (tag, reply) in zip(tags, replies) {
                    guard let parts = reply.array, parts.count >= 2,
                        let deleted = parts[0].integer, let wiped = parts[1].integer
                    else { throw .unexpected }
                    purge.deleted += Int(deleted)
                    purge.wiped += Int(wiped)
                    // It has used up its share: there may be more.
                    if deleted > 0 && deleted == left.0 / count || wiped > 0 && wiped == left.1 / count {
                        again.append(tag)
                    }
                    for place in stride(from: 2, to: parts.count - 1, by: 2) {
                        guard let family = parts[place].bytes.flatMap({ SessionFamily(bytes: $0.span) }),
                            let subject = parts[place + 1].bytes
                        else { continue }
                        gone[subject, default: []].append(family)
                    }
                }
                rest = (again + rest)[...]
                // An entry that stays is harmless: the next one who looks into that index takes it out.
                let releases = gone.map { subjects.release($0.value, of: $0.key) }
                _ = try? await router.perform(releases, by: router.deadline())
            }
        }

        /// How many live records there are. Looks at every session, some hundred at a time: a second or two for a million.
        public func count(now: Timestamp) async throws(StoreError) -> Int {
            var count = 0
            for first in stride(from: 0, to: KeyNames.shards, by: Self.batch) {
                let shards = first..<min(first + Self.batch, KeyNames.shards)
                let replies = try await router.perform(
                    shards.map { Command("ZRANGE", key: names.schedule($0), [[48], Array("-1".utf8)]) },
                    by: router.deadline()
                )
                var rest = replies.flatMap { $0.array ?? [] }.compactMap { $0.bytes.flatMap(Hex.tag) }[...]
                while !rest.isEmpty {
                    let commands = rest.prefix(Self.batch).map { tag in
                        router.call(.count, keys: [names.session(tag)], [[UInt8](decimal: now.milliseconds)])
                    }
                    rest = rest.dropFirst(Self.batch)
                    for reply in try await router.perform(commands, by: router.deadline()) {
                        guard let live = reply.integer else { throw .unexpected }
                        count += Int(live)
                    }
                }
            }
            return count
        }
    }
#endif
