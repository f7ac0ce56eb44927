/// Bytes from outside as printable ASCII: nothing in them can drive a terminal, reorder a line or forge one.
package enum PrintableText {
    /// Space to `~` as they are, but `\` doubled; every other byte, those of UTF-8 too, as `\xNN`. Names are bytes (T11), and
    /// escapes tell apart what looks alike.
    ///
    /// - Parameter limit: After so many characters `...` stands for the rest.
    package static func escape(_ bytes: some Sequence<UInt8>, limit: Int = 48) -> String {
        var text = ""
        for byte in bytes {
            let piece =
                switch byte {
                case UInt8(ascii: "\\"): "\\\\"
                case 0x20...0x7E: String(UnicodeScalar(byte))
                default: "\\x" + hex(byte)
                }
            guard text.utf8.count + piece.utf8.count <= limit else { return text + "..." }
            text += piece
        }
        return text
    }

    /// What a byte is called in a sentence.
    static func name(of byte: UInt8) -> String {
        switch byte {
        case 0x20: "a space"
        case 0x09: "a tab"
        case 0x22: "a double quote"
        case UInt8(ascii: ","): "a comma"
        case UInt8(ascii: "\\"): "a backslash"
        case 0..<0x20, 0x7F: "a control character (0x\(hex(byte)))"
        case 0x80...: "a byte that is not ASCII (0x\(hex(byte)))"
        default: "the character \(String(UnicodeScalar(byte)))"
        }
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.utf8.count < 2 ? "0" + digits : digits
    }
}
