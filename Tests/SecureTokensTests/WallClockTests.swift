import Glibc
import SecureTokens
import Testing

@Suite struct WallClockTests {
    @Test("the system's clock tells the system's time") func system() {
        let before = Int64(time(nil))
        let seconds = WallClock.system.seconds
        let milliseconds = WallClock.system.milliseconds
        let after = Int64(time(nil))
        // time(2) may be read from a clock a few milliseconds behind.
        #expect((before...after + 1).contains(seconds))
        #expect((before...after + 1).contains(milliseconds / 1000))
    }

    private static let rows: [(Int64, Int64)] = [
        (1999, 1), (2000, 2), (0, 0), (-1, -1), (-1000, -1), (-1001, -2), (.min, -9_223_372_036_854_776),
    ]

    @Test(
        "seconds are rounded down, before 1970 too",
        arguments: rows
    )
    func rounding(milliseconds: Int64, seconds: Int64) {
        #expect(WallClock { milliseconds }.seconds == seconds)
    }
}
