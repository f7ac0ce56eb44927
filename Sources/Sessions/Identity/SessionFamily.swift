/// The public handle of a session, the same through every renewal of its ID: 16 random bytes.
///
/// It is what appears in logs, in a list of devices and in a call that revokes one. It is independent of the ID and of
/// the user, and of no use as a cookie. A login starts a new family.
public struct SessionFamily: Hashable, Sendable, LosslessStringConvertible {
    /// The first and last eight bytes, big-endian.
    private let high, low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Makes a family from what a store has read back; `nil` unless there are exactly 16 bytes.
    public init?(bytes: Span<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for index in 0..<8 {
            high = high << 8 | UInt64(bytes[index])
            low = low << 8 | UInt64(bytes[index + 8])
        }
        self.init(high: high, low: low)
    }

    /// Reads the 32 lower-case hexadecimal digits of ``description``; `nil` for anything else.
    public init?(_ description: String) {
        let digits = description.utf8
        guard digits.count == 32 else { return nil }
        var words: [UInt64] = [0, 0]
        for (index, digit) in digits.enumerated() {
            let value: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
            default: return nil
            }
            words[index / 16] = words[index / 16] << 4 | UInt64(value)
        }
        self.init(high: words[0], low: words[1])
    }

    /// The 16 bytes.
    public var bytes: [UInt8] {
        (0..<16).map { index in
            let word = index < 8 ? high : low
            return UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64(index % 8)))
        }
    }

    init?(from reader: inout ByteReader) {
        guard let high = reader.read(UInt64.self), let low = reader.read(UInt64.self) else { return nil }
        self.init(high: high, low: low)
    }

    /// The 16 bytes, without an array of them.
    func write(to output: inout OutputSpan<UInt8>) {
        output.append(high)
        output.append(low)
    }

    /// 32 lower-case hexadecimal digits.
    public var description: String {
        let alphabet = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [alphabet[Int($0 >> 4)], alphabet[Int($0 & 15)]] }, as: UTF8.self)
    }
}
