import CoreMetrics
import Instrumentation
import Logging
import SecureTokens
import Tracing

/// Where a manager's events and times go: the application's handler, the log, counters and spans.
///
/// Whether there is a metrics system and a tracer is asked once, when the manager is made: a span costs some 200 ns even
/// where nobody looks at it. They are to be bootstrapped before.
final class Instruments: Sendable {
    let clock: WallClock
    private let logger: Logger
    private let handler: (@Sendable (SessionEvent) -> Void)?
    /// `hardtack.sessions.events`, one for each kind: the dimension is bounded.
    private let counters: [Counter]
    private let tracer: (any Tracer)?

    init(
        clock: WallClock,
        logger: Logger,
        handler: (@Sendable (SessionEvent) -> Void)?,
        metrics: any MetricsFactory = MetricsSystem.factory,
        tracer: any Tracer = InstrumentationSystem.tracer
    ) {
        self.clock = clock
        self.logger = logger
        self.handler = handler
        counters = SessionEvent.Kind.allCases.map { kind in
            Counter(label: "hardtack.sessions.events", dimensions: [("kind", kind.rawValue)], factory: metrics)
        }
        self.tracer = tracer is NoOpTracer ? nil : tracer
    }

    func emit(_ kind: SessionEvent.Kind, family: SessionFamily? = nil, refusal: CSRFRefusal.Code? = nil) {
        handler?(SessionEvent(kind: kind, family: family, time: clock.now, refusal: refusal))
        counters[kind.index].increment()
        logger.log(level: kind.level, "\(kind.rawValue)", metadata: Self.metadata(family, refusal))
    }

    private static func metadata(_ family: SessionFamily?, _ refusal: CSRFRefusal.Code?) -> Logger.Metadata {
        var metadata: Logger.Metadata = [:]
        if let family { metadata["session.family"] = "\(family)" }
        if let refusal { metadata["csrf.refusal"] = "\(refusal.rawValue)" }
        return metadata
    }

    /// Runs a begin or a commit within a span, if anybody looks.
    func span<Result: Sendable>(
        _ name: String,
        _ body: () async throws(SessionError) -> Result
    ) async throws(SessionError) -> Result {
        guard let tracer else { return try await body() }
        let span = tracer.startAnySpan(name, ofKind: .internal)
        defer { span.end() }
        do throws(SessionError) {
            return try await body()
        } catch {
            span.recordError(error)
            span.setStatus(SpanStatus(code: .error))
            throw error
        }
    }
}
