/// Ends a response that goes on and on (server-sent events, a WebSocket, a long download) when its session does.
///
/// A session is looked up once, when its request begins. A response that is still being written an hour later knows nothing
/// of a logout, a revocation or a deadline since: the lease asks the store every few seconds.
///
/// ```swift
/// let lease = try manager.lease(of: session)
/// for try await message in lease.bound(messages) { try await write(message) }
/// ```
///
/// An open response is no use of the session: it does not put the idle deadline off. A renewal of the ID and a step-up leave
/// the lease as it is.
public struct SessionLease: Sendable {
    private let manager: SessionManager
    private let subject: String
    private let family: SessionFamily
    private let interval: Duration
    private let sleep: @Sendable (Duration) async throws -> Void

    init(
        _ manager: SessionManager,
        of session: Session,
        every interval: Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) throws(SessionError) {
        guard let subject = session.subject, let family = session.family else {
            throw SessionError(.authenticationRequired, "A lease needs a session in which somebody is logged in.")
        }
        self.manager = manager
        self.subject = subject
        self.family = family
        self.interval = max(interval, .milliseconds(1))
        self.sleep = sleep
    }

    /// Whether the session is still there: not ended, not past a deadline. Asks the store.
    /// - Throws: ``SessionError`` `.storeUnavailable`.
    public func isValid() async throws(SessionError) -> Bool {
        try await manager.sessions(of: subject).contains { $0.id == family }
    }

    /// The elements of a sequence for as long as the session is there; then the end, as if there were no more. A store that
    /// cannot be asked is the end too: the client comes back, and is told then.
    ///
    /// - Parameters:
    ///   - elements: what is to be written. It is cancelled when the session ends, and when nobody listens any more.
    ///   - limit: how many elements may wait for a reader that is slower than they come. One more is the end: a client that
    ///     does not read must not fill the memory.
    public func bound<Elements: AsyncSequence & Sendable>(
        _ elements: Elements,
        buffering limit: Int = 256
    ) -> AsyncThrowingStream<Elements.Element, any Error> where Elements.Element: Sendable {
        let (stream, continuation) = AsyncThrowingStream<Elements.Element, any Error>.makeStream(
            bufferingPolicy: .bufferingOldest(max(limit, 1))
        )
        let task = Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    do {
                        for try await element in elements {
                            guard case .enqueued = continuation.yield(element) else { break }
                        }
                        continuation.finish()
                    } catch {
                        continuation.finish(throwing: error)
                    }
                }
                group.addTask {
                    await untilOver()
                    continuation.finish()
                }
                await group.next()
                group.cancelAll()
            }
        }
        continuation.onTermination = { _ in task.cancel() }
        return stream
    }

    /// Returns when the session is over, the store fails or the task is cancelled: for what is no sequence, such as a
    /// WebSocket, beside whose work it runs in a task group.
    public func untilOver() async {
        while (try? await sleep(interval)) != nil {
            guard let isValid = try? await isValid(), isValid else { return }
        }
    }
}

extension SessionManager {
    /// A lease of the session that a request came with, for a response that goes on after the commit.
    /// - Parameters:
    ///   - session: what ``begin(_:from:)`` returned. A login in the same request begins another session: lease that one in
    ///     the request that comes with it.
    ///   - interval: how long a stream may outlive its session; the price is one listing of the subject's sessions each time.
    /// - Throws: ``SessionError`` `.authenticationRequired` if nobody is logged in.
    public func lease(
        of session: Session,
        checkingEvery interval: Duration = .seconds(5)
    ) throws(SessionError) -> SessionLease {
        try SessionLease(self, of: session, every: interval) { try await Task.sleep(for: $0) }
    }
}
