import Testing

@testable import CookieHeaders

@Suite struct CalendarTests {
    @Test("UA-03 every day from 1601 to 9999 agrees with counting them one by one")
    func counting() {
        var days = -134_774
        var mistakes = 0
        for year in 1601...9999 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            for (month, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
                for day in [1, 2, length] {
                    let calendar = Calendar(year: year, month: month + 1, day: day)
                    if calendar?.daysSinceEpoch != days + day - 1 { mistakes += 1 }
                    if calendar != Calendar(daysSinceEpoch: days + day - 1) { mistakes += 1 }
                }
                if Calendar(year: year, month: month + 1, day: length + 1) != nil { mistakes += 1 }
                days += length
            }
        }
        #expect(mistakes == 0)
        #expect(days * 86_400 - 1 == 253_402_300_799)
    }

    @Test(
        "UA-03 what is no day of the calendar is none",
        arguments: [(0, 1, 1), (10_000, 1, 1), (2000, 0, 1), (2000, 13, 1), (2000, 1, 0), (2001, 2, 29)]
    )
    func refused(_ year: Int, _ month: Int, _ day: Int) {
        #expect(Calendar(year: year, month: month, day: day) == nil)
    }
}
