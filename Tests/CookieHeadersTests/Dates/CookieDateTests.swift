import CookieHeaders
import Testing

@Suite struct CookieDateTests {
    @Test("UA-03 dates are of the years 1601 to 9999, and nothing overflows")
    func bounds() {
        #expect(CookieDate(secondsSinceEpoch: -11_644_473_601) == nil)
        #expect(CookieDate(secondsSinceEpoch: 253_402_300_800) == nil)
        #expect(CookieDate(secondsSinceEpoch: .min) == nil)
        #expect(CookieDate(secondsSinceEpoch: .max) == nil)
        #expect(CookieDate(secondsSinceEpoch: -11_644_473_600) == .earliest)
        #expect(CookieDate(secondsSinceEpoch: 253_402_300_799) == .latest)
        #expect(CookieDate(clamping: .min) == .earliest)
        #expect(CookieDate(clamping: .max) == .latest)
        #expect(CookieDate(clamping: 7).secondsSinceEpoch == 7)
        #expect(CookieDate.earliest < .epoch && .epoch < CookieDate.latest)
    }
}
