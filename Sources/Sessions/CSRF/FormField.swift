/// Finds a field of a form as browsers send it (URL Standard §5.1): in one pass, decoding nothing but what may be it.
enum FormField {
    /// The value of the field of that name; `nil` if there is none, or more than one, or it is not UTF-8.
    static func value(of name: String, in body: some Collection<UInt8>) -> String? {
        var found: String?
        var rest = body[...]
        while !rest.isEmpty {
            let pair = rest.prefix { $0 != UInt8(ascii: "&") }
            rest = rest[pair.endIndex...].dropFirst()
            let key = pair.prefix { $0 != UInt8(ascii: "=") }
            // Three characters for a byte at most: no other key is worth decoding.
            guard (name.utf8.count...name.utf8.count * 3).contains(key.count),
                decoded(key).elementsEqual(name.utf8)
            else { continue }
            // Two are one too many: which of them the handler sees is anybody's guess.
            let bytes = decoded(pair[key.endIndex...].dropFirst())
            guard found == nil, let value = String(validating: bytes, as: UTF8.self) else { return nil }
            found = value
        }
        return found
    }

    /// `+` is a space; `%` without two hexadecimal digits is itself.
    private static func decoded(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"):
                result.append(0x20)
            case UInt8(ascii: "%"):
                let digits = rest.prefix(2)
                let values = digits.compactMap(hexadecimal)
                if values.count == 2 {
                    result.append(values[0] << 4 | values[1])
                    rest = rest[digits.endIndex...]
                } else {
                    result.append(byte)
                }
            default:
                result.append(byte)
            }
        }
        return result
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
