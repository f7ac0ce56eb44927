#if Redis
    /// Which master has which slots of a cluster.
    struct SlotMap: Sendable {
        private(set) var masters: [Address] = []
        /// For each slot the place of its master among `masters`; -1 where the cluster has none just now.
        private var places = Array(repeating: -1, count: HashSlot.count)

        /// Reads the answer to CLUSTER SLOTS.
        /// - Parameter asked: who has answered: a server that does not know its own address leaves it out.
        init?(_ reply: Reply, asked: Address) {
            guard let ranges = reply.array, !ranges.isEmpty else { return nil }
            for range in ranges {
                guard let range = range.array, range.count >= 3,
                    let first = range[0].integer, let last = range[1].integer,
                    let master = range[2].array, master.count >= 2, let port = master[1].integer,
                    0 <= first, first <= last, last < HashSlot.count, let port = Int32(exactly: port)
                else { return nil }
                let host = master[0].word ?? ""
                let isKnown = !host.isEmpty && host != "?"
                set(Int(first)...Int(last), to: Address(host: isKnown ? host : asked.host, port: port))
            }
        }

        subscript(slot: Int) -> Address? {
            places[slot] < 0 ? nil : masters[places[slot]]
        }

        /// Notes that a server has said where a slot is now.
        mutating func set(_ slots: ClosedRange<Int>, to master: Address) {
            let place = masters.firstIndex(of: master) ?? masters.count
            if place == masters.count { masters.append(master) }
            for slot in slots { places[slot] = place }
        }
    }
#endif
