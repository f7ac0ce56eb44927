import CookieHeaders
import Testing

/// A date as a server writes it and seconds since 1970; nil if it is none.
struct DateCase: Sendable, CustomTestStringConvertible {
    let text: String
    let expected: Int64?
    /// What the suite says, where it differs from the standard.
    let deviation: Deviation?
    var testDescription: String { text }

    init(_ text: String, _ expected: Int64?, _ deviation: Deviation? = nil) {
        self.text = text
        self.expected = expected
        self.deviation = deviation
    }
}

/// Dates of three suites. What a date is, RFC 6265bis §5.1.1 says (UA-01 to UA-03); the time zone is never looked at.
@Suite struct DateSuiteTests {
    private func check(_ example: DateCase) {
        let seconds = CookieDate(parsing: example.text)?.secondsSinceEpoch
        #expect(seconds == example.expected)
        if let deviation = example.deviation { #expect(seconds.map(String.init) != deviation.theirs) }
    }

    @Test("UA-02, UA-03: http-state, examples.json", arguments: httpState) func ofHTTPState(_ example: DateCase) {
        check(example)
    }

    @Test("UA-02, UA-03: Chromium and http-state, bsd-examples.json", arguments: chromium)
    func ofChromium(_ example: DateCase) {
        check(example)
    }

    @Test("UA-02, UA-03: tough-cookie", arguments: toughCookie) func ofToughCookie(_ example: DateCase) {
        check(example)
    }

    @Test(
        "T16 UA-02: tough-cookie's dates with a run of 65,535 characters",
        arguments: [
            ("Wed, 09 Jun 2021 10#:18:14 GMT", nil), ("Wed, 09 Jun 2021 10:18#:14 GMT", nil),
            ("Wed, 09 Jun 2021 10:18:14# GMT", 1_623_233_894),
        ] as [(String, Int64?)]
    )
    func long(_ text: String, _ expected: Int64?) {
        let parts = text.split(separator: "#")
        let long = parts[0] + String(repeating: "x", count: 65_535) + parts[1]
        #expect(CookieDate(parsing: String(long))?.secondsSinceEpoch == expected)
    }

    /// github.com/abarth/http-state, `tests/data/dates/examples.json` (BSD licence).
    static let httpState: [DateCase] = [
        DateCase("Mon, 10-Dec-2007 17:02:24 GMT", 1_197_306_144),
        DateCase("Wed, 09 Dec 2009 16:27:23 GMT", 1_260_376_043),
        DateCase("Thursday, 01-Jan-1970 00:00:00 GMT", 0), DateCase("Mon Dec 10 16:32:30 2007 GMT", 1_197_304_350),
        DateCase("Wednesday, 01-Jan-10 00:00:00 GMT", 1_262_304_000),
        DateCase("Mon, 10-Dec-07 20:35:03 GMT", 1_197_318_903),
        DateCase("Wed, 1 Jan 2020 00:00:00 GMT", 1_577_836_800),
        DateCase("Saturday, 8-Dec-2012 21:24:09 GMT", 1_355_001_849),
        DateCase("Thu, 31 Dec 23:55:55 2037 GMT", 2_145_916_555),
        DateCase("Sun,  9 Dec 2012 13:42:05 GMT", 1_355_060_525),
        DateCase("Wed Dec 12 2007 08:44:07 GMT-0500 (EST)", 1_197_449_047),
        DateCase(
            "Mon, 01-Jan-2011 00: 00:00 GMT",
            nil,
            Deviation("1293840000", "UA-02", "a space is a delimiter, so that neither half is a time")
        ),
        DateCase("Sun, 1-Jan-1995 00:00:00 GMT", 788_918_400),
        DateCase("Wednesday, 01-Jan-10 0:0:00 GMT", 1_262_304_000),
        DateCase("Thu, 10 Dec 2009 13:57:2 GMT", 1_260_453_422),
    ]

    /// github.com/chromium/chromium, `net/cookies/cookie_util_unittest.cc` (BSD licence, Copyright 2012 The Chromium
    /// Authors), which took up `bsd-examples.json` (Copyright 2010 The Chromium Authors).
    static let chromium: [DateCase] = [
        DateCase("Sat, 15-Apr-17 21:01:22 GMT", 1_492_290_082),
        DateCase("Thu, 19-Apr-2007 16:00:00 GMT", 1_176_998_400),
        DateCase("Wed, 25 Apr 2007 21:02:13 GMT", 1_177_534_933),
        DateCase(#"Thu, 19/Apr\2007 16:00:00 GMT"#, 1_176_998_400),
        DateCase("Fri, 1 Jan 2010 01:01:50 GMT", 1_262_307_710),
        DateCase("Wednesday, 1-Jan-2003 00:00:00 GMT", 1_041_379_200),
        DateCase(", 1-Jan-2003 00:00:00 GMT", 1_041_379_200), DateCase(" 1-Jan-2003 00:00:00 GMT", 1_041_379_200),
        DateCase("1-Jan-2003 00:00:00 GMT", 1_041_379_200), DateCase("Wed,18-Apr-07 22:50:12 GMT", 1_176_936_612),
        DateCase("WillyWonka  , 18-Apr-07 22:50:12 GMT", 1_176_936_612),
        DateCase("WillyWonka  , 18-Apr-07 22:50:12", 1_176_936_612),
        DateCase("WillyWonka  ,  18-apr-07   22:50:12", 1_176_936_612),
        DateCase("Mon, 18-Apr-1977 22:50:13 GMT", 230_251_813), DateCase("Mon, 18-Apr-77 22:50:13 GMT", 230_251_813),
        DateCase(#""Sat, 15-Apr-17\"21:01:22\"GMT""#, 1_492_290_082),
        DateCase("Partyday, 18- April-07 22:50:12", 1_176_936_612),
        DateCase("Partyday, 18 - Apri-07 22:50:12", 1_176_936_612),
        DateCase("Wednes, 1-Januar-2003 00:00:00 GMT", 1_041_379_200),
        DateCase("Sat, 15-Apr-17 21:01:22", 1_492_290_082),
        DateCase("Sat, 15-Apr-17 21:01:22 GMT-2", 1_492_290_082),
        DateCase("Sat, 15-Apr-17 21:01:22 GMT BLAH", 1_492_290_082),
        DateCase("Sat, 15-Apr-17 21:01:22 GMT-0400", 1_492_290_082),
        DateCase("Sat, 15-Apr-17 21:01:22 GMT-0400 (EDT)", 1_492_290_082),
        DateCase("Sat, 15-Apr-17 21:01:22 DST", 1_492_290_082),
        DateCase("Sat, 15-Apr-17 21:01:22 -0400", 1_492_290_082),
        DateCase("Sat, 15-Apr-17 21:01:22 (hello there)", 1_492_290_082),
        DateCase("Sat, 15-Apr-17 21:01:22 11:22:33", 1_492_290_082),
        DateCase("Sat, 15-Apr-17 ::00 21:01:22", 1_492_290_082),
        DateCase("Sat, 15-Apr-17 boink:z 21:01:22", 1_492_290_082), DateCase("Sat, 15-Apr-17 91:22:33 21:01:22", nil),
        DateCase("Thu Apr 18 22:50:12 2007 GMT", 1_176_936_612),
        DateCase("22:50:12 Thu Apr 18 2007 GMT", 1_176_936_612),
        DateCase("Thu 22:50:12 Apr 18 2007 GMT", 1_176_936_612),
        DateCase("Thu Apr 22:50:12 18 2007 GMT", 1_176_936_612),
        DateCase("Thu Apr 18 2007 22:50:12 GMT", 1_176_936_612),
        DateCase("Thu Apr 18 2007 GMT 22:50:12", 1_176_936_612),
        DateCase("15-Sat, Apr-17 21:01:22 GMT", 1_492_290_082), DateCase("15-Sat, Apr 21:01:22 GMT 17", 1_492_290_082),
        DateCase("15-Sat, Apr 21:01:22 GMT 2017", 1_492_290_082), DateCase("15 Apr 21:01:22 2017", 1_492_290_082),
        DateCase("15 17 Apr 21:01:22", 1_492_290_082), DateCase("Apr 15 17 21:01:22", 1_492_290_082),
        DateCase("Apr 15 21:01:22 17", 1_492_290_082), DateCase("2017 April 15 21:01:22", 1_492_290_082),
        DateCase("15 April 2017 21:01:22", 1_492_290_082), DateCase("1-Jan-71 00:00:00 GMT", 31_536_000),
        DateCase("1-Jan-70 00:00:00 GMT", 0), DateCase("1-Jan-69 00:00:00 GMT", 3_124_224_000),
        DateCase("1-Jan-68 00:00:00 GMT", 3_092_601_600), DateCase("98 April 17 21:01:22", nil),
        DateCase("Thu, 012-Aug-2008 20:49:07 GMT", nil),
        DateCase(
            "Thu, 12-Aug-31841 20:49:07 GMT",
            nil,
            Deviation("942629453347", "UA-02", "a year has two to four digits; http-state agrees, Chromium takes more")
        ),
        DateCase("Thu, 12-Aug-9999999999 20:49:07 GMT", nil), DateCase("Thu, 999999999999-Aug-2007 20:49:07 GMT", nil),
        DateCase("Thu, 12-Aug-2007 20:61:99999999999 GMT", nil), DateCase("IAintNoDateFool", nil),
        DateCase("1600 April 33 21:01:22", nil), DateCase("1970 April 33 21:01:22", nil),
        DateCase("Thu, 33-Aug-31841 20:49:07 GMT", nil), DateCase("2039 April 15 21:01:22", 2_186_514_082),
        DateCase("2038 April 15 21:01:22", 2_154_978_082), DateCase("15 April 69 21:01:22", 3_133_285_282),
        DateCase("15 April 68, 21:01:22", 3_101_749_282), DateCase("1970 Jan 1 00:00:00", 0),
        DateCase("1969 March 3 21:01:22", -26_189_918), DateCase("1-Jan-70 00:00:00", 0),
        DateCase("Jan 1, 70 00:00:00", 0),
        DateCase("1601 Jan 1 00:00:00", -11_644_473_600),
        DateCase(
            "1600 April 15 21:01:22",
            nil,
            Deviation("0", "UA-03", "a year before 1601 fails; Chromium clamps it")
        ),
        DateCase("1902 Jan 1 00:00:00", -2_145_916_800), DateCase("1901 Jan 1 00:00:00", -2_177_452_800),
    ]

    /// github.com/salesforce/tough-cookie, `test/date_test.js` (BSD licence, Copyright 2015 Salesforce.com, Inc.).
    static let toughCookie: [DateCase] = [
        DateCase("Wed, 09 Jun 2021 10:18:14 GMT", 1_623_233_894),
        DateCase("Wed, 09 JUN 2021 10:18:14 GMT", 1_623_233_894),
        DateCase("Wed, 09 jUN 2021 10:18:14 GMT", 1_623_233_894),
        DateCase("Wed, 09 Jun 2021 22:18:14 GMT", 1_623_277_094),
        DateCase("Tue, 18 Oct 2011 07:42:42.123 GMT", 1_318_923_762),
        DateCase("18 Oct 2011 07:42:42 GMT", 1_318_923_762),
        DateCase("8 Oct 2011 7:42:42 GMT", 1_318_059_762), DateCase("8 Oct 2011 7:2:42 GMT", 1_318_057_362),
        DateCase("8 Oct 2011 7:2:2 GMT", 1_318_057_322), DateCase("8 Oct 2011 7:32:42 GMT", 1_318_059_162),
        DateCase("Oct 18 2011 07:42:42 GMT", 1_318_923_762),
        DateCase("Tue Oct 18 2011 07:05:03 GMT+0000 (GMT)", 1_318_921_503),
        DateCase("09 Jun 2021 10:18:14 GMT", 1_623_233_894),
        DateCase("99 Jix 3038 48:86:72 ZMT", nil), DateCase("01 Jan 1970 00:00:00 GMT", 0),
        DateCase("01 Jan 1600 00:00:00 GMT", nil), DateCase("01 Jan 1601 00:00:00 GMT", -11_644_473_600),
        DateCase("10 Feb 81 13:00:00 GMT", 350_658_000), DateCase("10 Feb 17 13:00:00 GMT", 1_486_731_600),
        DateCase("Thu, 17-Apr-2014 02:12:29 GMT", 1_397_700_749),
        DateCase("Thu, 17-Apr-2014 02:12:29 UTC", 1_397_700_749),
        DateCase("Wedxxx, 09 Jun 2021 10:18:14 GMT", 1_623_233_894),
        DateCase("Wed, 09e9 Jun 2021 10:18:14 GMT", 1_623_233_894),
        DateCase("Wed, 09 Junxxx 2021 10:18:14 GMT", 1_623_233_894),
        DateCase("09 November 2021 10:18:14 GMT", 1_636_453_094),
        DateCase("Wed, 09 Jun 2021e9 10:18:14 GMT", 1_623_233_894), DateCase("Wed, 09 Jun 2021 10e9:18:14 GMT", nil),
        DateCase("Wed, 09 Jun 2021 10:18e9:14 GMT", nil), DateCase("Wed, 09 Jun 2021 10:18:14e9 GMT", 1_623_233_894),
        DateCase("Thu, 01 Jan 1970 000:00:01 GMT", nil), DateCase("Thu, 01 Jan 1970 00:000:01 GMT", nil),
        DateCase("Thu, 01 Jan 1970 00:00:010 GMT", nil), DateCase("Wed, 09 Jun 2021 1a:33:44 GMT", nil),
        DateCase("Wed, 09 Jun 2021 a1:33:44 GMT", nil), DateCase("Wed, 09 Jun 2021 11:f3:44 GMT", nil),
        DateCase("Wed, 09 Jun 2021 11:3f:44 GMT", nil), DateCase("Wed, 09 Jun 2021 11:33:e4 GMT", nil),
        DateCase("Wed, 09 Jun 2021 11:33:4e GMT", 1_623_238_384),
        DateCase("Wed, 09 Jun 2021 -1:33:44 GMT", 1_623_202_424),
        DateCase("Wed, 09 Jun 2021 11:-3:44 GMT", nil), DateCase("Wed, 09 Jun 2021 11:33:-4 GMT", nil),
        DateCase("", nil),
    ]
}
