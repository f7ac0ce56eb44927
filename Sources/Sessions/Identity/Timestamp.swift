/// A point in time on the server's wall clock: whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Every deadline of a session is one of these, compared with the server's clock and never with the browser's.
/// Milliseconds, not seconds, so that a login and a "log out everywhere" within one second can be put in order.
public struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    /// Makes a point in time.
    /// - Parameter milliseconds: milliseconds since 1970-01-01T00:00:00Z.
    @inlinable
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Earlier or not.
    @inlinable
    public static func < (lhs: Timestamp, rhs: Timestamp) -> Bool {
        lhs.milliseconds < rhs.milliseconds
    }

    /// The point that lies `duration` later. Saturates at the ends of the range instead of trapping, so that no clock
    /// and no configuration can stop a server.
    public static func + (lhs: Timestamp, duration: Duration) -> Timestamp {
        let (sum, overflow) = lhs.milliseconds.addingReportingOverflow(duration.wholeMilliseconds)
        return Timestamp(milliseconds: overflow ? (duration < .zero ? .min : .max) : sum)
    }

    /// How much later `lhs` is than `rhs`. Saturates.
    public static func - (lhs: Timestamp, rhs: Timestamp) -> Duration {
        let (difference, overflow) = lhs.milliseconds.subtractingReportingOverflow(rhs.milliseconds)
        return .milliseconds(overflow ? (lhs < rhs ? Int64.min : .max) : difference)
    }

    /// The count of milliseconds.
    public var description: String { "\(milliseconds) ms" }
}

extension Duration {
    /// Whole milliseconds, rounded towards zero, saturating.
    package var wholeMilliseconds: Int64 {
        // Compared first: `components` traps where the seconds alone do not fit.
        if self >= .milliseconds(Int64.max) { return .max }
        if self <= .milliseconds(Int64.min) { return .min }
        let (seconds, attoseconds) = components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }
}
