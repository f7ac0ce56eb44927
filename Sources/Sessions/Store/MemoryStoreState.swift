/// A record and when it came: of two that were seen at the same time the higher number is the newer.
struct MemoryRow {
    var record: SessionRecord
    let number: Int
}

/// What the lock guards. Subjects are keys as bytes: as strings, two spellings of one "é" would be one user.
struct MemoryStoreState {
    var rows: [StoreKey: MemoryRow] = [:]
    var notBefores: [[UInt8]: Timestamp] = [:]
    private var families: [SessionFamily: [StoreKey]] = [:]
    private var subjects: [[UInt8]: Set<StoreKey>] = [:]
    private var expiries = Schedule<StoreKey>()
    private var wipes = Schedule<StoreKey>()
    private var forgettings = Schedule<[UInt8]>()
    private var inserted = 0

    /// The longest life of a cookie (SC-17): so long a not-before may matter.
    private static let notBeforeLifetime: Duration = .seconds(400 * 86_400)

    // MARK: Looking

    func live(_ key: StoreKey, now: Timestamp) -> SessionRecord? {
        guard let record = rows[key]?.record, record.state == .live, !record.isExpired(at: now) else { return nil }
        return record
    }

    func live(of subject: String, now: Timestamp) -> [MemoryRow] {
        (subjects[Array(subject.utf8)] ?? []).compactMap { key in live(key, now: now) == nil ? nil : rows[key] }
    }

    func keys(of family: SessionFamily) -> [StoreKey] {
        families[family] ?? []
    }

    func count(of gone: [SessionFamily]) -> Int {
        gone.reduce(0) { $0 + keys(of: $1).count }
    }

    /// Those that must go when one more is made. The new one itself never goes, however old its last request.
    func surplusTombstones(of family: SessionFamily) -> ArraySlice<StoreKey> {
        keys(of: family).compactMap { rows[$0] }
            .filter { $0.record.state != .live }
            .sorted { ($0.record.lastSeen, $0.number) < ($1.record.lastSeen, $1.number) }
            .map(\.record.key)
            .dropLast(Tombstone.maximumPerFamily - 1)
    }

    enum Verdict {
        case admitted(ending: [SessionFamily])
        case refusedByNotBefore
        case refusedByLimit
    }

    func admit(
        _ record: SessionRecord,
        by admission: Admission?,
        besides replaced: SessionFamily?,
        now: Timestamp
    ) -> Verdict {
        guard let admission, let subject = record.subject else { return .admitted(ending: []) }
        if let notBefore = notBefores[Array(subject.utf8)], admission.requestBegan <= notBefore {
            return .refusedByNotBefore
        }
        guard let limit = admission.limit else { return .admitted(ending: []) }
        var others: [SessionFamily: (lastSeen: Timestamp, number: Int)] = [:]
        for row in live(of: subject, now: now) {
            let family = row.record.family
            guard family != record.family, family != replaced else { continue }
            let seen = (row.record.lastSeen, row.number)
            if let other = others[family], other >= seen { continue }
            others[family] = seen
        }
        switch limit {
        case .refuse(let over):
            return others.count < over ? .admitted(ending: []) : .refusedByLimit
        case .endOldest(let over):
            // No room can be made for one session where none is allowed.
            guard over >= 1 else { return .refusedByLimit }
            let oldestFirst = others.sorted { $0.value < $1.value }.map(\.key)
            return .admitted(ending: oldestFirst.dropLast(over - 1))
        }
    }

    // MARK: Changing

    mutating func insert(_ record: SessionRecord) {
        inserted += 1
        rows[record.key] = MemoryRow(record: record, number: inserted)
        families[record.family, default: []].append(record.key)
        if let subject = record.subject { subjects[Array(subject.utf8), default: []].insert(record.key) }
        expire(record.key, at: record.deadline)
        if let at = record.wipeAt { wipe(record.key, at: at) }
    }

    /// Changes a row in place. The expiry schedule hears of a deadline only when it comes nearer.
    mutating func change(_ key: StoreKey, _ body: (inout SessionRecord) -> Void) {
        guard let index = rows.index(forKey: key) else { return }
        let before = rows.values[index].record.deadline
        body(&rows.values[index].record)
        let after = rows.values[index].record.deadline
        if after < before { expire(key, at: after) }
    }

    private mutating func expire(_ key: StoreKey, at deadline: Timestamp) {
        expiries.add(key, at: deadline)
        expiries.rebuild(ifOver: rows.count) { rows[$0]?.record.deadline }
    }

    private mutating func wipe(_ key: StoreKey, at time: Timestamp) {
        wipes.add(key, at: time)
        wipes.rebuild(ifOver: rows.count) { rows[$0]?.record.wipeAt }
    }

