// RFC 9110 §5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`, always 29 bytes, in English whatever the locale (SC-07).

extension CookieDate {
    static var imfFixdateLength: Int { 29 }

    /// The date as an IMF-fixdate: 29 ASCII characters, independent of locale and time zone (SC-07).
    public var imfFixdate: String {
        unsafe ByteWriter.string(capacity: Self.imfFixdateLength) { writer in
            unsafe write(to: &writer)
        }
    }

    /// Reads exactly what ``imfFixdate`` writes, the day of the week included; nil for anything else.
    public init?(imfFixdate text: String) {
        // A tolerant reading of the same length that writes the same bytes again is the exact form.
        guard text.utf8.count == Self.imfFixdateLength, let date = CookieDate(parsing: text),
            date.imfFixdate.utf8.elementsEqual(text.utf8)
        else { return nil }
        self = date
    }

    func write(to writer: inout ByteWriter) {
        // Shifted to a count from 1601, so that neither quotient nor remainder is negative.
        let seconds = Int(secondsSinceEpoch - CookieDate.earliest.secondsSinceEpoch)
        let days = seconds / 86_400
        let second = seconds % 86_400
        let calendar = Calendar(daysSinceEpoch: days + Int(CookieDate.earliest.secondsSinceEpoch) / 86_400)
        // 1601-01-01 was a Monday.
        unsafe writer.write(literal: Self.dayName(days % 7))
        unsafe writer.write(literal: ", ")
        unsafe writer.writeTwoDigits(calendar.day)
        unsafe writer.write(literal: Self.monthName(calendar.month))
        unsafe writer.writeTwoDigits(calendar.year / 100)
        unsafe writer.writeTwoDigits(calendar.year % 100)
        unsafe writer.write(UInt8(ascii: " "))
        unsafe writer.writeTwoDigits(second / 3600)
        unsafe writer.write(UInt8(ascii: ":"))
        unsafe writer.writeTwoDigits(second / 60 % 60)
        unsafe writer.write(UInt8(ascii: ":"))
        unsafe writer.writeTwoDigits(second % 60)
        unsafe writer.write(literal: " GMT")
    }

    private static func dayName(_ day: Int) -> StaticString {
        switch day {
        case 0: "Mon"
        case 1: "Tue"
        case 2: "Wed"
        case 3: "Thu"
        case 4: "Fri"
        case 5: "Sat"
        default: "Sun"
        }
    }

    private static func monthName(_ month: Int) -> StaticString {
        switch month {
        case 1: " Jan "
        case 2: " Feb "
        case 3: " Mar "
        case 4: " Apr "
        case 5: " May "
        case 6: " Jun "
        case 7: " Jul "
        case 8: " Aug "
        case 9: " Sep "
        case 10: " Oct "
        case 11: " Nov "
        default: " Dec "
        }
    }
}
