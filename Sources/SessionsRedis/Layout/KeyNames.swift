#if Redis
    import Sessions

    /// The names of everything that a store keeps. What stands in braces decides on the hash slot.
    ///
    /// ```
    /// prefix:{shard}:hex tag   hash     the rows of all IDs with that tag, by their 32-byte hash: one session, as a rule
    /// prefix:due:{shard}       zset     the tags of a shard, by the time when the purge has something to do there
    /// prefix:f:{hex family}    string   the tag of a family
    /// prefix:u:{/subject}      hash     the families of a subject
    /// prefix:n:{/subject}      string   the subject's not-before, in milliseconds
    /// ```
    /// The last ten bits of a tag name its *shard*: one of 1,024 slots that lie evenly among the 16,384 of a cluster, so
    /// that each server has its share of them, whether there are three or a hundred. More of them would make a purge ask
    /// more often; fewer would be uneven. A session and its schedule share a slot, and so do the two keys of a subject.
    struct KeyNames: Sendable {
        /// How many schedules there are.
        static let shards = 1_024

        /// For each shard the lowest number whose digits lie in its slot.
        private static let names: [[UInt8]] = {
            let distance = HashSlot.count / shards
            var names = Array(repeating: [UInt8](), count: shards)
            var missing = shards
            var number = 0
            while missing > 0 {
                let name = Array(String(number).utf8)
                let (shard, rest) = HashSlot.of(name).quotientAndRemainder(dividingBy: distance)
                if rest == 0, names[shard].isEmpty {
                    names[shard] = name
                    missing -= 1
                }
                number += 1
            }
            return names
        }()

        private let prefix: [UInt8]

        init(prefix: String) {
            self.prefix = Array(prefix.utf8)
        }

        func session(_ tag: UInt32) -> [UInt8] {
            name(":{", Self.names[shard(of: tag)]) + [UInt8(ascii: ":")] + Hex.digits(of: tag)
        }

        func schedule(_ shard: Int) -> [UInt8] {
            name(":due:{", Self.names[shard])
        }

        func schedule(of tag: UInt32) -> [UInt8] {
            schedule(shard(of: tag))
        }

        private func shard(of tag: UInt32) -> Int {
            Int(tag % UInt32(Self.shards))
        }

        func family(_ family: SessionFamily) -> [UInt8] {
            name(":f:{", Array(family.description.utf8))
        }

        // The stroke is there for the empty subject: braces around nothing would be no hash tag.

        func subject(_ subject: [UInt8]) -> [UInt8] {
            name(":u:{", [UInt8(ascii: "/")] + subject)
        }

        func notBefore(_ subject: [UInt8]) -> [UInt8] {
            name(":n:{", [UInt8(ascii: "/")] + subject)
        }

        private func name(_ kind: String, _ tag: [UInt8]) -> [UInt8] {
            prefix + Array(kind.utf8) + tag + [UInt8(ascii: "}")]
        }
    }
#endif
