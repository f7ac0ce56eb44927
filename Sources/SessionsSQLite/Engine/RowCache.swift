import Sessions
import Synchronization

/// Rows of sessions that are in use, as they stand in the file while it is in a known state.
///
/// Whenever anybody commits, SQLite drops all pages that a reading connection has in its cache: a busy session would be read
/// from the system anew with every request, a third of the work of one that changes something. Rows here outlive a commit,
/// for the writer tells what each of its transactions has changed. They do not outlive a commit of somebody else: a row is
/// given out only if the file is in the very state that the cache is of, which memory tells that all processes share. So what
/// another process has ended or changed is not found here from that moment on, as it is not in SQLite's own cache.
final class RowCache: Sendable {
    /// What a transaction has done to a row. Only live rows are here: what is done to tombstones need not be told.
    struct Change {
        enum Kind {
            case inserted(CachedRow)
            /// What may change in a row is as in that one.
            case updated(CachedRow)
            case touched(lastSeen: Timestamp, idleDeadline: Timestamp)
            /// The row was deleted, has become a tombstone, or has changed in another way.
            case gone
        }

        let key: StoreKey
        let kind: Kind
        fileprivate let place: Place

        init(_ key: StoreKey, _ kind: Kind) {
            self.key = key
            self.kind = kind
            place = Place(key)
        }
    }

    /// Threads that ask for different sessions seldom want the same lock. None if nothing is kept.
    private let shards: [Shard]

    /// - Parameter capacity: how many rows there may be, rounded up to a multiple of 64; 0 keeps nothing.
    init(capacity: Int) {
        let sets = (capacity + Shard.count * RowSets.ways - 1) / (Shard.count * RowSets.ways)
        shards = sets == 0 ? [] : (0..<Shard.count).map { _ in Shard(sets: sets) }
    }

    /// Whether anything is kept.
    var isEnabled: Bool { !shards.isEmpty }

    /// The row under that key if it is known here, and the file is in the state that this cache is of.
    func row(_ key: StoreKey, in state: LogState) -> SessionRecord? {
        guard isEnabled else { return nil }
        let place = Place(key)
        return shards[place.shard].rows.withLock { $0.state == state ? $0.find(key, at: place) : nil }
    }

    /// Keeps a row that was read after the file was found in that state.
    ///
    /// It may be of a later one. If the writer has made that, it is about to say so, and changes the row once more to what it is
    /// already; if somebody else has, the cache will be cleared before that state is one of its own.
    func keep(_ record: SessionRecord, in state: LogState) {
        guard isEnabled else { return }
        let place = Place(record.key)
        shards[place.shard].rows.withLock { rows in
            if rows.state == state { rows.keep(CachedRow(record), at: place) }
        }
    }

    /// Goes on to the state that a transaction has left. Since the state before, nothing has been changed but this.
    func advance(to state: LogState, by changes: [Change]) {
        for number in shards.indices {
            // Rows and state together: in between, a row that is out of date could be kept as one of the new state.
            shards[number].rows.withLock { rows in
                rows.state = state
                for change in changes where change.place.shard == number { rows.apply(change) }
            }
        }
    }

    /// Forgets all rows.
    /// - Parameter state: that of the rows to come; `nil` if nobody knows, until somebody does.
    func clear(for state: LogState?) {
        for shard in shards {
            shard.rows.withLock { rows in
                rows.forget()
                rows.state = state
            }
        }
    }

    private final class Shard: Sendable {
        static let count = 16

        let rows: Mutex<RowSets>

        init(sets: Int) {
            rows = Mutex(RowSets(sets: sets))
        }
    }

    /// Where a row belongs. Keys are hashes: their bytes serve as random numbers.
    fileprivate struct Place {
        let shard: Int
        let set: Int
        /// Tells most rows of a set apart.
        let tag: UInt64

        init(_ key: StoreKey) {
            let bytes = key.hash.span
            shard = Int(bytes[0]) % Shard.count
            set = Int(bytes[1]) << 16 | Int(bytes[2]) << 8 | Int(bytes[3])
            var tag: UInt64 = 0
            for index in 4..<12 { tag = tag << 8 | UInt64(bytes[index]) }
            self.tag = tag
        }
    }
}

