#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The text form: `hardtack-key-v1:`, 43 base64url characters of key, 8 hexadecimal digits of checksum.
///
/// The prefix lets secret scanners find a leaked key. The checksum is the first four bytes of
/// SHA-256(LP("hardtack.key.v1") | key): a slip of the hand is an error and not another key.
extension RootKey {
    static let textPrefix = "hardtack-key-v1:"
    static let textLength = 16 + 43 + 8

    /// A key from its text form, surrounding blanks and line ends apart.
    ///
    /// - Throws: `KeyError` with code `malformed`, `checksum`, `allEqual` or `cryptography`.
    public init(text: String) throws(KeyError) {
        try self.init(text: text.utf8.span)
    }

    /// A key from the ASCII characters of its text form, surrounding blanks and line ends apart.
    ///
    /// - Throws: `KeyError` with code `malformed`, `checksum`, `allEqual` or `cryptography`.
    public init(text: Span<UInt8>) throws(KeyError) {
        let line = text.extracting(trimmed(text, text.indices))
        let prefix = Self.textPrefix.utf8
        guard line.count == Self.textLength, line.extracting(first: prefix.count).elements(equal: prefix),
            var key = Base64URL.decode32(line.extracting(16..<59))
        else {
            throw KeyError(.malformed, "not a key: it reads hardtack-key-v1: and 51 characters more, on one line")
        }
        defer { wipe(&key) }
        let expected = try Self.checksum(of: key.span)
        guard line.extracting(59..<67).elements(equal: expected) else {
            throw KeyError(.checksum, "the key's checksum does not fit; copy the whole line again")
        }
        try self.init(key.span)
    }

    /// A key from 64 hexadecimal digits, without a checksum. Prefer the text form.
    ///
    /// - Throws: `KeyError` with code `malformed`, `allEqual` or `cryptography`.
    public init(hexadecimal text: String) throws(KeyError) {
        var key = InlineArray<32, UInt8>(repeating: 0)
        defer { wipe(&key) }
        let digits = text.utf8.span
        let malformed = KeyError(.malformed, "not a key: 64 hexadecimal digits are needed")
        guard digits.count == 64 else { throw malformed }
        for index in 0..<32 {
            guard let high = Self.value(digits[2 * index]), let low = Self.value(digits[2 * index + 1]) else {
                throw malformed
            }
            key[index] = high << 4 | low
        }
        try self.init(key.span)
    }

    /// A key from 43 base64url characters, without a checksum. Prefer the text form.
    ///
    /// - Throws: `KeyError` with code `malformed`, `allEqual` or `cryptography`.
    public init(base64URL text: String) throws(KeyError) {
        guard var key = Base64URL.decode32(text.utf8.span) else {
            throw KeyError(.malformed, "not a key: 43 base64url characters without padding are needed")
        }
        defer { wipe(&key) }
        try self.init(key.span)
    }

    /// A key in text form from an environment variable.
    ///
    /// The weakest place: the environment is inherited by children and shown by tools. Prefer a file.
    ///
    /// - Throws: `KeyError` with code `missing`, and those of ``init(text:)-(String)``.
    public init(environment name: String) throws(KeyError) {
        guard let value = unsafe getenv(name) else {
            throw KeyError(.missing, "the environment variable \(name) is not set; put a key in its text form there")
        }
        let bytes = unsafe UnsafeRawBufferPointer(start: value, count: strlen(value))
        try self.init(text: unsafe Span(_unsafeElements: bytes.bindMemory(to: UInt8.self)))
    }

    /// The key itself, in text form, in ordinary memory that nobody wipes. For key tools.
    ///
    /// - Throws: `KeyError` with code `cryptography`.
    public func exposedText() throws(KeyError) -> String {
        var text = try exposedBytes()
        defer { wipe(&text) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The characters of the text form, which the caller wipes.
    func exposedBytes() throws(KeyError) -> [UInt8] {
        var text = [UInt8](repeating: 0x0a, count: Self.textLength)
        var span = text.mutableSpan
        for (index, byte) in Self.textPrefix.utf8.enumerated() { span[index] = byte }
        try secret.withBytes { (key) throws(KeyError) in
            var middle = span._mutatingExtracting(16..<59)
            Base64URL.encode(key, into: &middle)
            for (index, byte) in try Self.checksum(of: key).enumerated() { span[59 + index] = byte }
        }
        return text
    }

    private static func checksum(of key: Span<UInt8>) throws(KeyError) -> [UInt8] {
        var label: [UInt8] = []
        label.appendLengthPrefixed("hardtack.key.v1".utf8)
        do {
            let hash = try ThreadState.current().state.digest.hash(label.span, key)
            let digits = Array("0123456789abcdef".utf8)
            return (0..<8).map { digits[Int(hash[$0 / 2] >> ($0 % 2 == 0 ? 4 : 0)) & 15] }
        } catch {
            throw KeyError(error)
        }
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// A range of a text without the spaces, tabs and line ends on both sides.
func trimmed(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d }
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, isBlank(text[start]) { start += 1 }
    while end > start, isBlank(text[end - 1]) { end -= 1 }
    return start..<end
}

extension Span<UInt8> {
    /// Whether these are exactly some bytes. Not for secrets.
    func elements(equal other: some Collection<UInt8>) -> Bool {
        guard count == other.count else { return false }
        var index = 0
        for byte in other {
            guard self[index] == byte else { return false }
            index += 1
        }
        return true
    }
}
