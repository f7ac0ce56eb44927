import Synchronization

/// Sessions in this process's memory: for tests, and for a single process whose users may be logged out by a restart.
///
/// Bounded: at ``capacity`` rows a new one first takes the place of rows past a deadline, and if there are none the call
/// throws ``StoreError/Code/full``. A live session never makes room for another, because then whoever can open sessions
/// could log everybody else out. The not-befores of subjects are bounded by the same number, counted apart.
///
/// One lock guards everything. No call holds it for longer than a few lookups but ``count(now:)`` and
/// ``page(after:limit:)``, which look at every row, and ``deleteExpired(limit:now:)``, which looks at as many as are due.
public final class MemoryStore: IterableSessionStore {
    /// How many rows there may be, tombstones included.
    public let capacity: Int
    private let state = Mutex(MemoryStoreState())

    /// Makes an empty store.
    /// - Parameter capacity: how many rows there may be, tombstones included; less than 1 counts as 1. A row with a
    ///   small payload takes about half a kilobyte, so that the default stays near 50 MB.
    public init(capacity: Int = 100_000) {
        self.capacity = max(1, capacity)
    }

    /// Adds a record under a free key. Throws ``StoreError/Code/full`` at ``capacity``.
    public func create(
        _ record: SessionRecord,
        admission: Admission?,
        now: Timestamp
    ) async throws(StoreError) -> CreateOutcome {
        try state.withLock { (state) throws(StoreError) in
            let ended: [SessionFamily]
            switch state.admit(record, by: admission, besides: nil, now: now) {
            case .admitted(let families): ended = families
            case .refusedByNotBefore: return .refusedByNotBefore
            case .refusedByLimit: return .refusedByLimit
            }
            if state.rows[record.key] != nil { return .exists }
            try state.makeRoom(in: capacity, now: now) { $0.count(of: ended) }
            for family in ended { state.remove(family) }
            state.insert(record)
            return .created(ended: ended)
        }
    }

    /// The row under that key as it is.
    public func load(_ key: StoreKey) async throws(StoreError) -> SessionRecord? {
        state.withLock { $0.rows[key]?.record }
    }

    /// Replaces what may change in a live record of that version.
    public func update(
        _ key: StoreKey,
        expecting version: Int64,
        to record: SessionRecord,
        now: Timestamp
    ) async throws(StoreError) -> UpdateOutcome {
        state.withLock { state in
            guard let stored = state.live(key, now: now) else { return .missing }
            guard stored.version == version else { return .conflict }
            state.change(key) { row in
                row.payload = record.payload
                row.version = record.version
                row.lastSeen = record.lastSeen
                row.idleDeadline = record.idleDeadline
                row.absoluteDeadline = record.absoluteDeadline
                row.renewAt = record.renewAt
                row.authenticated = record.authenticated
                row.assurance = record.assurance
                row.keyID = record.keyID
                row.label = record.label
            }
            return .updated
        }
    }

    /// Notes that a live session is in use.
    public func touch(
        _ key: StoreKey,
        lastSeen: Timestamp,
        idleDeadline: Timestamp,
        now: Timestamp
    ) async throws(StoreError) -> Bool {
        state.withLock { state in
            guard state.live(key, now: now) != nil else { return false }
            state.change(key) { row in
                row.lastSeen = lastSeen
                row.idleDeadline = min(idleDeadline, row.absoluteDeadline)
            }
            return true
        }
    }

