/// What a sub-key is for. Each use has a key of its own: no text sealed for one can be replayed to another.
package enum KeyUse: String, CaseIterable, Sendable {
    /// The application's sealed tokens, format 01.
    case seal = "seal.01"
    /// The application's signed tokens, format 02.
    case sign = "sign.02"
    /// The key's own id.
    case id = "kid"
    /// Tokens of the session kit.
    case session
    /// Sealed device labels.
    case label
    /// Session payloads in a store.
    case atRest = "at-rest"
    /// Anti-forgery tokens.
    case csrf

    /// HKDF's info: LP("hardtack.v1") | LP(use).
    var info: [UInt8] {
        var info: [UInt8] = []
        info.appendLengthPrefixed("hardtack.v1".utf8)
        info.appendLengthPrefixed(rawValue.utf8)
        return info
    }
}

extension [UInt8] {
    /// LP of the formats: the length as four bytes, big-endian, then the bytes. Joined LPs can be read one way only.
    package mutating func appendLengthPrefixed(_ bytes: some Collection<UInt8>) {
        let length = UInt32(clamping: bytes.count)
        for shift in [24, 16, 8, 0] { append(UInt8(truncatingIfNeeded: length >> UInt32(shift))) }
        append(contentsOf: bytes)
    }
}
