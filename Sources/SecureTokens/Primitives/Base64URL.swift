/// base64url without padding (RFC 4648 §5), canonical only.
///
/// There is one text for some bytes: a wrong length, a character outside the alphabet, padding, or bits left over that
/// are not zero are refused. Neither direction branches on the bytes.
public enum Base64URL {
    /// Characters for `count` bytes.
    public static func encodedLength(_ count: Int) -> Int {
        count / 3 * 4 + (count % 3 * 4 + 2) / 3
    }

    /// Bytes in `length` characters, nil if no number of bytes has so many.
    public static func decodedLength(_ length: Int) -> Int? {
        length >= 0 && length % 4 != 1 ? length / 4 * 3 + length % 4 * 3 / 4 : nil
    }

    /// The text for some bytes.
    public static func encode(_ bytes: Span<UInt8>) -> String {
        let length = encodedLength(bytes.count)
        return unsafe String(unsafeUninitializedCapacity: length) { buffer in
            // An empty buffer may have no address, and there is nothing to write.
            guard length > 0 else { return 0 }
            var output = unsafe MutableSpan(
                _unsafeElements: unsafe UnsafeMutableBufferPointer(rebasing: buffer[..<length])
            )
            encode(bytes, into: &output)
            return length
        }
    }

    /// The bytes of a text, nil unless it is canonical.
    public static func decode(_ text: String) -> [UInt8]? {
        decode(text.utf8.span)
    }

    /// The bytes of ASCII characters, nil unless they are canonical.
    public static func decode(_ characters: Span<UInt8>) -> [UInt8]? {
        guard let count = decodedLength(characters.count) else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        var span = bytes.mutableSpan
        return decode(characters, into: &span) ? bytes : nil
    }

    /// The 32 bytes of exactly 43 characters, nil unless they are canonical.
    package static func decode32(_ characters: Span<UInt8>) -> InlineArray<32, UInt8>? {
        guard characters.count == 43 else { return nil }
        var bytes = InlineArray<32, UInt8>(repeating: 0)
        var span = bytes.mutableSpan
        guard decode(characters, into: &span) else {
            // A key with one wrong character is most of a key.
            wipe(&bytes)
            return nil
        }
        return bytes
    }

    /// Writes the characters; `output` has exactly ``encodedLength(_:)`` places.
    package static func encode(_ bytes: Span<UInt8>, into output: inout MutableSpan<UInt8>) {
        // Checked once here, for the loops that do not look at every index.
        precondition(output.count == encodedLength(bytes.count))
        unsafe bytes.withUnsafeBytes { source in
            unsafe output.withUnsafeMutableBytes { target in unsafe encode(source, to: target) }
        }
    }

    /// Writes the bytes; `output` has exactly ``decodedLength(_:)`` places. False, with rubbish in it, unless canonical.
    package static func decode(_ characters: Span<UInt8>, into output: inout MutableSpan<UInt8>) -> Bool {
        guard output.count == decodedLength(characters.count) else { return false }
        return unsafe characters.withUnsafeBytes { source in
            unsafe output.withUnsafeMutableBytes { target in unsafe decode(source, to: target) }
        }
    }

    private static func encode(_ source: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer) {
        var read = 0
        var write = 0
        while read &+ 12 <= source.count {
            let characters = unsafe Block(bytesAt: read, of: source).characters
            unsafe target.storeBytes(of: characters, toByteOffset: write, as: Lanes.self)
            read &+= 12
            write &+= 16
        }
        let whole = source.count / 3
        if read < whole &* 3, source.count >= 12 {
            // Once more over the last whole groups, some of which are done already.
            let characters = unsafe Block(bytesAt: whole &* 3 &- 12, of: source).characters
            unsafe target.storeBytes(of: characters, toByteOffset: whole &* 4 &- 16, as: Lanes.self)
            read = whole &* 3
            write = whole &* 4
        }
        while read < source.count {
            let count = min(3, source.count &- read)
            var group: UInt64 = 0
            for index in 0..<count { unsafe group |= UInt64(source[read &+ index]) << (40 - 8 * UInt64(index)) }
            let characters = Block(group: group).firstCharacters
            for index in 0...count {
                unsafe target[write &+ index] = UInt8(truncatingIfNeeded: characters >> (56 - 8 * UInt64(index)))
            }
            read &+= count
            write &+= count &+ 1
        }
    }

