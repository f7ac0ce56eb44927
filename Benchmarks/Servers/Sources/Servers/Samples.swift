import Sessions

/// Sessions by their number, so that a script of another tool can name them as well.
///
/// All fields but key and family are the same in all of them, and every byte of theirs is an ASCII character and none is
/// 0: so they can stand on the command line of `redis-benchmark`. This makes times of 72 quadrillion milliseconds, of
/// which no store has an opinion.
enum Samples {
    static let now = Timestamp(milliseconds: 0x0101_0101_0101_0101)
    static let later = Timestamp(milliseconds: 0x0101_0101_0101_0201)
    static let idleEnd = Timestamp(milliseconds: 0x0101_0101_0201_0101)
    static let end = Timestamp(milliseconds: 0x0101_0101_0301_0101)
    static let version: Int64 = 0x0101_0101_0101_0101

    /// Spread over all tags, as random ones are: a bijection, that a script can write as
    /// `n * 2654435769 % 4294967296 - 2147483648`.
    static func tag(_ number: Int) -> Int32 {
        Int32(truncatingIfNeeded: number * 2_654_435_769 % 4_294_967_296 - 2_147_483_648)
    }

    static func family(_ number: Int) -> SessionFamily {
        let digits = String(number, radix: 16)
        guard let family = SessionFamily(String(repeating: "0", count: 32 - digits.count) + digits) else {
            preconditionFailure("these are 32 digits")
        }
        return family
    }

    /// - Parameter isRenewed: of the session after it was rotated.
    static func key(_ number: Int, isRenewed: Bool = false) -> StoreKey {
        StoreKey(tag: UInt32(bitPattern: tag(number)), hash: InlineArray(repeating: isRenewed ? 0x72 : 0x68))
    }

    static func record(_ number: Int, isRenewed: Bool = false) -> SessionRecord {
        SessionRecord(
            key: key(number, isRenewed: isRenewed),
            version: version,
            family: family(number),
            subject: nil,
            created: now,
            lastSeen: now,
            idleDeadline: idleEnd,
            absoluteDeadline: end,
            renewAt: end,
            authenticated: now,
            assurance: .aal2,
            keyID: 0x0101_0101,
            payload: Array(repeating: 0x70, count: 200),
            label: nil,
            confirmedAt: isRenewed ? nil : now
        )
    }

    /// What an update makes of it. The version stays as it is, so that the next one finds what this one has found.
    static func changed(_ number: Int) -> SessionRecord {
        var record = record(number)
        record.lastSeen = later
        record.payload = Array(repeating: 0x71, count: 200)
        return record
    }
}
