import Logging
import SessionsTesting
import Synchronization
import Testing

@testable import Sessions

@Suite("The purger")
struct SessionPurgerTests {
    /// A clock that moves only when the store works or the purger rests; the task is cancelled after some rests.
    private final class Times: Sendable {
        private struct State {
            var now = ContinuousClock.now
            var rests: [Duration] = []
        }

        private let state = Mutex(State())
        private let most: Int

        init(rests most: Int) {
            self.most = most
        }

        var rests: [Duration] { state.withLock { $0.rests } }

        func work(for duration: Duration) {
            state.withLock { $0.now = $0.now.advanced(by: duration) }
        }

        var pace: SessionPurger.Pace {
            SessionPurger.Pace(
                now: { self.state.withLock { $0.now } },
                sleep: { rest in
                    let isLast = self.state.withLock { state in
                        state.rests.append(rest)
                        return state.rests.count == self.most
                    }
                    if isLast { throw CancellationError() }
                }
            )
        }
    }

    private func purge(
        _ harness: Harness,
        _ times: Times,
        every interval: Duration = .seconds(60),
        batch: Int = 10
    ) async throws {
        let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        try await SessionPurger(harness.manager, every: interval, batch: batch, logger: logger, pace: times.pace).run()
    }

    @Test("B8 B12 expired sessions are deleted, batch by batch, and no others")
    func deletes() async throws {
        let harness = try Harness()
        for _ in 0..<25 {
            var browser = Browser()
            try await harness.request(&browser) { $0.username = "old" }
        }
        harness.clock.advance(by: .seconds(31 * 60))
        var browser = Browser()
        try await harness.request(&browser) { $0.username = "young" }
        let times = Times(rests: 4)
        try await purge(harness, times)
        // Two full batches that took no time, one of five, one of none. Never is there no rest at all.
        #expect(times.rests == [.milliseconds(1), .milliseconds(1), .seconds(60), .seconds(60)])
        #expect(try await harness.store.deleteExpired(limit: 100, now: harness.clock.now) == 0)
        #expect(try await harness.values(browser).username == "young")
    }

    @Test("An interval is cut to what a clock can wait for", arguments: [Duration.zero, .seconds(Int64.max) * 9])
    func extremeInterval(interval: Duration) async throws {
        let times = Times(rests: 1)
        try await purge(try Harness(), times, every: interval)
        #expect(times.rests == [interval == .zero ? .milliseconds(1) : .seconds(400 * 86_400)])
    }

    @Test("Under load it rests ten times as long as a batch takes")
    func givesWay() async throws {
        let times = Times(rests: 3)
        let store = HookedStore {
            times.work(for: .seconds(2))
            return 10
        }
        let harness = try Harness(store: store)
        try await purge(harness, times)
        #expect(times.rests == [.seconds(20), .seconds(20), .seconds(20)])
    }

    @Test("F5 when the store fails it waits longer and longer, ten minutes at most, and recovers")
    func backsOff() async throws {
        let times = Times(rests: 8)
        let failures = Mutex(6)
        let store = HookedStore { () throws(StoreError) in
            let fails = failures.withLock { left in
                left -= 1
                return left >= 0
            }
            if fails { throw StoreError(.unavailable, "the wires are cut") }
            return 0
        }
        let harness = try Harness(store: store)
        try await purge(harness, times)
        #expect(times.rests == [60, 120, 240, 480, 600, 600, 60, 60].map { .seconds($0) })
    }
}