/// A record on its way through a write to the cache: made once, by the caller.
///
/// Nobody changes it but the cache under its lock, which has it when the write is done.
final class CachedRow: @unchecked Sendable {
    fileprivate(set) var record: SessionRecord
    /// Rows of an earlier age than the cache's are forgotten.
    fileprivate var age = 0

    init(_ record: SessionRecord) {
        self.record = record
    }

    /// Larger ones are few, and would take more memory than all the others.
    fileprivate var isSmall: Bool {
        record.payload.count + (record.label?.count ?? 0) + (record.subject?.utf8.count ?? 0) <= 1_024
    }

    /// Takes over what ``Query/update`` leaves as it is.
    fileprivate func adoptWhatStays(of row: CachedRow) {
        record.key = row.record.key
        record.family = row.record.family
        record.subject = row.record.subject
        record.created = row.record.created
        record.state = row.record.state
        record.confirmedAt = row.record.confirmedAt
        age = row.age
    }
}

/// What the lock of a shard guards: sets of four places. A row belongs into one of the sets, where it takes the place of the
/// one that was not asked for the longest.
private struct RowSets {
    static let ways = 4
    var state: LogState?
    private let sets: Int
    private var age = 0
    /// Of a set, the one that was asked for last comes first.
    private var rows: [CachedRow?]
    /// Theirs, side by side: to see that a row is not here takes one line of the processor's cache.
    private var tags: [UInt64]

    init(sets: Int) {
        self.sets = sets
        rows = Array(repeating: nil, count: sets * Self.ways)
        tags = Array(repeating: 0, count: sets * Self.ways)
    }

    mutating func find(_ key: StoreKey, at place: RowCache.Place) -> SessionRecord? {
        guard let index = index(of: key, at: place) else { return nil }
        moveToFront(index, at: place)
        return rows[front(of: place)]?.record
    }

    mutating func keep(_ row: CachedRow, at place: RowCache.Place) {
        let known = index(of: row.record.key, at: place)
        guard row.record.state == .live, row.isSmall else {
            if let known { rows[known] = nil }
            return
        }
        let index = known ?? vacancy(at: place)
        row.age = age
        rows[index] = row
        tags[index] = place.tag
        moveToFront(index, at: place)
    }

    mutating func apply(_ change: RowCache.Change) {
        if case .inserted(let row) = change.kind { return keep(row, at: change.place) }
        guard let index = index(of: change.key, at: change.place), let row = rows[index] else { return }
        switch change.kind {
        case .inserted: break
        case .updated(let next):
            next.adoptWhatStays(of: row)
            rows[index] = next.isSmall ? next : nil
        case .touched(let lastSeen, let idleDeadline):
            row.record.lastSeen = lastSeen
            row.record.idleDeadline = min(idleDeadline, row.record.absoluteDeadline)
        case .gone: rows[index] = nil
        }
    }

    /// All rows at once: from now on none is found, and each leaves the memory when its place is taken.
    mutating func forget() {
        age += 1
    }

    private func front(of place: RowCache.Place) -> Int { place.set % sets * Self.ways }

    private func index(of key: StoreKey, at place: RowCache.Place) -> Int? {
        let front = front(of: place)
        for index in front..<front + Self.ways where tags[index] == place.tag {
            if let row = rows[index], row.age == age, row.record.key.isSameRow(as: key) { return index }
        }
        return nil
    }

    private func vacancy(at place: RowCache.Place) -> Int {
        let front = front(of: place)
        return (front..<front + Self.ways).first { rows[$0]?.age != age } ?? front + Self.ways - 1
    }

    private mutating func moveToFront(_ index: Int, at place: RowCache.Place) {
        for index in (front(of: place)..<index).reversed() {
            rows.swapAt(index, index + 1)
            tags.swapAt(index, index + 1)
        }
    }
}

extension StoreKey {
    /// As in the table, where the hash alone names a row.
    fileprivate func isSameRow(as other: StoreKey) -> Bool {
        StoreKey(tag: tag, hash: other.hash) == self
    }
}
