import COpenSSL

/// The time of day, injected wherever it is read so that tests do not wait.
public struct WallClock: Sendable {
    private let now: (@Sendable () -> Int64)?

    /// The system's clock.
    public static let system = WallClock(now: nil)

    /// A clock that asks a closure.
    ///
    /// - Parameter milliseconds: returns the milliseconds since 1970; called on whatever thread needs the time.
    public init(milliseconds: @escaping @Sendable () -> Int64) {
        self.init(now: milliseconds)
    }

    private init(now: (@Sendable () -> Int64)?) {
        self.now = now
    }

    /// Milliseconds since 1970, UTC, without leap seconds.
    public var milliseconds: Int64 {
        if let now { return now() }
        return hardtack_realtime() / 1_000_000
    }

    /// Whether this is the system's clock.
    var isSystem: Bool { now == nil }

    /// What ``seconds`` of the system's clock is, at a third of its price and up to a few milliseconds behind.
    static var systemSeconds: Int64 { hardtack_coarse_realtime() / 1_000_000_000 }

    /// Whole seconds since 1970, rounded down.
    public var seconds: Int64 {
        let milliseconds = milliseconds
        let quotient = milliseconds / 1000
        return milliseconds % 1000 < 0 ? quotient - 1 : quotient
    }
}
