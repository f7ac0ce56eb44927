import SecureTokens

/// Fixed-width integers and length-prefixed strings, big-endian: the one way in which this module writes bytes.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    mutating func append(_ integer: some FixedWidthInteger & UnsignedInteger) {
        var shift = integer.bitWidth
        while shift > 0 {
            shift -= 8
            bytes.append(UInt8(truncatingIfNeeded: integer >> shift))
        }
    }

    mutating func append(_ time: Timestamp) {
        append(UInt64(bitPattern: time.milliseconds))
    }

    mutating func append(_ more: some Collection<UInt8>) {
        bytes.append(contentsOf: more)
    }

    mutating func append<let count: Int>(_ more: InlineArray<count, UInt8>) {
        for index in 0..<count { bytes.append(more[index]) }
    }

    /// LP of the design: a 4-byte length, then the bytes. What follows cannot be mistaken for what is inside (T2).
    mutating func appendLengthPrefixed(_ more: some Collection<UInt8>) {
        bytes.appendLengthPrefixed(more)
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
        return bytes[range].reduce(0) { $0 << 8 | Integer(truncatingIfNeeded: $1) }
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
}