    private static func decode(_ source: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer) -> Bool {
        var isGood = LaneMask(repeating: true)
        var leftOver: UInt8 = 0
        var read = 0
        var write = 0
        while read &+ 16 <= source.count {
            let characters = unsafe source.loadUnaligned(fromByteOffset: read, as: Lanes.self)
            unsafe Block.decode(characters, &isGood).storeBytes(to: target, at: write)
            read &+= 16
            write &+= 12
        }
        let whole = source.count / 4
        if read < whole &* 4, source.count >= 16 {
            let characters = unsafe source.loadUnaligned(fromByteOffset: whole &* 4 &- 16, as: Lanes.self)
            unsafe Block.decode(characters, &isGood).storeBytes(to: target, at: whole &* 3 &- 12)
            read = whole &* 4
            write = whole &* 3
        }
        while read < source.count {
            let count = min(4, source.count &- read)
            var group: UInt64 = 0
            for index in 0..<count { unsafe group |= UInt64(source[read &+ index]) << (56 - 8 * UInt64(index)) }
            // "A" is zero bits: what it leaves behind the last byte are the bits that must be zero.
            for index in count..<8 { group |= UInt64(UInt8(ascii: "A")) << (56 - 8 * UInt64(index)) }
            let characters = unsafe unsafeBitCast(SIMD2(repeating: group.bigEndian), to: Lanes.self)
            let bytes = Block.decode(characters, &isGood).firstBytes
            for index in 0..<count &- 1 {
                unsafe target[write &+ index] = UInt8(truncatingIfNeeded: bytes >> (40 - 8 * UInt64(index)))
            }
            if count < 4 { leftOver = UInt8(truncatingIfNeeded: bytes >> (48 - 8 * UInt64(count))) }
            read &+= count
            write &+= count &- 1
        }
        return all(isGood) && leftOver == 0
    }
}

private typealias Lanes = SIMD16<UInt8>
private typealias LaneMask = SIMDMask<SIMD16<Int8>>

/// 16 values of six bits, in order, or the 96 bits that they are.
///
/// All is arithmetic on 16 characters at once, without a table whose cache lines a neighbour could watch and without a
/// branch on a secret, and no slower than either. Numbers are spelt as vectors, or the compiler would choose a loop over
/// the lanes.
private struct Block {
    private typealias Words = SIMD2<UInt64>

    /// Eight values each, the first in the lowest byte.
    private let values: Words

    private init(values: Words) {
        self.values = values
    }

    /// From 12 bytes.
    @inline(__always)
    init(bytesAt offset: Int, of source: UnsafeRawBufferPointer) {
        // The second load takes four bytes of the first along, so that neither reaches over the end.
        let first = unsafe source.loadUnaligned(fromByteOffset: offset, as: UInt64.self).bigEndian >> 16
        let second =
            unsafe source.loadUnaligned(fromByteOffset: offset &+ 4, as: UInt64.self).bigEndian & 0xFFFF_FFFF_FFFF
        values = Self.spread(Words(first, second))
    }

    /// From 48 bits, the others zero.
    @inline(__always)
    init(group: UInt64) {
        values = Self.spread(Words(group, 0))
    }

