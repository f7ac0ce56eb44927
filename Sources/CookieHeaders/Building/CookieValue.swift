/// Arbitrary bytes as a cookie value: base64url without padding (SC-04, RFC 4648 §5), 4 characters for 3 bytes.
///
/// For public data. It neither hides nor protects anything: what must not be read or changed is sealed or signed.
public enum CookieValue {
    /// The bytes as cookie octets.
    public static func encode(_ bytes: [UInt8]) -> String {
        let capacity = bytes.count / 3 * 4 + 3
        return unsafe ByteWriter.string(capacity: capacity) { writer in
            var pending = 0
            var bits = 0
            for byte in bytes {
                pending = pending << 8 | Int(byte)
                bits += 8
                while bits >= 6 {
                    bits -= 6
                    unsafe writer.write(character(pending >> bits & 0x3F))
                }
                pending &= (1 << bits) - 1
            }
            if bits > 0 { unsafe writer.write(character(pending << (6 - bits) & 0x3F)) }
        }
    }

    /// The bytes of a value that ``encode(_:)`` made. Nil for any other text: padding, a foreign character, a length that
    /// cannot be, or bits left over that are not zero, so that each byte string has one text alone.
    public static func decode(_ value: String) -> [UInt8]? {
        let length = value.utf8.count
        guard length % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length / 4 * 3 + 2)
        var pending = 0
        var bits = 0
        for character in value.utf8 {
            guard let number = number(character) else { return nil }
            pending = pending << 6 | number
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: pending >> bits))
                pending &= (1 << bits) - 1
            }
        }
        return pending == 0 ? bytes : nil
    }

    private static func character(_ number: Int) -> UInt8 {
        switch number {
        case 0..<26: UInt8(ascii: "A") + UInt8(truncatingIfNeeded: number)
        case 26..<52: UInt8(ascii: "a") + UInt8(truncatingIfNeeded: number - 26)
        case 52..<62: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number - 52)
        case 62: UInt8(ascii: "-")
        default: UInt8(ascii: "_")
        }
    }

    private static func number(_ character: UInt8) -> Int? {
        switch character {
        case 0x41...0x5A: Int(character) - 0x41
        case 0x61...0x7A: Int(character) - 0x61 + 26
        case 0x30...0x39: Int(character) - 0x30 + 52
        case 0x2D: 62
        case 0x5F: 63
        default: nil
        }
    }
}
