import Sessions

/// A running 64-bit hash, the same in every run: two states with one fingerprint are taken to be one.
///
/// With a million states the chance that any two different ones share theirs is about 3 in 10^8.
struct Fingerprint: Hashable, Sendable {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ word: UInt64) {
        var mixed = value ^ (word &+ 0x9E37_79B9_7F4A_7C15 &+ value << 6 &+ value >> 2)
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        value = mixed ^ mixed >> 31
    }

    mutating func add(_ number: Int) { add(UInt64(bitPattern: Int64(number))) }

    mutating func add(_ isTrue: Bool) { add(isTrue ? 1 as UInt64 : 2) }

    mutating func add(_ time: Timestamp?) { add(UInt64(bitPattern: time?.milliseconds ?? -1)) }

    mutating func add(_ text: String) {
        for byte in text.utf8 { add(UInt64(byte)) }
        add(UInt64.max)
    }

    mutating func add(_ other: Fingerprint) { add(other.value) }
}
