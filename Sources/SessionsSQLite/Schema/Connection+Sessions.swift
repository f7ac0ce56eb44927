import Sessions

/// A family as it stands in a row: 16 bytes, unless the file was damaged.
typealias FamilyBytes = [UInt8]

/// What the store's calls are made of. Those that write run within the writer's transaction.
extension Connection {
    // MARK: Looking

    /// Version and family of the live record under that key.
    func standing(_ key: StoreKey, now: Timestamp) throws(StoreError) -> (version: Int64, family: FamilyBytes)? {
        let statement = try statement(.standing)
        defer { statement.reset() }
        statement.bind(key)
        statement.bind(now)
        return try statement.step() ? (statement.integer(0), statement.bytes(1)) : nil
    }

    func notBefore(of subject: String) throws(StoreError) -> Timestamp? {
        let statement = try statement(.notBefore)
        defer { statement.reset() }
        statement.bind(subject)
        return try statement.step() ? statement.time(0) : nil
    }

    enum Verdict {
        case admitted(ending: [FamilyBytes])
        case refusedByNotBefore
        case refusedByLimit
    }

    /// Whether the subject of `record` may log in, and which of his families must end for it.
    func admit(
        _ record: SessionRecord,
        by admission: Admission?,
        besides replaced: FamilyBytes?,
        now: Timestamp
    ) throws(StoreError) -> Verdict {
        guard let admission, let subject = record.subject else { return .admitted(ending: []) }
        if let notBefore = try notBefore(of: subject), admission.requestBegan <= notBefore {
            return .refusedByNotBefore
        }
        guard let limit = admission.limit else { return .admitted(ending: []) }
        let others = try liveFamilies(of: subject, besides: record.family, and: replaced, now: now)
        switch limit {
        case .refuse(let over):
            return others.count < over ? .admitted(ending: []) : .refusedByLimit
        case .endOldest(let over):
            // No room can be made for one session where none is allowed.
            return over >= 1 ? .admitted(ending: others.dropLast(over - 1)) : .refusedByLimit
        }
    }

    /// Oldest first.
    private func liveFamilies(
        of subject: String,
        besides family: SessionFamily,
        and replaced: FamilyBytes?,
        now: Timestamp
    ) throws(StoreError) -> [FamilyBytes] {
        let statement = try statement(.liveFamilies)
        defer { statement.reset() }
        statement.bind(subject)
        statement.bind(now)
        statement.bind(family)
        statement.bind(replaced)
        var families: [FamilyBytes] = []
        while try statement.step() { families.append(statement.bytes(0)) }
        return families
    }

    // MARK: Changing

    /// False if there is a row under that key.
    func insert(_ row: CachedRow) throws(StoreError) -> Bool {
        guard try run(.insert, { $0.bind(row.record) }) == 1 else { return false }
        note(.inserted(row), of: row.record.key)
        return true
    }

    /// False if there is no live record of that version, or if its check comes later than its new deadline would.
    func update(
        _ key: StoreKey,
        expecting version: Int64,
        to row: CachedRow,
        now: Timestamp
    ) throws(StoreError) -> Bool {
        let record = row.record
        let updated = try run(.update) { statement in
            statement.bind(key)
            statement.bind(version)
            statement.bind(now)
            statement.bind(record.payload)
            statement.bind(record.version)
            statement.bind(record.lastSeen)
            statement.bind(record.idleDeadline)
            statement.bind(record.absoluteDeadline)
            statement.bind(record.renewAt)
            statement.bind(record.authenticated)
            statement.bind(Int64(record.assurance.rawValue))
            statement.bind(Int64(record.keyID))
            statement.bind(record.label)
        }
        guard updated == 1 else { return false }
        note(.updated(row), of: key)
        return true
    }

    /// False if there is no live record, or if its check comes later than its new deadline would.
    func touch(
        _ key: StoreKey,
        lastSeen: Timestamp,
        idleDeadline: Timestamp,
        now: Timestamp
    ) throws(StoreError) -> Bool {
        let touched = try run(.touch) { statement in
            statement.bind(key)
            statement.bind(now)
            statement.bind(lastSeen)
            statement.bind(idleDeadline)
        }
        guard touched == 1 else { return false }
        note(.touched(lastSeen: lastSeen, idleDeadline: idleDeadline), of: key)
        return true
    }

    /// Has the purge look at a row no later than at `deadline`, which moves its entry in the expiry index. Needed only
    /// where a deadline comes nearer, which few requests bring about.
    func hastenCheck(of key: StoreKey, to deadline: Timestamp) throws(StoreError) {
        try run(.hastenCheck) { statement in
            statement.bind(key)
            statement.bind(deadline)
        }
    }

    /// Makes a tombstone of a live row, and ends other tombstones of its family as that one says.
    func bury(_ key: StoreKey, of family: FamilyBytes, as tombstone: Tombstone) throws(StoreError) {
        note(.gone, of: key)
        switch tombstone {
        case .forwarding(let successor):
            try run(.forward) { statement in
                statement.bind(key)
                statement.bind(successor)
            }
        case .superseded(let until):
            try run(.supersede) { statement in
                statement.bind(key)
                statement.bind(family)
                statement.bind(until)
            }
        }
        try run(.trimTombstones) { statement in
            statement.bind(key)
            statement.bind(family)
            statement.bind(Int64(Tombstone.maximumPerFamily - 1))
        }
    }

    /// Deletes a session and its tombstones, and tells whether it was live.
    ///
    /// Row by row: to find them tells as much, and a row that is named by its number is deleted without finding it again.
    @discardableResult
    func deleteFamily(_ family: FamilyBytes, now: Timestamp) throws(StoreError) -> Bool {
        var rows: [Int64] = []
        var isLive = false
        let statement = try statement(.rowsOfFamily)
        do {
            defer { statement.reset() }
            statement.bind(family)
            statement.bind(now)
            while try statement.step() {
                rows.append(statement.integer(0))
                if statement.integer(1) != 0 { isLive = true }
                noteGone(statement, hash: 2)
            }
        }
        for row in rows { try run(.deleteRow) { $0.bind(row) } }
        return isLive
    }

    /// Notes that the row has gone of which the statement has the hash in that column.
    func noteGone(_ statement: Statement, hash column: Int32) {
        // Of the row the hash is the whole name. One of another length belongs to no session.
        if let key = statement.key(tag: 0, hash: column) { note(.gone, of: key) }
    }

    /// Deletes the sessions of a subject and their tombstones.
    func deleteFamilies(of subject: String, except family: SessionFamily?) throws(StoreError) {
        let statement = try statement(.deleteSubject)
        defer { statement.reset() }
        statement.bind(subject)
        statement.bind(family)
        while try statement.step() { noteGone(statement, hash: 0) }
    }

    /// Deletes those families and gives their names.
    func end(_ families: [FamilyBytes], now: Timestamp) throws(StoreError) -> [SessionFamily] {
        for family in families { try deleteFamily(family, now: now) }
        return families.compactMap { SessionFamily(bytes: $0.span) }
    }
}
