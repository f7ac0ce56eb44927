/// Which attributes are written, and in which order: up to 16 slots of 4 bits, the first in the lowest bits.
///
/// It exists so that what strict parsing accepts in another order is reproduced byte for byte, and so that writing a line
/// asks for no attribute that is not there.
struct AttributeOrder: Hashable, Sendable {
    /// In the fixed order.
    enum Kind: UInt64 {
        case expires = 1
        case maxAge, domain, path, secure, httpOnly, sameSite, partitioned, `extension`
    }

    private var slots: UInt64 = 0
    private var end: UInt64 = 0

    /// The order of the attributes of a parsed line. Nil if there are more than slots.
    init?(_ kinds: [Kind]) {
        guard kinds.count <= 16 else { return nil }
        for kind in kinds { append(kind) }
    }

    /// The fixed order of the attributes that are there. Of extensions no more are written than a valid cookie has.
    init(of attributes: SetCookie.Attributes) {
        if attributes.expires != nil { append(.expires) }
        if attributes.maxAge != nil { append(.maxAge) }
        if attributes.domain != nil { append(.domain) }
        if attributes.path != nil { append(.path) }
        if attributes.secure { append(.secure) }
        if attributes.httpOnly { append(.httpOnly) }
        append(.sameSite)
        if attributes.partitioned { append(.partitioned) }
        for _ in attributes.extensions.prefix(SetCookie.maximumExtensions) { append(.extension) }
    }

    private mutating func append(_ kind: Kind) {
        slots |= kind.rawValue << end
        end += 4
    }

    @inline(__always)
    mutating func next() -> Kind? {
        let kind = Kind(rawValue: slots & 0xF)
        slots >>= 4
        return kind
    }
}
