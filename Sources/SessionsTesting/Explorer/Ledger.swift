import Sessions

/// What may be true of the sessions of a story: kept from what requests wanted and from what the store did at which
/// step, never from what the manager says.
///
/// A session is a family. A change of privilege begins a new epoch of it: whoever presented an ID of an earlier epoch
/// may neither read nor write any more.
struct Ledger {
    struct Entry {
        let name: String
        let family: SessionFamily
        let epoch: Int
        /// The row as it was after the last step.
        var row: SessionRecord?
        /// Who wrote the payload, having seen what: stands for what is in it, which is sealed.
        var content = Fingerprint()
        /// What a renewal replaced it with.
        var successor: StoreKey?
        /// When it first came with a request.
        var presented: Timestamp?
        /// When the request began whose begin closed the predecessor. Of several that overlap it need not be the first.
        var confirmed: Timestamp?
        /// Until when a request with it counts as overtaken by a change of privilege.
        var supersededUntil: Timestamp?
    }

    struct Family {
        enum End: Int {
            case deleted = 1
            case superseded, expired
        }

        let name: String
        let subject: String?
        var epoch = 0
        var written: Set<String> = []
        var count = 0
        /// From when the absolute deadline runs.
        var authenticated: Timestamp
        var end: End?
    }

    var entries: [StoreKey: Entry] = [:]
    var families: [SessionFamily: Family] = [:]
    /// Cookie values that were handed out.
    var ids: [String: StoreKey] = [:]
    /// When all sessions of a subject were ended, by the subject's name in the store.
    var notBefores: [String: Timestamp] = [:]

    // MARK: Looking

    /// Whether a request that presented those IDs may read and write what is under this one.
    func may(_ presented: [StoreKey], use key: StoreKey) -> Bool {
        guard let entry = entries[key] else { return false }
        return presented.contains { other in
            entries[other].map { $0.family == entry.family && $0.epoch == entry.epoch } ?? false
        }
    }

    /// Whether a session is there for those IDs.
    func isOpen(_ family: SessionFamily, to presented: [StoreKey]) -> Bool {
        guard let facts = families[family], facts.end == nil else { return false }
        return presented.contains { key in
            entries[key].map { $0.family == family && $0.epoch == facts.epoch } ?? false
        }
    }

    func name(_ key: StoreKey) -> String { entries[key]?.name ?? "an unknown ID" }

    // MARK: What the store did

    /// Takes down what a call of a request has done.
    /// - Parameter visit: who called; `nil` while the start is arranged.
    mutating func note(_ call: StoreCall, _ reply: StoreCall.Reply, by visit: Visit?, at now: Timestamp) throws(Broken)
    {
        let committed = visit?.committed ?? now
        switch (call, reply) {
        case (.create(let record, _, _), .created(.created)):
            try checkCreation(of: record, by: visit)
            open(record, by: visit, at: committed)
        case (.update(let key, _, let record, _), .updated(.updated)):
            try checkUse(of: key, by: visit)
            guard let visit else { return }
            guard visit.action == .write || visit.action == .modify else {
                throw Broken("a request that changes no value writes one")
            }
            noteValue(of: visit, in: record.family)
            entries[key]?.content = visit.history
        case (.touch(let key, _, _, _), .touched(true)):
            try checkUse(of: key, by: visit)
        case (.rotate(let key, _, let record, _, _, _), .rotated(.rotated)):
            try checkUse(of: key, by: visit)
            try noteRotation(of: key, to: record, by: visit, at: committed)
        case (.confirm(let key, _), .confirmed(true)):
            guard visit?.presented.contains(key) ?? true else {
                throw Broken("R7: an ID counts as seen though no request came with it")
            }
            entries[key]?.confirmed = visit?.began ?? now
        case (.deleteFamily(let family, _), .deleted):
            families[family]?.end = .deleted
        case (.deleteAll(let subject, let kept, let time), .counted):
            for family in families.keys where families[family]?.subject == subject && family != kept {
                families[family]?.end = .deleted
            }
            notBefores[subject] = max(notBefores[subject] ?? time, time)
        default: break
        }
    }