    /// Replaces a live record of that version by one under a new key. Throws ``StoreError/Code/full`` at
    /// ``capacity``, for the tombstone takes a place.
    public func rotate(
        _ key: StoreKey,
        expecting version: Int64,
        to record: SessionRecord,
        leaving tombstone: Tombstone,
        admission: Admission?,
        now: Timestamp
    ) async throws(StoreError) -> RotateOutcome {
        try state.withLock { (state) throws(StoreError) in
            guard let old = state.live(key, now: now) else { return .missing }
            guard old.version == version else { return .conflict }
            let ended: [SessionFamily]
            switch state.admit(record, by: admission, besides: old.family, now: now) {
            case .admitted(let families): ended = families
            case .refusedByNotBefore: return .refusedByNotBefore
            case .refusedByLimit: return .refusedByLimit
            }
            if state.rows[record.key] != nil { return .exists }
            try state.makeRoom(in: capacity, now: now) {
                $0.count(of: ended) + $0.surplusTombstones(of: old.family).count
            }
            for family in ended { state.remove(family) }
            for key in state.surplusTombstones(of: old.family) { state.remove(key) }
            state.bury(old, as: tombstone)
            state.insert(record)
            return .rotated(ended: ended)
        }
    }

    /// Notes that the successor of a renewal has been presented, and closes what forwards to it.
    public func confirm(_ successor: StoreKey, now: Timestamp) async throws(StoreError) -> Bool {
        state.withLock { state in
            guard let record = state.live(successor, now: now), record.confirmedAt == nil else { return false }
            state.change(successor) { $0.confirmedAt = now }
            state.closePredecessors(in: record.family, at: now)
            return true
        }
    }

    /// Deletes a session and its tombstones.
    public func deleteFamily(_ family: SessionFamily, now: Timestamp) async throws(StoreError) -> Bool {
        state.withLock { state in
            let wasLive = state.keys(of: family).contains { state.live($0, now: now) != nil }
            state.remove(family)
            return wasLive
        }
    }

    /// The live records of a subject, newest ``SessionRecord/lastSeen`` first; of equals the last one created.
    public func list(subject: String, now: Timestamp) async throws(StoreError) -> [SessionRecord] {
        state.withLock { state in
            state.live(of: subject, now: now)
                .sorted { ($0.record.lastSeen, $0.number) > ($1.record.lastSeen, $1.number) }
                .map(\.record)
        }
    }

    /// Ends every session of a subject but one family and sets the not-before. Throws ``StoreError/Code/full``, and ends
    /// nothing, if ``capacity`` other subjects have one.
    public func deleteAll(
        subject: String,
        except family: SessionFamily?,
        now: Timestamp
    ) async throws(StoreError) -> Int {
        try state.withLock { (state) throws(StoreError) in
            try state.raiseNotBefore(of: subject, to: now, capacity: capacity)
            return state.removeAll(of: subject, except: family, now: now)
        }
    }

    /// The subject's not-before; forgotten 400 days after it was set, when next ``deleteExpired(limit:now:)`` is called.
    public func notBefore(subject: String) async throws(StoreError) -> Timestamp? {
        state.withLock { $0.notBefores[Array(subject.utf8)] }
    }

    /// Deletes rows past a deadline and wipes the successors of tombstones that were closed a minute ago.
    public func deleteExpired(limit: Int, now: Timestamp) async throws(StoreError) -> Int {
        state.withLock { state in
            let wiped = state.wipeSuccessors(limit: limit, now: now)
            let forgotten = state.forgetNotBefores(limit: limit, now: now)
            return max(state.removeExpired(limit: limit, now: now), wiped, forgotten)
        }
    }

    /// How many live records there are. Looks at every row.
    public func count(now: Timestamp) async throws(StoreError) -> Int {
        state.withLock { state in
            state.rows.values.count { $0.record.state == .live && !$0.record.isExpired(at: now) }
        }
    }

    /// The next rows, in the order in which they came. Looks at every row and sorts those after the cursor.
    public func page(after cursor: StoreCursor?, limit: Int) async throws(StoreError) -> StorePage {
        let last = try cursor?.row() ?? 0
        let (rows, isEnd) = state.withLock { state in
            let rest = state.rows.values.filter { $0.number > last }.sorted { $0.number < $1.number }
            return (Array(rest.prefix(max(1, limit))), rest.count <= max(1, limit))
        }
        return StorePage(
            records: rows.map(\.record),
            next: isEnd ? nil : rows.last.map { StoreCursor(row: Int64($0.number)) }
        )
    }
}
