#if PostgreSQL
    public import Sessions

    /// What changes one row, in one statement that shares its commit with those of other calls.
    extension PostgreSQLStore {
        /// Adds a record under a free key.
        public func create(
            _ record: SessionRecord,
            admission: Admission?,
            now: Timestamp
        ) async throws(StoreError) -> CreateOutcome {
            if let admission, record.subject != nil { return try await admit(record, by: admission, now: now) }
            let added = try await pool.write(Statement(.insert) { $0.bind(record) }, to: record.key)
            return added == 1 ? .created(ended: []) : .exists
        }

        /// Replaces what may change in a live record of that version.
        public func update(
            _ key: StoreKey,
            expecting version: Int64,
            to record: SessionRecord,
            now: Timestamp
        ) async throws(StoreError) -> UpdateOutcome {
            let statement = Statement(.update) {
                $0.bind(key)
                $0.bind(version)
                $0.bind(now)
                $0.bind(record.payload)
                $0.bind(record.version)
                $0.bind(record.lastSeen)
                $0.bind(record.idleDeadline)
                $0.bind(record.absoluteDeadline)
                $0.bind(record.renewAt)
                $0.bind(record.authenticated)
                $0.bind(Int16(record.assurance.rawValue))
                $0.bind(Int32(bitPattern: record.keyID))
                $0.bind(record.label)
            }
            let standing = Statement(.standing) {
                $0.bind(key)
                $0.bind(now)
            }
            // A row in another version may be in this one by the time that it is looked at, if the caller expects one that
            // is yet to come: then the update is as good as it was the first time.
            for _ in 0..<4 {
                if try await pool.write(statement, to: key) == 1 { return .updated }
                guard let found = try await pool.read(standing, { $0.optionalInteger(0, 0) }) else { return .missing }
                if found != version { return .conflict }
            }
            throw StoreError(.serializationFailure)
        }

        /// Notes that a live session is in use.
        public func touch(
            _ key: StoreKey,
            lastSeen: Timestamp,
            idleDeadline: Timestamp,
            now: Timestamp
        ) async throws(StoreError) -> Bool {
            let statement = Statement(.touch) {
                $0.bind(key)
                $0.bind(now)
                $0.bind(lastSeen)
                $0.bind(idleDeadline)
            }
            return try await pool.write(statement, to: key) == 1
        }
    }
#endif
