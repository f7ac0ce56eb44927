public import Logging

#if ServiceLifecycle
    public import ServiceLifecycle
#endif

/// Deletes expired sessions now and then, for as long as it runs: one for each store is enough.
///
/// It gives way to the requests: after each batch it rests ten times as long as the batch took, so that it takes a tenth
/// of the store's time at most; and when the store fails it waits longer and longer, up to ten minutes.
///
/// ```swift
/// let purger = SessionPurger(manager)
/// async let purging: Void = purger.run()
/// ```
/// With the trait `ServiceLifecycle` (which `Hummingbird` turns on) it is a `Service`: `app.addServices(purger)`.
public struct SessionPurger: Sendable {
    private let manager: SessionManager
    private let interval: Duration
    private let batch: Int
    private let logger: Logger
    private let pace: Pace

    /// How it measures and waits, so that tests do neither.
    struct Pace: Sendable {
        var now: @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
        var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    }

    /// The longest rest after failures.
    static let longestBackOff: Duration = .seconds(600)

    /// The longest rest between two rounds: a longer one is never over, and `Task.sleep` traps on one that reaches past the
    /// end of its clock.
    static let longestRest: Duration = .seconds(400 * 86_400)

    /// The shortest rest: a batch that took no time by its clock must not be followed by the next at once, for ever.
    static let shortestRest: Duration = .milliseconds(1)

    /// A purger.
    /// - Parameters:
    ///   - manager: whose store is purged.
    ///   - interval: the rest between two rounds, a minute by default. A session is over at its deadline whether it has been
    ///     deleted or not.
    ///   - batch: rows deleted at a time.
    ///   - logger: is told of failures, at info.
    public init(
        _ manager: SessionManager,
        every interval: Duration = .seconds(60),
        batch: Int = 500,
        logger: Logger = Logger(label: "hardtack.sessions")
    ) {
        self.init(manager, every: interval, batch: batch, logger: logger, pace: Pace())
    }

    init(_ manager: SessionManager, every interval: Duration, batch: Int, logger: Logger, pace: Pace) {
        self.manager = manager
        self.interval = min(max(interval, Self.shortestRest), Self.longestRest)
        self.batch = max(batch, 1)
        self.logger = logger
        self.pace = pace
    }

    /// Purges until its task is cancelled, or with `ServiceLifecycle` until the service is shut down.
    public func run() async throws {
        #if ServiceLifecycle
            await cancelWhenGracefulShutdown { await purge() }
        #else
            await purge()
        #endif
    }

    private func purge() async {
        var backOff: Duration = .zero
        while !Task.isCancelled {
            let rest: Duration
            do throws(SessionError) {
                let began = pace.now()
                let deleted = try await manager.purgeExpired(limit: batch)
                // Fewer than asked for: there are no more.
                rest = deleted < batch ? interval : max(began.duration(to: pace.now()) * 10, Self.shortestRest)
                backOff = .zero
            } catch {
                backOff = min(max(backOff * 2, interval), Self.longestBackOff)
                rest = backOff
                logger.info("Purging expired sessions failed; trying again later.", metadata: ["reason": "\(error)"])
            }
            guard (try? await pace.sleep(rest)) != nil else { return }
        }
    }
}

#if ServiceLifecycle
    extension SessionPurger: Service {}
#endif
