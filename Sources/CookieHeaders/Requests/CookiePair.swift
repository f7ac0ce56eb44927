/// One pair of a Cookie header, copied out of it.
public struct CookiePair: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The bytes in front of the first `=`; empty for a nameless pair.
    public let nameBytes: [UInt8]
    /// The bytes behind it; all of them for a nameless pair.
    public let valueBytes: [UInt8]

    /// Whether the pair has no name: it had no `=`, or nothing in front of it (CK-05, T12).
    public var isNameless: Bool { nameBytes.isEmpty }
    /// The name as text; nil if the pair is nameless or the name is not UTF-8.
    public var name: String? { isNameless ? nil : nameBytes.span.utf8String() }
    /// The value as text; nil if it is not UTF-8.
    public var value: String? { valueBytes.span.utf8String() }

    /// The sizes alone: value and name come from outside and belong in no log as they are.
    public var description: String { "cookie pair of \(nameBytes.count) and \(valueBytes.count) bytes" }
    /// Shows nothing to `dump`, which would show the value.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
