public import Sessions
import Synchronization

/// A clock that stands still until it is told to move, for tests of deadlines that must not wait.
public final class TestClock: Sendable {
    private let time: Mutex<Timestamp>

    /// Makes a clock.
    /// - Parameter start: where it stands; by default 2027-01-15T08:00:00Z.
    public init(_ start: Timestamp = Timestamp(milliseconds: 1_800_000_000_000)) {
        time = Mutex(start)
    }

    /// Where it stands.
    public var now: Timestamp {
        time.withLock { $0 }
    }

    /// Sets it, back too: servers' clocks do jump (F6).
    public func set(_ now: Timestamp) {
        time.withLock { $0 = now }
    }

    /// Moves it, by default forward.
    public func advance(by duration: Duration) {
        time.withLock { $0 = $0 + duration }
    }
}
