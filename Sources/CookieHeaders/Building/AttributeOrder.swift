/// In which order the attributes are written: up to 16 slots of 4 bits, the first in the lowest bits.
///
/// It exists so that what strict parsing accepts in another order is reproduced byte for byte.
struct AttributeOrder: Hashable, Sendable {
    enum Kind: UInt64 {
        case expires = 1
        case maxAge, domain, path, secure, httpOnly, sameSite, partitioned, `extension`
    }

    private(set) var slots: UInt64

    /// Eight standard attributes, then up to eight extensions; an absent attribute is skipped.
    static var fixed: AttributeOrder { AttributeOrder(slots: 0x9999_9999_8765_4321) }

    /// The order of the attributes of a parsed line: `fixed` if it is that, so that equal lines make equal cookies. Nil if
    /// there are more attributes than slots.
    init?(_ kinds: [Kind]) {
        guard kinds.count <= 16 else { return nil }
        var slots: UInt64 = 0
        var isFixed = true
        for (index, kind) in kinds.enumerated() {
            slots |= kind.rawValue << UInt64(4 * index)
            if index > 0, kinds[index - 1].rawValue > kind.rawValue { isFixed = false }
        }
        self.slots = isFixed ? AttributeOrder.fixed.slots : slots
    }

    private init(slots: UInt64) {
        self.slots = slots
    }

    @inline(__always)
    mutating func next() -> Kind? {
        let kind = Kind(rawValue: slots & 0xF)
        slots >>= 4
        return kind
    }
}
