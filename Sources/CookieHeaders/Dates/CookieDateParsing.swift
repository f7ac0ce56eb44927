// The tolerant date of RFC 6265bis §5.1.1: what servers write is rarely an IMF-fixdate.

extension CookieDate {
    /// Reads a date as a browser does (UA-01, UA-02, UA-03): tokens in any order, two-digit years, the time zone ignored.
    /// Nil if a part is missing, out of range or no day of the calendar.
    public init?(parsing text: String) {
        guard let date = withBytes(of: text, { CookieDate(parsing: $0) }) else { return nil }
        self = date
    }

    /// As ``init(parsing:)-(String)``, from bytes.
    public init?(parsing bytes: Span<UInt8>) {
        var parts = DateParts()
        var index = 0
        while index < bytes.count {
            guard !ByteSet.dateDelimiter.contains(bytes[index]) else {
                index += 1
                continue
            }
            let start = index
            while index < bytes.count, !ByteSet.dateDelimiter.contains(bytes[index]) { index += 1 }
            parts.take(DateToken(bytes.extracting(start..<index)))
        }
        guard let seconds = parts.secondsSinceEpoch else { return nil }
        self.init(secondsSinceEpoch: seconds)
    }
}

/// What has been found so far. Each token fills the first part of this order that it fits and that is still open.
private struct DateParts {
    var time: Int?
    var day: Int?
    var month: Int?
    var year: Int?

    mutating func take(_ token: DateToken) {
        if time == nil, let value = token.time {
            time = value
        } else if day == nil, let value = token.day {
            day = value
        } else if month == nil, let value = token.month {
            month = value
        } else if year == nil, let value = token.year {
            year = value
        }
    }

    var secondsSinceEpoch: Int64? {
        guard let time, let day, let month, var year else { return nil }
        if (70...99).contains(year) {
            year += 1900
        } else if (0...69).contains(year) {
            year += 2000
        }
        guard year >= 1601, let calendar = Calendar(year: year, month: month, day: day) else { return nil }
        let hour = time / 10_000
        let minute = time / 100 % 100
        let second = time % 100
        guard hour <= 23, minute <= 59, second <= 59 else { return nil }
        return Int64(calendar.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second)
    }
}

/// The parts that one token could be. Ranges are judged at the end: a first `99:99:99` is the time, and fails the date.
private struct DateToken {
    /// hour * 10,000 + minute * 100 + second.
    private(set) var time: Int?
    private(set) var day: Int?
    private(set) var month: Int?
    private(set) var year: Int?

    init(_ token: Span<UInt8>) {
        month = Self.month(token)
        guard let first = Self.digits(token, from: 0), first.count <= 4 else { return }
        if first.count <= 2 { day = first.value }
        if first.count >= 2 { year = first.value }
        time = Self.time(token, hour: first)
    }

    /// `hh:mm:ss`, each of one or two digits; anything but a digit may follow (erratum 4148).
    private static func time(_ token: Span<UInt8>, hour: (value: Int, count: Int)) -> Int? {
        var time = hour.value
        var index = hour.count
        guard hour.count <= 2 else { return nil }
        for _ in 0..<2 {
            guard index < token.count, token[index] == UInt8(ascii: ":"),
                let field = digits(token, from: index + 1), field.count <= 2
            else { return nil }
            time = time * 100 + field.value
            index += 1 + field.count
        }
        return time
    }

    /// The run of digits at an index, nil without one. A fifth digit ends the reading: no part has so many.
    private static func digits(_ token: Span<UInt8>, from start: Int) -> (value: Int, count: Int)? {
        var value = 0
        var index = start
        while index < token.count, token[index].isASCIIDigit, index - start < 5 {
            value = value * 10 + Int(token[index] - UInt8(ascii: "0"))
            index += 1
        }
        return index == start ? nil : (value, index - start)
    }

    private static func month(_ token: Span<UInt8>) -> Int? {
        guard token.count >= 3 else { return nil }
        switch (token[0].asciiLowercased, token[1].asciiLowercased, token[2].asciiLowercased) {
        case (0x6A, 0x61, 0x6E): return 1
        case (0x66, 0x65, 0x62): return 2
        case (0x6D, 0x61, 0x72): return 3
        case (0x61, 0x70, 0x72): return 4
        case (0x6D, 0x61, 0x79): return 5
        case (0x6A, 0x75, 0x6E): return 6
        case (0x6A, 0x75, 0x6C): return 7
        case (0x61, 0x75, 0x67): return 8
        case (0x73, 0x65, 0x70): return 9
        case (0x6F, 0x63, 0x74): return 10
        case (0x6E, 0x6F, 0x76): return 11
        case (0x64, 0x65, 0x63): return 12
        default: return nil
        }
    }
}
