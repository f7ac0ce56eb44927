import Sessions
import StoreTesting
import Testing

@testable import SessionsSQLite

@Suite("The cache of rows")
struct RowCacheTests {
    private let cache = RowCache(capacity: 4_096)
    private let first = LogState.sample(1)
    private let second = LogState.sample(2)

    @Test("gives a row out in the state that it is of, and in no other")
    func states() {
        cache.keep(sample(1), in: first)
        #expect(cache.row(sampleKey(1), in: first) == nil, "nobody has said which state it is of")
        cache.clear(for: first)
        cache.keep(sample(1), in: first)
        #expect(cache.row(sampleKey(1), in: first) == sample(1))
        #expect(cache.row(sampleKey(1), in: second) == nil)
        #expect(cache.row(sampleKey(2), in: first) == nil)
        cache.advance(to: second, by: [])
        #expect(cache.row(sampleKey(1), in: first) == nil)
        #expect(cache.row(sampleKey(1), in: second) == sample(1))
        cache.keep(sample(2), in: first)
        #expect(cache.row(sampleKey(2), in: second) == nil, "what was read before is not of this state")
    }

    @Test("a state is read from an index that is whole and belongs to a log with salts, and from no other")
    func reading() {
        let whole = LogState.header(1)
        #expect(LogState(of: whole) == first)
        #expect(LogState(of: LogState.header(2)) != first)
        for index in 0..<12 {
            // As it stands while somebody commits.
            var torn = whole
            torn[index] ^= 1
            #expect(LogState(of: torn) == nil)
        }
        for index in [0, 1, 2, 3, 5] {
            var other = whole
            other[index] ^= 1 << 40
            other[index + 6] ^= 1 << 40
            let state = LogState(of: other)
            #expect(state != nil && state != first)
        }
        // That of an empty log which was recovered is the same each time.
        #expect(LogState(of: LogState.header(1, salts: 0)) == nil)
    }

    @Test("a row is named by its hash alone, as in the table")
    func tags() {
        cache.clear(for: first)
        cache.keep(sample(1), in: first)
        let other = StoreKey(tag: 99, hash: sampleKey(1).hash)
        #expect(cache.row(other, in: first) == sample(1))
        cache.advance(to: second, by: [RowCache.Change(other, .gone)])
        #expect(cache.row(sampleKey(1), in: second) == nil)
    }

    @Test("rows change as the transaction says: the fields that a write may change, and no others")
    func changes() {
        cache.clear(for: first)
        for number in 1...4 { cache.keep(sample(number, subject: "ann"), in: first) }
        var stranger = next(sample(9, subject: "eve"))
        stranger.label = [9]
        stranger.confirmedAt = nil
        let late = start + .seconds(100_000)
        cache.advance(
            to: second,
            by: [
                RowCache.Change(sampleKey(1), .updated(CachedRow(stranger))),
                RowCache.Change(sampleKey(2), .touched(lastSeen: soon, idleDeadline: late)),
                RowCache.Change(sampleKey(3), .gone),
                RowCache.Change(sampleKey(5), .updated(CachedRow(stranger))),
                RowCache.Change(sampleKey(6), .inserted(CachedRow(sample(6)))),
            ]
        )
        var updated = next(sample(1, subject: "ann"))
        updated.label = [9]
        #expect(cache.row(sampleKey(1), in: second) == updated)
        var touched = sample(2, subject: "ann")
        touched.lastSeen = soon
        touched.idleDeadline = touched.absoluteDeadline
        #expect(cache.row(sampleKey(2), in: second) == touched)
        #expect(cache.row(sampleKey(3), in: second) == nil)
        #expect(cache.row(sampleKey(4), in: second) == sample(4, subject: "ann"))
        #expect(cache.row(sampleKey(5), in: second) == nil, "of a row that is not known a change tells too little")
        #expect(cache.row(sampleKey(6), in: second) == sample(6))
    }

    @Test("keeps no tombstone, and no row that is larger than a kilobyte")
    func exclusions() {
        cache.clear(for: first)
        var tombstone = sample(1)
        tombstone.state = .superseded
        cache.keep(tombstone, in: first)
        cache.keep(sample(2, payload: 1_025), in: first)
        cache.keep(sample(3, payload: 1_024), in: first)
        cache.keep(sample(4, subject: String(repeating: "a", count: 1_000)), in: first)
        #expect(cache.row(sampleKey(1), in: first) == nil)
        #expect(cache.row(sampleKey(2), in: first) == nil)
        #expect(cache.row(sampleKey(3), in: first) == sample(3, payload: 1_024))
        #expect(cache.row(sampleKey(4), in: first) == nil)
        var grown = next(sample(3))
        grown.payload = Array(repeating: 0, count: 2_000)
        cache.advance(to: second, by: [RowCache.Change(sampleKey(3), .updated(CachedRow(grown)))])
        #expect(cache.row(sampleKey(3), in: second) == nil)
    }

    @Test("is bounded, and of the rows that share a place the one goes that was not asked for the longest")
    func eviction() {
        let small = RowCache(capacity: 64)
        small.clear(for: first)
        // These belong to one shard, which has one set of four.
        let numbers = (0..<5).map { $0 * 16 }
        for number in numbers.prefix(4) { small.keep(sample(number), in: first) }
        _ = small.row(sampleKey(numbers[0]), in: first)
        small.keep(sample(numbers[4]), in: first)
        let kept = numbers.filter { small.row(sampleKey($0), in: first) != nil }
        #expect(kept == [numbers[0], numbers[2], numbers[3], numbers[4]])
        for number in 0..<10_000 { small.keep(sample(number), in: first) }
        #expect((0..<10_000).count { small.row(sampleKey($0), in: first) != nil } == 64)
    }

    @Test("of no rows at all it does nothing")
    func disabled() {
        let none = RowCache(capacity: 0)
        #expect(!none.isEnabled)
        none.clear(for: first)
        none.keep(sample(1), in: first)
        none.advance(to: second, by: [RowCache.Change(sampleKey(1), .inserted(CachedRow(sample(1))))])
        #expect(none.row(sampleKey(1), in: second) == nil)
    }
}

extension LogState {
    /// A state of its own for each number above 0.
    fileprivate static func sample(_ number: UInt64) -> LogState {
        guard let state = LogState(of: header(number)) else { preconditionFailure("both copies are the same") }
        return state
    }

    /// Both copies, one after the other.
    fileprivate static func header(_ number: UInt64, salts: UInt64 = 1) -> [UInt64] {
        let copy = [number, 0, 0, 0, salts, 0]
        return copy + copy
    }

    fileprivate init?(of header: [UInt64]) {
        let state = unsafe header.withUnsafeBytes { bytes in
            unsafe bytes.baseAddress.flatMap { unsafe LogState(at: $0) }
        }
        guard let state else { return nil }
        self = state
    }
}
