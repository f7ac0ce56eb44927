public import Sessions

extension SQLiteStore {
    /// Adds a record under a free key.
    public func create(
        _ record: SessionRecord,
        admission: Admission?,
        now: Timestamp
    ) async throws(StoreError) -> CreateOutcome {
        let row = CachedRow(record)
        return try await writer.write { (connection) throws(StoreError) in
            let ended: [FamilyBytes]
            switch try connection.admit(row.record, by: admission, besides: nil, now: now) {
            case .admitted(let families): ended = families
            case .refusedByNotBefore: return .refusedByNotBefore
            case .refusedByLimit: return .refusedByLimit
            }
            // Nothing has been changed up to here: an outcome that refuses needs no rolling back.
            guard try connection.insert(row) else { return .exists }
            return .created(ended: try connection.end(ended, now: now))
        }
    }

    /// Replaces what may change in a live record of that version.
    public func update(
        _ key: StoreKey,
        expecting version: Int64,
        to record: SessionRecord,
        now: Timestamp
    ) async throws(StoreError) -> UpdateOutcome {
        let row = CachedRow(record)
        return try await writer.write { (connection) throws(StoreError) in
            if try connection.update(key, expecting: version, to: row, now: now) { return .updated }
            guard let standing = try connection.standing(key, now: now) else { return .missing }
            guard standing.version == version else { return .conflict }
            // Live and in that version: then the purge was to look at it later than the new deadline.
            try connection.hastenCheck(of: key, to: min(row.record.idleDeadline, row.record.absoluteDeadline))
            return try connection.update(key, expecting: version, to: row, now: now) ? .updated : .missing
        }
    }

    /// Notes that a live session is in use.
    public func touch(
        _ key: StoreKey,
        lastSeen: Timestamp,
        idleDeadline: Timestamp,
        now: Timestamp
    ) async throws(StoreError) -> Bool {
        try await writer.write { (connection) throws(StoreError) in
            if try connection.touch(key, lastSeen: lastSeen, idleDeadline: idleDeadline, now: now) { return true }
            guard try connection.standing(key, now: now) != nil else { return false }
            try connection.hastenCheck(of: key, to: idleDeadline)
            return try connection.touch(key, lastSeen: lastSeen, idleDeadline: idleDeadline, now: now)
        }
    }

    /// Replaces a live record of that version by one under a new key.
    public func rotate(
        _ key: StoreKey,
        expecting version: Int64,
        to record: SessionRecord,
        leaving tombstone: Tombstone,
        admission: Admission?,
        now: Timestamp
    ) async throws(StoreError) -> RotateOutcome {
        let row = CachedRow(record)
        return try await writer.write { (connection) throws(StoreError) in
            guard let old = try connection.standing(key, now: now) else { return .missing }
            guard old.version == version else { return .conflict }
            let ended: [FamilyBytes]
            switch try connection.admit(row.record, by: admission, besides: old.family, now: now) {
            case .admitted(let families): ended = families
            case .refusedByNotBefore: return .refusedByNotBefore
            case .refusedByLimit: return .refusedByLimit
            }
            guard try connection.insert(row) else { return .exists }
            let named = try connection.end(ended, now: now)
            try connection.bury(key, of: old.family, as: tombstone)
            return .rotated(ended: named)
        }
    }

    /// Notes that the successor of a renewal has been presented, and closes what forwards to it.
    public func confirm(_ successor: StoreKey, now: Timestamp) async throws(StoreError) -> Bool {
        try await writer.write { (connection) throws(StoreError) in
            let confirmed = try connection.run(.confirm) {
                $0.bind(successor)
                $0.bind(now)
            }
            guard confirmed == 1 else { return false }
            connection.note(.gone, of: successor)
            try connection.run(.closePredecessors) {
                $0.bind(successor)
                $0.bind(now)
            }
            return true
        }
    }

    /// Deletes a session and its tombstones.
    public func deleteFamily(_ family: SessionFamily, now: Timestamp) async throws(StoreError) -> Bool {
        try await writer.write { (connection) throws(StoreError) in
            try connection.deleteFamily(family.bytes, now: now)
        }
    }

    /// Ends every session of a subject but one family and sets the not-before.
    public func deleteAll(
        subject: String,
        except family: SessionFamily?,
        now: Timestamp
    ) async throws(StoreError) -> Int {
        try await writer.write { (connection) throws(StoreError) in
            let ended = try connection.number(.countOthers) {
                $0.bind(subject)
                $0.bind(now)
                $0.bind(family)
            }
            try connection.deleteFamilies(of: subject, except: family)
            try connection.run(.raiseNotBefore) {
                $0.bind(subject)
                $0.bind(now)
            }
            return ended
        }
    }
}
