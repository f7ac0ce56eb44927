package import Sessions

/// When the records of these tests were made.
package let start = Timestamp(milliseconds: 1_800_000_000_000)
package let soon = start + .seconds(10)
package let idleEnd = start + .seconds(1_800)

/// A key of its own for each number, which is its tag as well.
package func sampleKey(_ number: Int) -> StoreKey {
    StoreKey(
        tag: UInt32(truncatingIfNeeded: number),
        hash: InlineArray { index in UInt8(truncatingIfNeeded: index < 8 ? number >> (8 * index) : index) }
    )
}

package func sampleFamily(_ number: Int) -> SessionFamily {
    SessionFamily(high: 0xFA, low: UInt64(number))
}

/// A record of a session just begun.
/// - Parameters:
///   - subject: `nil` for a visitor's.
///   - payload: how many bytes.
///   - key: by default ``sampleKey(_:)``'s.
package func sample(
    _ number: Int,
    subject: String? = nil,
    payload: Int = 64,
    key: StoreKey? = nil
) -> SessionRecord {
    SessionRecord(
        key: key ?? sampleKey(number),
        version: 1,
        family: sampleFamily(number),
        subject: subject,
        created: start,
        lastSeen: start,
        idleDeadline: idleEnd,
        absoluteDeadline: start + .seconds(28_800),
        renewAt: start + .seconds(3_600),
        authenticated: subject == nil ? nil : start,
        assurance: subject == nil ? .none : .aal2,
        keyID: 7,
        payload: Array(repeating: UInt8(truncatingIfNeeded: number), count: payload),
        label: subject == nil ? nil : [1, 2, 3],
        confirmedAt: start
    )
}

/// What an update makes of a record.
package func next(_ record: SessionRecord) -> SessionRecord {
    var record = record
    record.version += 1
    record.payload = [1, 2, 3, 4]
    return record
}
