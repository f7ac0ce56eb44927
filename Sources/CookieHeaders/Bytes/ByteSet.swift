/// A set of ASCII bytes as two words: a test costs a shift and a mask, and bytes from 0x80 up are never members.
struct ByteSet: Sendable {
    let low: UInt64
    let high: UInt64

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        guard byte < 0x80 else { return false }
        return ((byte < 0x40 ? low : high) &>> UInt64(byte & 0x3F)) & 1 == 1
    }

    /// RFC 9110 §5.6.2 `tchar`.
    static var token: ByteSet { ByteSet(low: 0x03FF_6CFA_0000_0000, high: 0x57FF_FFFF_C7FF_FFFE) }
    /// RFC 6265 §4.1.1 `cookie-octet`: 21, 23-2B, 2D-3A, 3C-5B, 5D-7E.
    static var cookieOctet: ByteSet { ByteSet(low: 0xF7FF_EFFA_0000_0000, high: 0x7FFF_FFFF_EFFF_FFFF) }
    /// `av-octet` (20-3A, 3C-7E) without the comma, at which intermediaries fold and split lines (T15, SC-19).
    static var attributeOctet: ByteSet { ByteSet(low: 0xF7FF_EFFF_0000_0000, high: 0x7FFF_FFFF_FFFF_FFFF) }
    /// Letters, digits and the hyphen of a host name's label.
    static var hostLabel: ByteSet { ByteSet(low: 0x03FF_2000_0000_0000, high: 0x07FF_FFFE_07FF_FFFE) }
    /// The delimiters of a cookie date: 09, 20-2F, 3B-40, 5B-60, 7B-7E (UA-01).
    static var dateDelimiter: ByteSet { ByteSet(low: 0xF800_FFFF_0000_0200, high: 0x7800_0001_F800_0001) }
    /// 00-08, 0A-1F and 7F: what drops a whole cookie (UA-07).
    static var control: ByteSet { ByteSet(low: 0x0000_0000_FFFF_FDFF, high: 0x8000_0000_0000_0000) }
}

extension Span<UInt8> {
    /// Whether every byte is in the set. A loop over a `String`'s own view of its bytes costs several times as much.
    func holdsOnly(_ set: ByteSet) -> Bool {
        for index in indices where !set.contains(self[index]) { return false }
        return true
    }
}
