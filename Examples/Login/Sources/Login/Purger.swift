import ServiceLifecycle
import Sessions

/// Deletes what has expired, once a minute. A session is over at its deadline in any case; this keeps the file small.
struct Purger: Service {
    let manager: SessionManager

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                // A failure is tried again in a minute: nothing depends on it.
                while let count = try? await manager.purgeExpired(limit: 500), count == 500 {}
                try? await Task.sleep(for: .seconds(60))
            }
        }
    }
}
