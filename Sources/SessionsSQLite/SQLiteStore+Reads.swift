public import Sessions
import StoreSupport

extension SQLiteStore {
    /// The row under that key as it is; `nil` if there is none. Runs on the calling thread.
    public func load(_ key: StoreKey) async throws(StoreError) -> SessionRecord? {
        try readers.read { (connection) throws(StoreError) in
            // Asked for first: what is read after that is of this state or a later one.
            let state = rows.isEnabled ? connection.logState : nil
            if let state, let record = rows.row(key, in: state) { return record }
            let record: SessionRecord?
            do {
                let statement = try connection.statement(.load)
                defer { statement.reset() }
                statement.bind(key)
                guard try statement.step() else { return nil }
                record = statement.record()
            }
            guard let record else { return .unreadable(key) }
            if let state, connection.readsAnew(in: state) { rows.keep(record, in: state) }
            return record
        }
    }

    /// The live records of a subject, newest `SessionRecord.lastSeen` first; of equals the last one created. A row
    /// that no record can be made of is left out. Runs on the calling thread.
    public func list(subject: String, now: Timestamp) async throws(StoreError) -> [SessionRecord] {
        try readers.read { (connection) throws(StoreError) in
            let statement = try connection.statement(.list)
            defer { statement.reset() }
            statement.bind(subject)
            statement.bind(now)
            var records: [SessionRecord] = []
            while try statement.step() {
                if let record = statement.record() { records.append(record) }
            }
            return records
        }
    }

    /// The subject's not-before; forgotten 400 days after it was set, when next ``deleteExpired(limit:now:)`` is called.
    public func notBefore(subject: String) async throws(StoreError) -> Timestamp? {
        try readers.read { (connection) throws(StoreError) in try connection.notBefore(of: subject) }
    }

    /// How many live records there are. Reads an index from end to end, a few hundredths of a second for a million, on
    /// a thread of its own.
    public func count(now: Timestamp) async throws(StoreError) -> Int {
        let readers = readers
        return try await WorkerThread.run { () throws(StoreError) in
            try readers.read { (connection) throws(StoreError) in
                try connection.number(.count) { $0.bind(now) }
            }
        }
    }
}