    private func checkCreation(of record: SessionRecord, by visit: Visit?) throws(Broken) {
        guard families[record.family] == nil else { throw Broken("R2: a new session begins in an old family") }
        guard let visit else { return }
        if visit.action.isLogin { return try checkNotBefore(record, visit) }
        guard !visit.hasMetSuperseded || visit.reading?.family != nil else {
            throw Broken("R4: a request with a superseded ID could write")
        }
        let isFirstWrite = visit.reading?.family == nil && (visit.action == .write || visit.action == .modify)
        guard isFirstWrite else { throw Broken("R5: a request whose session is gone creates one") }
    }

    private func checkNotBefore(_ record: SessionRecord, _ visit: Visit) throws(Broken) {
        if let subject = record.subject, let notBefore = notBefores[subject], visit.began <= notBefore {
            throw Broken("a login succeeds that began before all sessions of its subject were ended")
        }
    }

    private func checkUse(of key: StoreKey, by visit: Visit?) throws(Broken) {
        guard let visit else { return }
        guard may(visit.presented, use: key) else {
            throw Broken("R4: an ID from before a change of privilege writes what came after it")
        }
        guard let family = entries[key]?.family, families[family]?.end == nil else {
            throw Broken("R1: a request writes to a session that has ended")
        }
    }

    // MARK: Changing

    private mutating func open(_ record: SessionRecord, by visit: Visit?, at committed: Timestamp) {
        let name = add(record, epoch: 0, by: visit)
        families[record.family] = Family(name: name, subject: record.subject, authenticated: committed)
        if let visit {
            noteValue(of: visit, in: record.family)
        } else {
            families[record.family]?.written = [SessionExplorer.startValue]
        }
    }

    @discardableResult
    private mutating func add(_ record: SessionRecord, epoch: Int, by visit: Visit?) -> String {
        let kind = record.subject == nil ? "G" : "S"
        var name = visit.map { "\(kind).\($0.name)" } ?? "\(kind)\(entries.count)"
        while entries.values.contains(where: { $0.name == name }) { name += "'" }
        var entry = Entry(name: name, family: record.family, epoch: epoch)
        if let visit { entry.content = visit.history }
        entries[record.key] = entry
        return name
    }

    private mutating func noteValue(of visit: Visit, in family: SessionFamily) {
        switch visit.action {
        case .write: families[family]?.written.insert(Visit.value(of: visit.index))
        case .modify: families[family]?.count += 1
        default: break
        }
    }

    private mutating func noteRotation(
        of key: StoreKey,
        to record: SessionRecord,
        by visit: Visit?,
        at committed: Timestamp
    ) throws(Broken) {
        guard let old = entries[key], let before = families[old.family] else { throw Broken("a row of nobody's") }
        guard let visit, !visit.action.isQuiet else {
            guard record.family == old.family else { throw Broken("a renewal changes the family") }
            if let visit {
                guard visit.presented.contains(key) else {
                    throw Broken("R8: an ID is renewed by a request that did not come with it")
                }
                guard old.row?.confirmedAt != nil else {
                    throw Broken("R8: an ID is renewed before its predecessor is closed")
                }
                noteValue(of: visit, in: old.family)
            }
            add(record, epoch: old.epoch, by: visit)
            entries[key]?.successor = record.key
            return
        }
        if visit.isNewLogin {
            guard families[record.family] == nil else { throw Broken("R2: a login keeps the family") }
            try checkNotBefore(record, visit)
            supersede(old.family, at: committed)
            families[old.family]?.end = .superseded
            let name = add(record, epoch: 0, by: visit)
            families[record.family] = Family(name: name, subject: record.subject, authenticated: committed)
            return
        }
        guard visit.action.isLogin || visit.action == .elevate || visit.action == .rotate else {
            throw Broken("a request that ends a session rotates it")
        }
        guard record.family == old.family else { throw Broken("R2: a step-up changes the family") }
        supersede(old.family, at: committed)
        families[old.family]?.epoch += 1
        if visit.action != .rotate { families[old.family]?.authenticated = committed }
        add(record, epoch: before.epoch + 1, by: visit)
    }

    private mutating func supersede(_ family: SessionFamily, at now: Timestamp) {
        // Earlier tombstones too: the contract has all of a family's end together.
        for key in entries.keys where entries[key]?.family == family {
            entries[key]?.supersededUntil = now + SessionExplorer.overlap
        }
    }
}
