// A look-up by name need not split what it does not ask for: sixteen bytes at a time it looks for the name, and only where
// one begins a piece does the scanner read that piece.

extension Span<UInt8> {
    /// Where the next piece begins, at or after an index which itself begins a piece, whose first bytes are these, blanks
    /// before them left out; nil without one. What follows them is not looked at.
    ///
    /// Goes forward only: past a name in the middle of a piece it goes on at the next semicolon, so that a header made of
    /// names is read no more than twice (T16).
    @inline(__always)
    func nextPiece(beginningWith name: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while let found = firstOccurrence(of: name, from: index) {
            var before = found
            while before > start, self[before &- 1].isBlank { before &-= 1 }
            if before == start || self[before &- 1] == UInt8(ascii: ";") { return before }
            index = found &+ 1
            while index < count, self[index] != UInt8(ascii: ";") { index = firstStop(from: index &+ 1) }
        }
        return nil
    }

    /// The first place at or after an index where these bytes stand; nil without one, and for no bytes.
    @inline(__always)
    private func firstOccurrence(of wanted: Span<UInt8>, from start: Int) -> Int? {
        guard let last = wanted.indices.last else { return nil }
        let raw = unsafe bytes
        let (firsts, lasts) = (SIMD16(repeating: wanted[0]), SIMD16(repeating: wanted[last]))
        var index = start
        while index &+ last &+ 16 <= count {
            // A lane is set where the first and the last byte are right; of text that is not the name hardly ever.
            let lanes = (raw.lanes(at: index) .== firsts) .& (raw.lanes(at: index &+ last) .== lasts)
            let words = unsafe unsafeBitCast(lanes, to: SIMD2<UInt64>.self)
            if words[0] | words[1] != 0 {
                for candidate in index..<index &+ 16 where lanes[candidate &- index] {
                    if equals(wanted, at: candidate) { return candidate }
                }
            }
            index &+= 16
        }
        while index &+ last < count {
            if self[index] == wanted[0], equals(wanted, at: index) { return index }
            index &+= 1
        }
        return nil
    }

    @inline(__always)
    private func equals(_ wanted: Span<UInt8>, at start: Int) -> Bool {
        for index in wanted.indices where self[start &+ index] != wanted[index] { return false }
        return true
    }
}

extension RawSpan {
    /// Sixteen bytes from an offset.
    @inline(__always)
    fileprivate func lanes(at offset: Int) -> SIMD16<UInt8> {
        // Every bit pattern is a vector of bytes, and the load checks its bounds.
        unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
    }
}
