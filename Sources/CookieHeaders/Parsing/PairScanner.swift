/// Splits a header value at `;` and each piece at its first `=`, trimming SP and HTAB alone (CK-02, UA-09).
///
/// It goes forward only and trims the end of a piece within that piece; only a stop in a word makes the rest of the word be
/// read again. So each byte is read at most ten times, whatever the input (T16).
/// Quotes, commas, percent signs and backslashes mean nothing (T11, T13).
struct PairScanner {
    /// Bounds of a piece between semicolons, both halves trimmed.
    struct Piece: Equatable {
        /// Empty without a `=`, and also with nothing in front of it.
        let name: Range<Int>
        let value: Range<Int>
        /// Whether there is a `=`.
        let hasEquals: Bool
        /// Whether a control character other than HTAB is in it.
        let hasControl: Bool
    }

    /// The next byte to read; one beyond the last at the end.
    private(set) var position = 0

    /// The next piece, nil at the end. An empty piece is a piece.
    @inline(__always)
    mutating func next(_ bytes: Span<UInt8>) -> Piece? {
        let count = bytes.count
        guard position <= count else { return nil }
        var index = position
        while index < count, bytes[index].isBlank { index &+= 1 }
        let start = index
        var hasControl = false
        while index < count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "=") || byte == UInt8(ascii: ";") { break }
            hasControl = hasControl || (byte < 0x20 && byte != 0x09) || byte == 0x7F
            index &+= 1
            // Names are short: what is longer than two words is read in words.
            if index &- start > 16 { index = bytes.firstStop(from: index, orEquals: true) }
        }
        let nameEnd = Self.trimmedEnd(bytes, start, index)
        guard index < count, bytes[index] == UInt8(ascii: "=") else {
            position = index &+ 1
            return unsafe Piece(
                name: Range(uncheckedBounds: (start, start)),
                value: Range(uncheckedBounds: (start, nameEnd)),
                hasEquals: false,
                hasControl: hasControl
            )
        }
        index &+= 1
        while index < count, bytes[index].isBlank { index &+= 1 }
        let valueStart = index
        while index < count, bytes[index] != UInt8(ascii: ";") {
            index = bytes.firstStop(from: index)
            guard index < count, bytes[index] != UInt8(ascii: ";") else { break }
            hasControl = hasControl || bytes[index] != 0x09
            index &+= 1
        }
        position = index &+ 1
        return unsafe Piece(
            name: Range(uncheckedBounds: (start, nameEnd)),
            value: Range(uncheckedBounds: (valueStart, Self.trimmedEnd(bytes, valueStart, index))),
            hasEquals: true,
            hasControl: hasControl
        )
    }

    /// Goes on at a place where a piece begins; false, and nowhere, without one.
    @inline(__always)
    mutating func advance(to place: Int?) -> Bool {
        guard let place else { return false }
        position = place
        return true
    }

    /// The next piece with a name or a value; runs of semicolons and blanks are passed over at once.
    @inline(__always)
    mutating func nextNonEmpty(_ bytes: Span<UInt8>) -> Piece? {
        while true {
            while position < bytes.count, bytes[position] == UInt8(ascii: ";") || bytes[position].isBlank {
                position &+= 1
            }
            guard let piece = next(bytes) else { return nil }
            if !piece.name.isEmpty || !piece.value.isEmpty { return piece }
        }
    }

    /// Where a part ends once the blanks at its end are left out.
    @inline(__always)
    private static func trimmedEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var end = end
        while end > start, bytes[end &- 1].isBlank { end &-= 1 }
        return end
    }
}
