// The rules written down a second time, byte by byte and without care for speed: what the fuzzer holds the real ones against.

/// A pair of a Cookie header as RFC 6265bis §5.6 splits one.
struct PlainPair: Equatable {
    var name: [UInt8]
    var value: [UInt8]
}

/// The pairs of a header within the limits: split at `;`, trimmed of SP and HTAB, split at the first `=`; without an `=` all
/// is value; the empty ones and those with a control character are left out.
func plainPairs(_ header: [UInt8]) -> [PlainPair] {
    func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var bytes = bytes
        while bytes.first == 0x20 || bytes.first == 0x09 { bytes.removeFirst() }
        while bytes.last == 0x20 || bytes.last == 0x09 { bytes.removeLast() }
        return Array(bytes)
    }
    return header.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).compactMap { piece in
        guard !piece.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) else { return nil }
        let pair: PlainPair
        if let equals = piece.firstIndex(of: UInt8(ascii: "=")) {
            pair = PlainPair(name: trimmed(piece[..<equals]), value: trimmed(piece[(equals + 1)...]))
        } else {
            pair = PlainPair(name: [], value: trimmed(piece))
        }
        return pair.name.isEmpty && pair.value.isEmpty ? nil : pair
    }
}

/// base64url without padding, bit by bit; nil unless canonical.
func plainBase64URL(_ text: [UInt8]) -> [UInt8]? {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    var bits: [Bool] = []
    for character in text {
        guard let value = alphabet.firstIndex(of: character) else { return nil }
        for shift in (0..<6).reversed() { bits.append(value >> shift & 1 == 1) }
    }
    let count = bits.count / 8
    // One character more than whole bytes need is too many, and what is left over must be zero.
    guard bits.count - count * 8 < 6, !bits[(count * 8)...].contains(true) else { return nil }
    return (0..<count).map { byte in (0..<8).reduce(0) { $0 << 1 | (bits[byte * 8 + $1] ? 1 : 0) } }
}

/// The date of RFC 6265bis §5.1.1 in seconds since 1970, its tokens tried one after another.
func plainDate(_ bytes: [UInt8]) -> Int64? {
    func isDelimiter(_ byte: UInt8) -> Bool {
        byte == 0x09 || (0x20...0x2F).contains(byte) || (0x3B...0x40).contains(byte) || (0x5B...0x60).contains(byte)
            || (0x7B...0x7E).contains(byte)
    }
    func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }
    /// Between so and so many digits at the start, then no digit; the number and what follows.
    func number(_ token: ArraySlice<UInt8>, _ least: Int, _ most: Int) -> (Int, ArraySlice<UInt8>)? {
        let digits = token.prefix { isDigit($0) }
        guard digits.count >= least, digits.count <= most else { return nil }
        return (digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }, token.dropFirst(digits.count))
    }
    func time(_ token: ArraySlice<UInt8>) -> (Int, Int, Int)? {
        guard let (hour, rest) = number(token, 1, 2), rest.first == UInt8(ascii: ":"),
            let (minute, more) = number(rest.dropFirst(), 1, 2), more.first == UInt8(ascii: ":"),
            let (second, _) = number(more.dropFirst(), 1, 2)
        else { return nil }
        return (hour, minute, second)
    }
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"].map {
        Array($0.utf8)
    }
    var found: (time: (Int, Int, Int)?, day: Int?, month: Int?, year: Int?)
    for token in bytes.split(whereSeparator: isDelimiter) {
        if found.time == nil, let time = time(token) {
            found.time = time
        } else if found.day == nil, let (day, _) = number(token, 1, 2) {
            found.day = day
        } else if found.month == nil,
            let month = months.firstIndex(of: token.prefix(3).map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 })
        {
            found.month = month + 1
        } else if found.year == nil, let (year, _) = number(token, 2, 4) {
            found.year = year
        }
    }
    guard let time = found.time, let day = found.day, let month = found.month, var year = found.year else { return nil }
    if year >= 70, year <= 99 { year += 1900 }
    if year >= 0, year <= 69 { year += 2000 }
    func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
    let lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard year >= 1601, time.0 <= 23, time.1 <= 59, time.2 <= 59, (1...lengths[month - 1]).contains(day) else {
        return nil
    }
    var days = 0
    if year >= 1970 {
        for passed in 1970..<year { days += isLeap(passed) ? 366 : 365 }
    } else {
        for coming in year..<1970 { days -= isLeap(coming) ? 366 : 365 }
    }
    days += lengths[..<(month - 1)].reduce(0, +) + day - 1
    return Int64(days) * 86_400 + Int64(time.0 * 3_600 + time.1 * 60 + time.2)
}

/// Whether a forged request gets past the check of its source: what OC-05 to OC-07 say, for one trusted origin and nothing else.
func plainSourceIsOurs(site: String?, origin: String?, referer: String?) -> Bool {
    func isOurs(_ text: String) -> Bool { text == "https://shop.example" || text == "https://shop.example:443" }
    switch site {
    case "same-origin": return true
    case "same-site", "cross-site", "none": return false
    default: break
    }
    if let origin { return isOurs(origin) }
    guard let referer else { return false }
    let bytes = Array(referer.utf8)
    let end = bytes.indices.first { index in
        index >= 8
            && (bytes[index] == UInt8(ascii: "/") || bytes[index] == UInt8(ascii: "?")
                || bytes[index] == UInt8(ascii: "#"))
    }
    return isOurs(String(decoding: bytes[..<(end ?? bytes.count)], as: UTF8.self))
}
