public import HTTPTypes

/// A Set-Cookie line as a browser reads it (RFC 6265bis §5.6): tolerant of what servers write, and nothing repaired.
///
/// For clients, tests and audits. A line that a browser would drop throws; an attribute that it would ignore is without
/// effect but stays visible in ``attributes``. To accept only what this package would write, use
/// ``SetCookie/init(strictly:)``. Two are equal if their lines are.
public struct ParsedSetCookie: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The last Domain, without one leading dot, in lower case; nil for a host-only cookie (UA-11).
    public private(set) var domain: String?
    /// The last Path; nil if it is missing or does not start with `/`, which means the default path (UA-15).
    public private(set) var path: String?
    /// The last Expires that is a date (UA-04).
    public private(set) var expires: CookieDate?
    /// The last valid Max-Age in seconds, clamped to 64 bits; 0 and less mean now. It beats ``expires`` (UA-05, UA-06).
    public private(set) var maxAge: Int64?
    /// Whether there is a Secure attribute, whatever its value.
    public private(set) var secure = false
    /// Whether there is an HttpOnly attribute, whatever its value.
    public private(set) var httpOnly = false
    /// Whether there is a Partitioned attribute, whatever its value.
    public private(set) var partitioned = false
    /// The last SameSite; nil, a browser's default, if it is missing or unknown (UA-18).
    public private(set) var sameSite: SameSite?

    /// The one copy of the line; everything that is not interpreted is cut out of it when it is asked for.
    private let line: [UInt8]
    private let nameRange: Range<Int>
    private let valueRange: Range<Int>

    /// One attribute as it stands in the line, trimmed.
    public struct RawAttribute: Hashable, Sendable {
        /// The bytes before the first `=`, or all of them.
        public let name: [UInt8]
        /// The bytes after the first `=`; nil without one.
        public let value: [UInt8]?

        /// The value as text; nil without one, or if it is not UTF-8.
        public var text: String? { value.flatMap { $0.span.utf8String() } }
    }

    /// Reads the value of a Set-Cookie field.
    ///
    /// - Throws: ``CookieError`` where a browser drops the cookie: `syntax` for a control character (UA-07) or for name and
    ///   value both empty (UA-08), `size` for both over 4096 bytes together (UA-09), `domain` for a Domain that is not
    ///   ASCII (UA-12). Also `path` for a Path that is not UTF-8: a browser keeps such a cookie for a path that no request
    ///   has (UA-16), and with the default path it would go to places that the server left out.
    public init(_ line: String) throws(CookieError) {
        self = try withBytes(of: line) { (bytes) throws(CookieError) in try ParsedSetCookie(bytes: bytes) }
    }

    /// Reads a Set-Cookie field by its bytes; its name is not looked at. Throws as ``init(_:)-(String)``.
    public init(_ field: HTTPField) throws(CookieError) {
        self = try withBytes(of: field) { (bytes) throws(CookieError) in try ParsedSetCookie(bytes: bytes) }
    }

    /// Reads the bytes of a Set-Cookie field's value. Throws as ``init(_:)-(String)``.
    public init(bytes: Span<UInt8>) throws(CookieError) {
        for index in bytes.indices where ByteSet.control.contains(bytes[index]) {
            throw CookieError(.syntax, "the line holds a control character: a browser drops the cookie")
        }
        var scanner = PairScanner()
        guard let pair = scanner.next(bytes), !pair.name.isEmpty || !pair.value.isEmpty else {
            throw CookieError(.syntax, "name and value are both empty: a browser drops the cookie")
        }
        guard pair.name.count + pair.value.count <= SetCookie.maximumPairBytes else {
            throw CookieError(.size, "name and value are over 4096 bytes together: a browser drops the cookie")
        }
        line = bytes.array()
        nameRange = pair.name
        valueRange = pair.value
        var hasForeignDomain = false
        var hasBrokenPath = false
        while let attribute = AttributeBounds(&scanner, bytes) {
            guard let known = AttributeName(bytes.extracting(attribute.name)) else { continue }
            let value = bytes.extracting(attribute.value)
            if known == .domain { hasForeignDomain = value.indices.contains { value[$0] >= 0x80 } }
            apply(known, value)
            if known == .path { hasBrokenPath = path == nil && Self.isPath(value) }
        }
        guard !hasForeignDomain else {
            throw CookieError(.domain, "the Domain is not ASCII: a browser drops the cookie")
        }
        guard !hasBrokenPath else {
            throw CookieError(.path, "the Path is not UTF-8: a browser never sends the cookie")
        }
    }

    /// The name, as bytes; empty for a nameless cookie (UA-08).
    public var nameBytes: [UInt8] { Array(line[nameRange]) }
    /// The value, as bytes, quotes and inner spaces kept (UA-09).
    public var valueBytes: [UInt8] { Array(line[valueRange]) }
    /// The name as text; nil if it is not UTF-8.
    public var name: String? { line.span.extracting(nameRange).utf8String() }
    /// The value as text; nil if it is not UTF-8.
    public var value: String? { line.span.extracting(valueRange).utf8String() }

    /// Every attribute, known or not, repeated or not, in the order of the line, without those over 1024 bytes.
    public var attributes: [RawAttribute] {
        let bytes = line.span
        var scanner = PairScanner()
        _ = scanner.next(bytes)
        var attributes: [RawAttribute] = []
        while let attribute = AttributeBounds(&scanner, bytes) {
            attributes.append(
                RawAttribute(
                    name: bytes.extracting(attribute.name).array(),
                    value: attribute.hasEquals ? bytes.extracting(attribute.value).array() : nil
                )
            )
        }
        return attributes
    }

    /// The last attribute with a name, in any ASCII case (UA-10): for those without a property here, as `Priority`. Nil if
    /// there is none, or if it is over 1024 bytes.
    public func attribute(named name: String) -> RawAttribute? {
        attributes.last { $0.name.span.equalsIgnoringCase(name) }
    }

    /// The whole line as it came.
    public var lineBytes: [UInt8] { line }

    /// Says what it is, without the value.
    public var description: String { "Set-Cookie of \(line.count) bytes" }
    /// Shows nothing to `dump`, which would show the value.
    public var customMirror: Mirror { Mirror(self, children: []) }

    private mutating func apply(_ name: AttributeName, _ value: Span<UInt8>) {
        switch name {
        case .expires: expires = CookieDate(parsing: value) ?? expires
        case .maxAge: maxAge = Self.maxAge(value) ?? maxAge
        case .domain: domain = Self.domain(value)
        case .path: path = Self.isPath(value) ? value.utf8String() : nil
        case .secure: secure = true
        case .httpOnly: httpOnly = true
        case .sameSite: sameSite = SameSite(anyCase: value)
        case .partitioned: partitioned = true
        }
    }

    /// §5.6.2 by hand, since `Int("+5")` is 5 (TR-3); what does not fit is clamped, never an overflow (T16).
    private static func maxAge(_ value: Span<UInt8>) -> Int64? {
        let isNegative = !value.isEmpty && value[0] == UInt8(ascii: "-")
        let digits = value.extracting((isNegative ? 1 : 0)..<value.count)
        guard !digits.isEmpty else { return nil }
        var seconds: Int64 = 0
        for index in digits.indices {
            guard digits[index].isASCIIDigit else { return nil }
            let (tenfold, over) = seconds.multipliedReportingOverflow(by: 10)
            let (sum, overToo) = tenfold.addingReportingOverflow(Int64(digits[index] - UInt8(ascii: "0")))
            seconds = over || overToo ? .max : sum
        }
        return isNegative ? -seconds : seconds
    }

    /// §5.6.4: anything else means the default path.
    private static func isPath(_ value: Span<UInt8>) -> Bool {
        !value.isEmpty && value[0] == UInt8(ascii: "/")
    }

    private static func domain(_ value: Span<UInt8>) -> String? {
        let start = !value.isEmpty && value[0] == UInt8(ascii: ".") ? 1 : 0
        let lowered = value.extracting(start..<value.count).array().map(\.asciiLowercased)
        return lowered.isEmpty ? nil : lowered.span.utf8String()
    }
}

/// The next attribute of a line that a browser would look at.
private struct AttributeBounds {
    let name: Range<Int>
    let value: Range<Int>
    let hasEquals: Bool

    /// Passes over empty pieces and values of more than 1024 bytes (UA-09).
    init?(_ scanner: inout PairScanner, _ bytes: Span<UInt8>) {
        while let piece = scanner.nextNonEmpty(bytes) {
            // A piece without `=` is all name.
            let name = piece.hasEquals ? piece.name : piece.value
            let value = piece.hasEquals ? piece.value : piece.value.upperBound..<piece.value.upperBound
            guard value.count <= SetCookie.maximumAttributeBytes else { continue }
            self.name = name
            self.value = value
            self.hasEquals = piece.hasEquals
            return
        }
        return nil
    }
}
