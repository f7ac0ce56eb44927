// Eight bytes at a time: values are the bulk of a header, and a byte loop would cost several times as much.
//
// In a word, `(w - 0x01…) & ~w & 0x80…` marks each zero byte. A borrow can mark a byte above a marked one wrongly, never
// below it, so that the lowest mark is always right.

extension Span<UInt8> {
    /// The first `;` or control character (00-1F, HTAB included, and 7F) at or after an index; `count` without one.
    /// - Parameter equals: whether to stop at `=` as well; a constant wherever this is inlined.
    @inline(__always)
    func firstStop(from start: Int, orEquals equals: Bool = false) -> Int {
        let raw = unsafe bytes
        var index = start
        while index &+ 8 <= count {
            let word = raw.word(at: index)
            let semicolon = word ^ .everyByte(0x3B)
            let delete = word ^ .everyByte(0x7F)
            var marks = (semicolon &- .everyByte(0x01)) & ~semicolon
            marks |= (delete &- .everyByte(0x01)) & ~delete
            if equals {
                let equalsSign = word ^ .everyByte(0x3D)
                marks |= (equalsSign &- .everyByte(0x01)) & ~equalsSign
            }
            marks |= (word &- .everyByte(0x20)) & ~word
            marks &= .everyByte(0x80)
            if marks != 0 { return index &+ marks.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < count {
            let byte = self[index]
            if byte == 0x3B || (equals && byte == 0x3D) || byte < 0x20 || byte == 0x7F { return index }
            index &+= 1
        }
        return count
    }

    /// How many semicolons there are.
    func semicolonCount() -> Int {
        let raw = unsafe bytes
        var total = 0
        var index = 0
        while index &+ 8 <= count {
            let semicolon = raw.word(at: index) ^ .everyByte(0x3B)
            // Exact for every byte, since nothing carries: 0x7F + 0x7F fits into one.
            let others = ((semicolon & .everyByte(0x7F)) &+ .everyByte(0x7F)) | semicolon
            // One bit for each semicolon; the product adds all eight up in the top byte.
            total &+= Int(((~others & .everyByte(0x80)) >> 7 &* .everyByte(0x01)) >> 56)
            index &+= 8
        }
        while index < count {
            if self[index] == 0x3B { total &+= 1 }
            index &+= 1
        }
        return total
    }
}

extension RawSpan {
    /// The eight bytes at an offset, the first one lowest.
    @inline(__always)
    fileprivate func word(at offset: Int) -> UInt64 {
        // Every bit pattern is a UInt64, and the load checks its bounds.
        unsafe UInt64(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}

extension UInt64 {
    @inline(__always)
    fileprivate static func everyByte(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }
}
