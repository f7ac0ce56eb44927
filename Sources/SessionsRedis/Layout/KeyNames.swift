#if Redis
    import Sessions

    /// The names of everything that a store keeps. What stands in braces decides on the hash slot.
    ///
    /// ```
    /// prefix:{hex tag}          hash     the rows of all IDs with that tag, by their 32-byte hash: one session, as a rule
    /// prefix:due:{slot's name}  zset     the tags of a slot, by the time when the purge has something to do there
    /// prefix:f:{hex family}     string   the tag of a family
    /// prefix:u:{/subject}       hash     the families of a subject
    /// prefix:n:{/subject}       string   the subject's not-before, in milliseconds
    /// ```
    /// A session and its schedule share a slot, and so do the two keys of a subject.
    struct KeyNames: Sendable {
        private let prefix: [UInt8]
        private let isCluster: Bool

        /// How many schedules there are: one for each slot of a cluster; otherwise so many that none holds more than a few
        /// thousand tags where there are some million sessions.
        let shards: Int

        init(prefix: String, isCluster: Bool) {
            self.prefix = Array(prefix.utf8)
            self.isCluster = isCluster
            shards = isCluster ? HashSlot.count : 1_024
        }

        func session(_ tag: UInt32) -> [UInt8] {
            prefix + Array(":{".utf8) + Hex.digits(of: tag) + [UInt8(ascii: "}")]
        }

        func schedule(_ shard: Int) -> [UInt8] {
            name(":due:{", isCluster ? HashSlot.names[shard] : Array("\(shard)".utf8))
        }

        func schedule(of tag: UInt32) -> [UInt8] {
            schedule(isCluster ? HashSlot.of(Hex.digits(of: tag)) : Int(tag) % shards)
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