    mutating func bury(_ old: SessionRecord, as tombstone: Tombstone) {
        switch tombstone {
        case .forwarding(let successor):
            change(old.key) { row in
                row.state = .forwarding(successor: successor)
                row.payload = []
                row.idleDeadline = row.absoluteDeadline
            }
        case .superseded(let until):
            for key in keys(of: old.family) where key == old.key || rows[key]?.record.state != .live {
                change(key) { row in
                    row.state = .superseded
                    row.payload = []
                    row.idleDeadline = until
                    row.absoluteDeadline = until
                }
            }
        }
    }

    mutating func closePredecessors(in family: SessionFamily, at now: Timestamp) {
        for key in keys(of: family) {
            guard case .forwarding(let successor) = rows[key]?.record.state else { continue }
            change(key) { $0.state = .closed(successor: successor, at: now) }
            wipe(key, at: now + Tombstone.successorLifetime)
        }
    }

    mutating func remove(_ key: StoreKey) {
        guard let record = rows.removeValue(forKey: key)?.record else { return }
        families[record.family]?.removeAll { $0 == key }
        if families[record.family]?.isEmpty == true { families[record.family] = nil }
        guard let subject = record.subject.map({ Array($0.utf8) }) else { return }
        subjects[subject]?.remove(key)
        if subjects[subject]?.isEmpty == true { subjects[subject] = nil }
    }

    mutating func remove(_ family: SessionFamily) {
        for key in keys(of: family) { remove(key) }
    }

    mutating func removeAll(of subject: String, except kept: SessionFamily?, now: Timestamp) -> Int {
        let ended = live(of: subject, now: now).count { $0.record.family != kept }
        let gone = Set((subjects[Array(subject.utf8)] ?? []).compactMap { rows[$0]?.record.family })
        for family in gone where family != kept { remove(family) }
        return ended
    }

    mutating func raiseNotBefore(of subject: String, to now: Timestamp, capacity: Int) throws(StoreError) {
        let subject = Array(subject.utf8)
        if let current = notBefores[subject] {
            notBefores[subject] = max(current, now)
            return
        }
        if notBefores.count >= capacity { forgetNotBefores(limit: 1, now: now) }
        guard notBefores.count < capacity else {
            throw StoreError(.full, "The memory store holds as many not-befores as it may: \(capacity).")
        }
        notBefores[subject] = now
        forgettings.add(subject, at: now + Self.notBeforeLifetime)
    }

    // MARK: Making room

    /// Sees to it that there is room for one more row once those have left that the caller is about to remove.
    mutating func makeRoom(
        in capacity: Int,
        now: Timestamp,
        besides leaving: (MemoryStoreState) -> Int
    ) throws(StoreError) {
        let excess = rows.count - leaving(self) - capacity + 1
        guard excess > 0 else { return }
        _ = removeExpired(limit: excess, now: now)
        // Counted again: what has expired may be among what is about to leave.
        guard rows.count - leaving(self) < capacity else {
            throw StoreError(.full, "The memory store holds as many sessions as it may: \(capacity), none expired.")
        }
    }

    mutating func removeExpired(limit: Int, now: Timestamp) -> Int {
        var removed = 0
        while removed < limit, let key = expiries.next(dueAt: now) {
            guard let record = rows[key]?.record else { continue }
            if record.isExpired(at: now) {
                remove(key)
                removed += 1
            } else {
                expiries.add(key, at: record.deadline)
            }
        }
        return removed
    }

    mutating func wipeSuccessors(limit: Int, now: Timestamp) -> Int {
        var wiped = 0
        while wiped < limit, let key = wipes.next(dueAt: now) {
            guard let row = rows[key], let due = row.record.wipeAt, due <= now else { continue }
            guard case .closed(_, let at) = row.record.state else { continue }
            change(key) { $0.state = .closed(successor: nil, at: at) }
            wiped += 1
        }
        return wiped
    }

    @discardableResult
    mutating func forgetNotBefores(limit: Int, now: Timestamp) -> Int {
        var forgotten = 0
        while forgotten < limit, let subject = forgettings.next(dueAt: now) {
            guard let notBefore = notBefores[subject] else { continue }
            let end = notBefore + Self.notBeforeLifetime
            if end <= now {
                notBefores[subject] = nil
                forgotten += 1
            } else {
                forgettings.add(subject, at: end)
            }
        }
        return forgotten
    }
}

extension SessionRecord {
    /// The earlier of the two.
    fileprivate var deadline: Timestamp { min(idleDeadline, absoluteDeadline) }

    /// When a closed tombstone's sealed successor is to be wiped; `nil` if there is none.
    fileprivate var wipeAt: Timestamp? {
        guard case .closed(.some, let at) = state else { return nil }
        return at + Tombstone.successorLifetime
    }
}
