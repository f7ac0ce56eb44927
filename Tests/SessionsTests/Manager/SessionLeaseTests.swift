import HTTPTypes
import SessionsTesting
import Testing

@testable import Sessions

@Suite("The lease of a response that goes on")
struct SessionLeaseTests {
    /// The rest between two checks, which ends when the test says so.
    private final class Rest: Sendable {
        private let ends = AsyncStream.makeStream(of: Void.self)

        func end() { ends.continuation.yield() }

        func wait() async throws {
            for await _ in ends.stream { return }
            throw CancellationError()
        }
    }

    /// A browser in which somebody is logged in, a lease of its session, and what ends the lease's rests.
    private struct Stage {
        let harness: Harness
        var browser = Browser()
        let rest = Rest()

        init() async throws {
            harness = try Harness()
            try await harness.request(&browser) { try $0.login(subject: "alice") }
        }

        func lease() async throws -> SessionLease {
            let session = try await harness.manager.begin(browser.fields)
            let rest = rest
            return try SessionLease(harness.manager, of: session, every: .seconds(5)) { _ in try await rest.wait() }
        }
    }

    @Test("A stream passes on what comes while the session is there, and ends when its source does")
    func passesOn() async throws {
        let lease = try await Stage().lease()
        let source = AsyncStream<Int> { continuation in
            for number in 1...3 { continuation.yield(number) }
            continuation.finish()
        }
        var seen: [Int] = []
        for try await number in lease.bound(source) { seen.append(number) }
        #expect(seen == [1, 2, 3])
    }

    @Test("OS-21 a revoked session ends its streams at the next check, and what feeds them is cancelled")
    func revoked() async throws {
        let stage = try await Stage()
        let (source, feed) = AsyncStream.makeStream(of: Int.self)
        let (cancellations, cancelled) = AsyncStream.makeStream(of: Void.self)
        feed.onTermination = { _ in cancelled.finish() }
        var stream = try await stage.lease().bound(source).makeAsyncIterator()
        feed.yield(1)
        #expect(try await stream.next() == 1)
        stage.rest.end()
        feed.yield(2)
        #expect(try await stream.next() == 2, "a check that finds the session ends nothing")
        try await stage.harness.manager.revokeAll(of: "alice")
        stage.rest.end()
        #expect(try await stream.next() == nil)
        for await _ in cancellations {}
    }

    @Test("A logout, an idle deadline and an absolute one are the end; a step-up is not")
    func validity() async throws {
        var stage = try await Stage()
        let lease = try await stage.lease()
        try await stage.harness.request(&stage.browser) { try $0.elevate(to: .aal2) }
        #expect(try await lease.isValid())
        stage.harness.clock.advance(by: .seconds(31 * 60))
        #expect(try await !lease.isValid(), "an open response is no use of the session")

        stage = try await Stage()
        let other = try await stage.lease()
        try await stage.harness.request(&stage.browser) { try $0.logout() }
        try await stage.harness.request(&stage.browser) { try $0.login(subject: "alice") }
        #expect(try await !other.isValid(), "the same user's next session is another one")
    }

    @Test("A source that fails passes its error on")
    func failingSource() async throws {
        struct Broken: Error {}
        let lease = try await Stage().lease()
        let source = AsyncThrowingStream<Int, any Error> { $0.finish(throwing: Broken()) }
        await #expect(throws: Broken.self) {
            for try await _ in lease.bound(source) {}
        }
    }

    @Test("A reader that falls behind is cut off where the limit is, instead of filling the memory")
    func slowReader() async throws {
        let lease = try await Stage().lease()
        let (cancellations, cancelled) = AsyncStream.makeStream(of: Void.self)
        // Held by the lease alone, so that its end is seen.
        func bind() -> (AsyncThrowingStream<Int, any Error>, AsyncStream<Int>.Continuation) {
            let (source, feed) = AsyncStream.makeStream(of: Int.self)
            feed.onTermination = { _ in cancelled.finish() }
            return (lease.bound(source, buffering: 2), feed)
        }
        let (stream, feed) = bind()
        for number in 1...10 { feed.yield(number) }
        // The source is let go before anybody has read.
        for await _ in cancellations {}
        var seen: [Int] = []
        for try await number in stream { seen.append(number) }
        #expect(seen == [1, 2])
    }

    @Test("There is no lease of a visitor's session, nor after a logout")
    func visitors() async throws {
        let stage = try await Stage()
        let manager = stage.harness.manager
        let visitor = try await manager.begin([:])
        #expect(throws: SessionError.self) { try manager.lease(of: visitor) }
        let session = try await manager.begin(stage.browser.fields)
        try session.logout()
        let error = #expect(throws: SessionError.self) { try manager.lease(of: session) }
        #expect(error?.code == .authenticationRequired)
    }
}
