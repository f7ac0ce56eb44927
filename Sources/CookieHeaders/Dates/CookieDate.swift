/// A point in time as cookies know it: whole seconds, always UTC, in the years 1601 to 9999.
public struct CookieDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Seconds since 1970-01-01T00:00:00Z, from -11,644,473,600 to 253,402,300,799.
    public let secondsSinceEpoch: Int64

    /// 1601-01-01T00:00:00Z: no cookie date is earlier (UA-03).
    public static var earliest: CookieDate { CookieDate(unchecked: -11_644_473_600) }
    /// 9999-12-31T23:59:59Z: a cookie date's year has four digits.
    public static var latest: CookieDate { CookieDate(unchecked: 253_402_300_799) }
    /// 1970-01-01T00:00:00Z: what a deletion carries (SC-08).
    public static var epoch: CookieDate { CookieDate(unchecked: 0) }
    /// The start of the year in which this module was written: past on every clock that is roughly right.
    static var surelyPast: CookieDate { CookieDate(unchecked: 1_767_225_600) }

    /// A date from its seconds since 1970, nil outside the years 1601 to 9999.
    public init?(secondsSinceEpoch seconds: Int64) {
        guard seconds >= Self.earliest.secondsSinceEpoch, seconds <= Self.latest.secondsSinceEpoch else { return nil }
        self.secondsSinceEpoch = seconds
    }

    /// A date from its seconds since 1970; what lies outside the years 1601 to 9999 becomes the nearest date inside.
    public init(clamping seconds: Int64) {
        secondsSinceEpoch = min(max(seconds, Self.earliest.secondsSinceEpoch), Self.latest.secondsSinceEpoch)
    }

    init(unchecked seconds: Int64) {
        secondsSinceEpoch = seconds
    }

    /// The earlier date is the smaller one.
    public static func < (left: CookieDate, right: CookieDate) -> Bool {
        left.secondsSinceEpoch < right.secondsSinceEpoch
    }

    /// The IMF-fixdate.
    public var description: String { imfFixdate }
}
