import SecureTokens

/// Fixed-width integers and length-prefixed strings, big-endian: the one way in which this module writes bytes.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    /// Several parts of a fixed length at once, for which the array need be looked at no more than once.
    mutating func append(count: Int, _ body: (inout OutputSpan<UInt8>) -> Void) {
        bytes.append(addingCapacity: count, initializingWith: body)
    }

    mutating func append(_ integer: some FixedWidthInteger & UnsignedInteger) {
        append(count: integer.bitWidth / 8) { $0.append(integer) }
    }

    mutating func append(_ more: Span<UInt8>) {
        append(count: more.count) { $0.append(more) }
    }

    mutating func append(_ more: [UInt8]) {
        bytes.append(contentsOf: more)
    }

    mutating func append<let count: Int>(_ more: InlineArray<count, UInt8>) {
        append(more.span)
    }

    /// LP of the design: a 4-byte length, then the bytes. What follows cannot be mistaken for what is inside (T2).
    mutating func appendLengthPrefixed(_ more: Span<UInt8>) {
        append(UInt32(clamping: more.count))
        append(more)
    }

    mutating func appendLengthPrefixed(_ text: String) {
        appendLengthPrefixed(text.utf8.span)
    }
}

extension OutputSpan<UInt8> {
    mutating func append(_ integer: some FixedWidthInteger & UnsignedInteger) {
        var shift = integer.bitWidth
        while shift > 0 {
            shift -= 8
            append(UInt8(truncatingIfNeeded: integer >> shift))
        }
    }

    mutating func append(_ time: Timestamp) {
        append(UInt64(bitPattern: time.milliseconds))
    }

    mutating func append(_ more: Span<UInt8>) {
        for index in more.indices { append(more[index]) }
    }
}

/// Reads what ``ByteWriter`` wrote. Every read may fail: the bytes are authentic, but may be of another version.
struct ByteReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func read<Integer: FixedWidthInteger & UnsignedInteger>(_: Integer.Type) -> Integer? {
        guard let range = readRange(count: Integer.bitWidth / 8) else { return nil }
        let piece = bytes.span.extracting(range)
        var integer: Integer = 0
        for index in piece.indices { integer = integer << 8 | Integer(truncatingIfNeeded: piece[index]) }
        return integer
    }

    mutating func readTime() -> Timestamp? {
        read(UInt64.self).map { Timestamp(milliseconds: Int64(bitPattern: $0)) }
    }

    mutating func readRange(count: Int) -> Range<Int>? {
        guard count >= 0, count <= bytes.count - position else { return nil }
        defer { position += count }
        return position..<position + count
    }

    mutating func readBytes(count: Int) -> [UInt8]? {
        readRange(count: count).map { Array(bytes[$0]) }
    }

    mutating func readLengthPrefixed() -> [UInt8]? {
        guard let count = read(UInt32.self) else { return nil }
        return readBytes(count: Int(count))
    }

    /// Repaired where it is not UTF-8.
    mutating func readText() -> String? {
        guard let count = read(UInt32.self), let range = readRange(count: Int(count)) else { return nil }
        return String(decoding: bytes[range], as: UTF8.self)
    }

    /// What has not been read.
    var rest: [UInt8] { Array(bytes[position...]) }
}
