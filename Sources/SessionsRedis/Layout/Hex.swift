#if Redis
    /// Lower-case hexadecimal digits of a tag.
    enum Hex {
        private static let alphabet = Array("0123456789abcdef".utf8)

        /// Eight of them.
        static func digits(of tag: UInt32) -> [UInt8] {
            (0..<8).map { alphabet[Int(tag >> (28 - 4 * UInt32($0)) & 15)] }
        }

        /// The tag that those digits are; `nil` unless there are exactly eight.
        static func tag(_ digits: [UInt8]) -> UInt32? {
            guard digits.count == 8 else { return nil }
            var tag: UInt32 = 0
            for digit in digits {
                guard let value = alphabet.firstIndex(of: digit) else { return nil }
                tag = tag << 4 | UInt32(value)
            }
            return tag
        }
    }
#endif
