/// Four bytes derived from a key, which name it in tokens and logs without giving it away.
public struct KeyID: Hashable, Sendable, CustomStringConvertible {
    /// The bytes, the first one highest.
    public let rawValue: UInt32

    /// - Parameter rawValue: the four bytes, the first one highest.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Eight lower-case hexadecimal digits.
    public var description: String {
        let digits = String(rawValue, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
