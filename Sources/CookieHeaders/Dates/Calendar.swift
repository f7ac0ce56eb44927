/// A day of the proleptic Gregorian calendar, and the way to and from a count of days since 1970-01-01.
///
/// The year is taken to begin in March, so that the leap day is the last of its year and the months' lengths repeat every
/// five months (153 days).
struct Calendar: Equatable {
    let year: Int
    /// 1 to 12.
    let month: Int
    /// 1 to 31.
    let day: Int

    private static var daysIn400Years: Int { 146_097 }
    /// From 0000-03-01 to 1970-01-01.
    private static var daysBeforeEpoch: Int { 719_468 }

    /// For the years 0 to 9999.
    init(daysSinceEpoch: Int) {
        let days = daysSinceEpoch + Self.daysBeforeEpoch
        let era = days / Self.daysIn400Years
        let dayOfEra = days % Self.daysIn400Years
        // Every fourth year is a day longer, but not every hundredth, but every four hundredth.
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = 400 * era + yearOfEra + (month <= 2 ? 1 : 0)
    }

    /// Nil for a day that does not exist, for example 30 February.
    init?(year: Int, month: Int, day: Int) {
        guard year >= 1, year <= 9999, (1...12).contains(month), (1...31).contains(day) else { return nil }
        self.year = year
        self.month = month
        self.day = day
        guard self == Calendar(daysSinceEpoch: daysSinceEpoch) else { return nil }
    }

    var daysSinceEpoch: Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = marchYear / 400
        let yearOfEra = marchYear % 400
        let marchMonth = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
        return era * Self.daysIn400Years + 365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - Self.daysBeforeEpoch
    }
}
