#if Redis
    public import Sessions

    extension RedisStore {
        /// The next rows, in the order of the schedules that know of their tags, then of tags, then of keys: nothing but
        /// the coming and going of a row changes that.
        ///
        /// All rows of a session are read at one moment, and none is missed because it was renewed meanwhile; two sessions
        /// may show two moments.
        public func page(after cursor: StoreCursor?, limit: Int) async throws(StoreError) -> StorePage {
            var position = try cursor.map(Position.init) ?? Position()
            let limit = max(1, limit)
            var page = StorePage(records: [], next: nil)
            while position.shard < KeyNames.shards {
                // The first alone, which may be near the end of the page; then many, of which most may be empty.
                let shards = position.shard..<min(position.shard + (position.tag == nil ? 64 : 1), KeyNames.shards)
                let replies = try await router.perform(
                    shards.map { Command("ZRANGE", key: names.schedule($0), [[48], Array("-1".utf8)]) },
                    by: router.deadline()
                )
                for (shard, reply) in zip(shards, replies) {
                    if shard > position.shard { position = Position(shard: shard) }
                    let tags = (reply.array ?? []).compactMap { $0.bytes.flatMap(Hex.tag) }
                    if try await fill(&page, from: tags.sorted(), &position, limit) { return page }
                }
                position = Position(shard: shards.upperBound)
            }
            return page
        }

        /// Adds the rows of those tags that come after the position; true, and the next position is set, when it is full.
        private func fill(
            _ page: inout StorePage,
            from tags: [UInt32],
            _ position: inout Position,
            _ limit: Int
        ) async throws(StoreError) -> Bool {
            var rest = tags.drop { tag in position.tag.map { tag < $0 } ?? false }
            while !rest.isEmpty {
                let batch = Array(rest.prefix(min(limit, 64)))
                rest = rest.dropFirst(batch.count)
                let sessions = try await rows(of: batch, by: router.deadline())
                for (tag, session) in zip(batch, sessions) {
                    let rows =
                        session.records.map { (hash: $0.key.bytes, record: Optional($0)) }
                        + session.unreadable.map { (hash: $0.bytes, record: nil) }
                    let last = position.tag == tag ? position.hash : nil
                    for row in rows.sorted(by: { $0.hash.lexicographicallyPrecedes($1.hash) }) {
                        if let last, !last.lexicographicallyPrecedes(row.hash) { continue }
                        if page.records.count + page.unreadable == limit {
                            page.next = position.cursor
                            return true
                        }
                        if let record = row.record { page.records.append(record) } else { page.unreadable += 1 }
                        position = Position(shard: position.shard, tag: tag, hash: row.hash)
                    }
                }
            }
            return false
        }

        /// How far a page has come: the row that was its last, or the beginning of a schedule.
        private struct Position {
            var shard = 0
            var tag: UInt32?
            var hash: [UInt8]?

            init(shard: Int = 0, tag: UInt32? = nil, hash: [UInt8]? = nil) {
                self.shard = shard
                self.tag = tag
                self.hash = hash
            }

            init(_ cursor: StoreCursor) throws(StoreError) {
                var reader = RowReader(cursor.bytes)
                let unknown = StoreError(
                    .invalidConfiguration,
                    "The cursor is none that a page of this store has given."
                )
                guard let shard = reader.word(), shard < UInt32(KeyNames.shards) else { throw unknown }
                self.init(shard: Int(shard))
                if reader.isAtEnd { return }
                guard let tag = reader.word(), let hash = reader.take(32), reader.isAtEnd else { throw unknown }
                (self.tag, self.hash) = (tag, hash)
            }

            var cursor: StoreCursor {
                var words = [UInt32(shard)]
                if let tag { words.append(tag) }
                let numbers = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } }
                return StoreCursor(numbers + (hash ?? []))
            }
        }
    }
#endif
