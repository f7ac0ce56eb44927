import Synchronization

/// What all browsers together have seen.
final class Ledger: Sendable {
    struct Interval {
        var requests = 0
        var longest = Duration.zero
    }

    private let state = Mutex((interval: Interval(), problems: [String]()))

    var problems: [String] { state.withLock { $0.problems } }

    func note(_ time: Duration) {
        state.withLock {
            $0.interval.requests += 1
            $0.interval.longest = max($0.interval.longest, time)
        }
    }

    /// The first ten are enough.
    func note(problem: String) {
        state.withLock { if $0.problems.count < 10 { $0.problems.append(problem) } }
    }

    /// What there was since the last time.
    func take() -> Interval {
        state.withLock { state in
            defer { state.interval = Interval() }
            return state.interval
        }
    }
}