    /// From 16 characters; clears the lanes of `isGood` in which there is none of the alphabet.
    @inline(__always)
    static func decode(_ characters: Lanes, _ isGood: inout LaneMask) -> Block {
        let isUpper = characters &- Lanes(repeating: UInt8(ascii: "A")) .< Lanes(repeating: 26)
        let isLower = characters &- Lanes(repeating: UInt8(ascii: "a")) .< Lanes(repeating: 26)
        let isDigit = characters &- Lanes(repeating: UInt8(ascii: "0")) .< Lanes(repeating: 10)
        let isHyphen = characters .== Lanes(repeating: UInt8(ascii: "-"))
        let isUnderscore = characters .== Lanes(repeating: UInt8(ascii: "_"))
        // The step from a character to its value differs by class and is never zero.
        let steps =
            step(0 &- UInt8(ascii: "A"), isUpper) | step(26 &- UInt8(ascii: "a"), isLower)
            | step(52 &- UInt8(ascii: "0"), isDigit) | step(62 &- UInt8(ascii: "-"), isHyphen)
            | step(63 &- UInt8(ascii: "_"), isUnderscore)
        isGood = isGood .& (steps .!= Lanes(repeating: 0))
        return Block(values: inLanes(unsafe unsafeBitCast(characters &+ steps, to: Words.self)))
    }

    /// Between values and the lanes that they have in memory, either way: nothing, where the lowest byte comes first.
    @inline(__always)
    private static func inLanes(_ words: Words) -> Words {
        Words(words[0].littleEndian, words[1].littleEndian)
    }

    @inline(__always)
    private static func step(_ step: UInt8, _ mask: LaneMask) -> Lanes {
        unsafe unsafeBitCast(mask, to: Lanes.self) & Lanes(repeating: step)
    }

    /// The 16 characters.
    @inline(__always)
    var characters: Lanes {
        let values = unsafe unsafeBitCast(Self.inLanes(values), to: Lanes.self)
        // From "A"; then the further steps to "a", to "0", to "-" and to "_".
        return values &+ Lanes(repeating: UInt8(ascii: "A"))
            &+ Self.step(6, values .>= Lanes(repeating: 26)) &+ Self.step(0 &- 75, values .>= Lanes(repeating: 52))
            &+ Self.step(0 &- 13, values .>= Lanes(repeating: 62)) &+ Self.step(49, values .== Lanes(repeating: 63))
    }

    /// The first 8 characters, the first in the highest byte.
    @inline(__always)
    var firstCharacters: UInt64 {
        unsafe unsafeBitCast(characters, to: Words.self)[0].bigEndian
    }

    /// Writes the 12 bytes.
    @inline(__always)
    func storeBytes(to target: UnsafeMutableRawBufferPointer, at offset: Int) {
        let bits = gathered
        unsafe target.storeBytes(of: (bits[0] << 16 | bits[1] >> 32).bigEndian, toByteOffset: offset, as: UInt64.self)
        unsafe target.storeBytes(of: (bits[0] << 48 | bits[1]).bigEndian, toByteOffset: offset &+ 4, as: UInt64.self)
    }

    /// The first 6 bytes, in the low 48 bits.
    @inline(__always)
    var firstBytes: UInt64 { gathered[0] }

    /// 48 bits into halves, quarters and eighths, the first of each in the lower place.
    @inline(__always)
    private static func spread(_ bits: Words) -> Words {
        let halves = bits &>> Words(repeating: 24) | (bits & Words(repeating: 0xFF_FFFF)) &<< Words(repeating: 32)
        let quarters =
            (halves &>> Words(repeating: 12)) & Words(repeating: 0x0000_0FFF_0000_0FFF)
            | (halves & Words(repeating: 0x0000_0FFF_0000_0FFF)) &<< Words(repeating: 16)
        return (quarters &>> Words(repeating: 6)) & Words(repeating: 0x003F_003F_003F_003F)
            | (quarters & Words(repeating: 0x003F_003F_003F_003F)) &<< Words(repeating: 8)
    }

    /// The same backwards: 48 bits in each word.
    @inline(__always)
    private var gathered: Words {
        let quarters =
            (values & Words(repeating: 0x003F_003F_003F_003F)) &<< Words(repeating: 6)
            | (values &>> Words(repeating: 8)) & Words(repeating: 0x003F_003F_003F_003F)
        let halves =
            (quarters & Words(repeating: 0x0000_0FFF_0000_0FFF)) &<< Words(repeating: 12)
            | (quarters &>> Words(repeating: 16)) & Words(repeating: 0x0000_0FFF_0000_0FFF)
        return (halves & Words(repeating: 0xFF_FFFF)) &<< Words(repeating: 24) | halves &>> Words(repeating: 32)
    }
}
