import Sessions

/// What the rows of the store must look like after each step, and what of them makes one state differ from another.
extension Ledger {
    /// Reads every row that was ever there.
    mutating func look(into store: any SessionStore) async throws(StoreError) {
        for key in entries.keys { entries[key]?.row = try await store.load(key) }
    }

    mutating func checkRows(at now: Timestamp) throws(Broken) {
        var live: Set<SessionFamily> = []
        var forwarding: Set<SessionFamily> = []
        for entry in entries.values {
            guard let row = entry.row else { continue }
            guard let family = families[entry.family] else { continue }
            if family.end == .deleted { throw Broken("R1: a session that was ended is still in the store") }
            if family.end == .superseded || entry.epoch < family.epoch, row.state != .superseded {
                throw Broken("R4: an ID from before a change of privilege still leads somewhere")
            }
            guard row.family == entry.family else { throw Broken("R2: a session has changed its family") }
            switch row.state {
            case .live:
                guard live.insert(entry.family).inserted else { throw Broken("B23: a session has two live rows") }
                try checkDeadlines(of: row, family)
                if row.isExpired(at: now), family.end == nil { families[entry.family]?.end = .expired }
            case .forwarding:
                guard forwarding.insert(entry.family).inserted else { throw Broken("R8: a chain of renewals grows") }
            case .closed, .superseded: break
            }
        }
        for (family, facts) in families where facts.end == nil && !live.contains(family) {
            throw Broken("a session is gone that nobody has ended")
        }
    }

    private func checkDeadlines(of row: SessionRecord, _ family: Family) throws(Broken) {
        guard row.absoluteDeadline == family.authenticated + SessionExplorer.policy.absoluteTimeout else {
            throw Broken("R3: the absolute deadline is not that of the last authentication")
        }
        guard row.idleDeadline <= min(row.lastSeen + SessionExplorer.policy.idleTimeout, row.absoluteDeadline) else {
            throw Broken("a session outlives its idle timeout")
        }
    }

    func add(to print: inout Fingerprint) {
        for entry in entries.values.sorted(by: { $0.name < $1.name }) {
            print.add(entry.name)
            print.add(entry.epoch)
            print.add(entry.presented)
            print.add(entry.confirmed)
            print.add(entry.supersededUntil)
            print.add(entry.content)
            if let successor = entry.successor { print.add(name(successor)) }
            guard let row = entry.row else {
                print.add(0)
                continue
            }
            switch row.state {
            case .live: print.add(1)
            case .forwarding: print.add(2)
            case .closed(let successor, let time):
                print.add(successor == nil ? 3 : 4)
                print.add(time)
            case .superseded: print.add(5)
            }
            print.add(UInt64(bitPattern: row.version))
            for time in [row.lastSeen, row.idleDeadline, row.absoluteDeadline, row.renewAt] { print.add(time) }
            print.add(row.authenticated)
            print.add(row.confirmedAt)
        }
        for family in families.values.sorted(by: { $0.name < $1.name }) {
            print.add(family.name)
            print.add(family.epoch)
            for name in family.written.sorted() { print.add(name) }
            print.add(family.count)
            print.add(family.authenticated)
            print.add(family.end?.rawValue ?? 0)
        }
        for (subject, time) in notBefores.sorted(by: { $0.key < $1.key }) {
            print.add(subject)
            print.add(time)
        }
    }
}
