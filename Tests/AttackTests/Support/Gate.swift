#if Hummingbird
    import Synchronization

    /// Holds a request at a chosen step, so that races happen by arrangement and not by luck.
    final class Gate: Sendable {
        private let arrivals = AsyncStream.makeStream(of: Void.self)
        private let openings = AsyncStream.makeStream(of: Void.self)

        /// Called by the request: says that it has come this far, and waits.
        func wait() async {
            arrivals.continuation.yield()
            for await _ in openings.stream { return }
        }

        /// Called by the test: waits until a request stands here.
        func arrival() async {
            for await _ in arrivals.stream { return }
        }

        /// Called by the test: lets the request go on.
        func open() {
            openings.continuation.yield()
        }
    }
#endif
