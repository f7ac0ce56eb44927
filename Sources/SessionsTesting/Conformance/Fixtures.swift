import Sessions

/// Keys, families and records that differ by a number, and the time at which every case begins.
enum Fixture {
    /// 2100-01-01: so far ahead that an engine which also drops rows by its own clock drops none during a case.
    static let start = Timestamp(milliseconds: 4_102_444_800_000)
    static let idle: Duration = .seconds(1_800)
    static let absolute: Duration = .seconds(28_800)
    static let idleEnd = start + idle
    static let absoluteEnd = start + absolute
    /// A time when everything made at the start is still alive, and a later one.
    static let soon = start + .seconds(10)
    static let later = start + .seconds(20)

    /// Keys of one hundred share their tag, as all IDs of a session do: a store that is spread over machines rotates
    /// within a tag only. Of the others some have the highest bit set.
    static func key(_ number: Int) -> StoreKey {
        StoreKey(
            tag: UInt32(truncatingIfNeeded: number / 100 &* 0x9E37_79B9) ^ 0x8000_0000,
            hash: InlineArray { index in scatter(number, index) }
        )
    }

    static func family(_ number: Int) -> SessionFamily {
        let bytes = (0..<16).map { scatter(number ^ 0x5EED, $0) }
        return SessionFamily(high: word(bytes[0..<8]), low: word(bytes[8..<16]))
    }

    /// A confirmed session of family `family` (by default of the same number), made and last seen at `start`.
    static func record(
        _ number: Int,
        family: Int? = nil,
        subject: String? = nil,
        confirmed: Bool = true,
        at start: Timestamp = start
    ) -> SessionRecord {
        SessionRecord(
            key: key(number),
            version: 1,
            family: Self.family(family ?? number),
            subject: subject,
            created: start,
            lastSeen: start,
            idleDeadline: start + idle,
            absoluteDeadline: start + absolute,
            renewAt: start + .seconds(3_600),
            authenticated: subject == nil ? nil : start,
            assurance: subject == nil ? .none : .aal1,
            keyID: 0xC0FF_EE00 | UInt32(truncatingIfNeeded: number & 0xFF),
            payload: (0..<80).map { scatter(number, $0 + 100) },
            label: subject == nil ? nil : [7, 7, UInt8(truncatingIfNeeded: number)],
            state: .live,
            confirmedAt: confirmed ? start : nil
        )
    }

    /// What a store makes of a record when it is renewed.
    static func forwarding(_ record: SessionRecord, to successor: [UInt8]) -> SessionRecord {
        var tombstone = record
        tombstone.state = .forwarding(successor: successor)
        tombstone.payload = []
        tombstone.idleDeadline = record.absoluteDeadline
        return tombstone
    }

    static func superseded(_ record: SessionRecord, until: Timestamp) -> SessionRecord {
        var tombstone = record
        tombstone.state = .superseded
        tombstone.payload = []
        tombstone.idleDeadline = until
        tombstone.absoluteDeadline = until
        return tombstone
    }

    /// The next version of a record with another payload.
    static func changed(_ record: SessionRecord, payload: [UInt8] = [1, 2, 3]) -> SessionRecord {
        var next = record
        next.version += 1
        next.payload = payload
        return next
    }

    private static func scatter(_ number: Int, _ index: Int) -> UInt8 {
        var mixed = UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(truncatingIfNeeded: index)
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return UInt8(truncatingIfNeeded: mixed >> 56)
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension SessionStore {
    /// Creates without an admission and sees that it worked.
    func add(_ record: SessionRecord, _ check: Check) async throws {
        check.equal(
            try await create(record, admission: nil, now: Fixture.start),
            .created(ended: []),
            "create under a free key"
        )
    }

    /// Renews `record` to number `successor` and gives the new record.
    func renew(
        _ record: SessionRecord,
        to successor: Int,
        sealed: [UInt8] = [9],
        confirm: Bool = false,
        at now: Timestamp = Fixture.soon,
        _ check: Check
    ) async throws -> SessionRecord {
        var next = record
        next.key = Fixture.key(successor)
        next.lastSeen = now
        next.confirmedAt = nil
        let outcome = try await rotate(
            record.key,
            expecting: record.version,
            to: next,
            leaving: .forwarding(successor: sealed),
            admission: nil,
            now: now
        )
        check.equal(outcome, .rotated(ended: []), "renewal of a live record")
        if confirm {
            check.that(try await self.confirm(next.key, now: now), "confirm of a new successor: saw false")
            next.confirmedAt = now
        }
        return next
    }

    /// Adds one row of each kind under keys `first`..., all of different families, and gives their keys: live, past a
    /// deadline, forwarding, closed, superseded.
    func addOneOfEachState(from first: Int, _ check: Check) async throws -> [StoreKey] {
        var expired = Fixture.record(first + 1)
        expired.idleDeadline = Fixture.start + .milliseconds(1)
        let live = Fixture.record(first)
        let renewed = Fixture.record(first + 2)
        let closed = Fixture.record(first + 3)
        let replaced = Fixture.record(first + 4)
        for record in [live, expired, renewed, closed, replaced] { try await add(record, check) }
        _ = try await renew(renewed, to: first + 5, check)
        _ = try await renew(closed, to: first + 6, confirm: true, check)
        var login = Fixture.record(first + 7, subject: "login")
        login.created = Fixture.soon
        let outcome = try await rotate(
            replaced.key,
            expecting: 1,
            to: login,
            leaving: .superseded(until: Fixture.absoluteEnd),
            admission: nil,
            now: Fixture.soon
        )
        check.equal(outcome, .rotated(ended: []), "login")
        return (first..<first + 5).map(Fixture.key)
    }
}
