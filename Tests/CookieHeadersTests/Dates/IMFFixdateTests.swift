import CookieHeaders
import Testing

@Suite struct IMFFixdateTests {
    @Test(
        "SC-07 golden IMF-fixdates",
        arguments: [
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (-1, "Wed, 31 Dec 1969 23:59:59 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (1_445_412_480, "Wed, 21 Oct 2015 07:28:00 GMT"), (-11_644_473_600, "Mon, 01 Jan 1601 00:00:00 GMT"),
            (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"), (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
        ] as [(Int64, String)]
    )
    func golden(_ seconds: Int64, _ text: String) {
        #expect(CookieDate(secondsSinceEpoch: seconds)?.imfFixdate == text)
        #expect(CookieDate(imfFixdate: text)?.secondsSinceEpoch == seconds)
        #expect(CookieDate(parsing: text)?.secondsSinceEpoch == seconds)
    }

    @Test("SC-07 what is written is read again, in every year")
    func roundTrip() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<5_000 {
            let seconds = Int64.random(in: -11_644_473_600...253_402_300_799, using: &random)
            let date = CookieDate(clamping: seconds)
            #expect(date.imfFixdate.utf8.count == 29)
            #expect(CookieDate(imfFixdate: date.imfFixdate) == date)
        }
    }

    @Test(
        "SC-07 another form or a wrong day of the week is no IMF-fixdate",
        arguments: [
            "", "Mon, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
            "Sun, 06-Nov-1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC", "sun, 06 nov 1994 08:49:37 gmt",
            "Sun, 06 Nov 1994 08:49:37 GM\u{301}", "Sun, 06 Nov 1994 24:00:00 GMT", " Sun, 06 Nov 1994 08:49:37 GM",
        ]
    )
    func refused(_ text: String) {
        #expect(CookieDate(imfFixdate: text) == nil)
    }
}
