import CookieHeaders
import Testing

@Suite struct CookieDateParsingTests {
    /// 1994-11-06T08:49:37Z.
    private static let sample: Int64 = 784_111_777

    @Test("UA-01 the delimiters are 09, 20-2F, 3B-40, 5B-60 and 7B-7E; a colon is none", arguments: UInt8.min...255)
    func delimiters(_ byte: UInt8) {
        let isDelimiter: Bool
        switch byte {
        case 0x09, 0x20...0x2F, 0x3B...0x40, 0x5B...0x60, 0x7B...0x7E: isDelimiter = true
        default: isDelimiter = false
        }
        // Without a delimiter in front of it, the day is part of another token.
        let bytes = Array("08:49:37 x".utf8) + [byte] + Array("06 Nov 1994".utf8)
        #expect((CookieDate(parsing: bytes.span)?.secondsSinceEpoch == Self.sample) == isDelimiter)
    }

    @Test(
        "UA-01, UA-02 dates as servers write them",
        arguments: [
            "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
            "06 Nov 1994 8:49:37", "1994 nOvEmBeR 6 08:49:37", "08:49:37 6 november 94", "6th Nov 1994 08:49:37.123",
            "08:49:37Z 06x Novx 1994x", "Sun, 06 Nov 1994 08:49:37 +0500", "Sun, 06 Nov 1994 08:49:37 PST",
            "08:49:37 06 Nov 1994 09:00:00 07 Dec 1995", "\t;06@Nov~1994_08:49:37", "xx 08:49:37 y 06 z Nov 1994",
            "08:49:37:99 06 Nov 1994",
        ]
    )
    func tolerated(_ text: String) {
        #expect(CookieDate(parsing: text)?.secondsSinceEpoch == Self.sample)
    }

    @Test(
        "UA-02 each token is tried as time, day, month and year in that order",
        arguments: [
            ("10 11 Jan 00:00:00", "Tue, 10 Jan 2011 00:00:00 GMT"),
            ("2011 10 Jan 00:00:00", "Mon, 10 Jan 2011 00:00:00 GMT"),
            ("Jan Feb 1 2000 0:0:0", "Sat, 01 Jan 2000 00:00:00 GMT"),
            ("1:2:3 4:5:6 Jan 2000", "Tue, 04 Jan 2000 01:02:03 GMT"),
        ]
    )
    func order(_ text: String, _ expected: String) {
        // The weekday in the table is decoration: what counts is the rest.
        #expect(CookieDate(parsing: text)?.imfFixdate.dropFirst(3) == expected.dropFirst(3))
    }

    @Test(
        "UA-03 two-digit years: 70-99 are 19xx, 0-69 are 20xx",
        arguments: [("70", "1970"), ("99", "1999"), ("00", "2000"), ("69", "2069"), ("099", "1999"), ("0069", "2069")]
    )
    func twoDigitYears(_ short: String, _ long: String) {
        #expect(
            CookieDate(parsing: "01 Jan \(short) 00:00:00")?.imfFixdate.contains(" \(long) ") == true
        )
    }

    @Test(
        "UA-03 a date that lacks a part or does not exist fails",
        arguments: [
            "", "x", "06 Nov 1994", "08:49:37 Nov 1994", "08:49:37 06 1994", "08:49:37 06 Nov", "01 Jan 1600 00:00:00",
            "00 Jan 2000 00:00:00", "32 Jan 2000 00:00:00", "30 Feb 2000 00:00:00", "29 Feb 1900 00:00:00",
            "31 Apr 2000 00:00:00", "01 Jan 2000 24:00:00", "01 Jan 2000 00:60:00", "01 Jan 2000 00:00:60",
            "01 Jan 20000 00:00:00", "001 Jan 2000 00:00:00", "01 Jan 2000 000:00:00", "01 Jan 2000 00:00",
            "01 Jan 2000 00:00:000", "01 Jan 2000 0:0:", "01 Jan 2 00:00:00", "01 J\u{430}n 2000 00:00:00",
            "99:99:99 01 Jan 2000 00:00:00",
        ]
    )
    func refused(_ text: String) {
        #expect(CookieDate(parsing: text) == nil)
    }

    @Test("UA-03 the earliest date is accepted") func earliest() {
        #expect(CookieDate(parsing: "01 Jan 1601 00:00:00") == .earliest)
        #expect(CookieDate(parsing: "31 Dec 9999 23:59:59") == .latest)
    }
}
