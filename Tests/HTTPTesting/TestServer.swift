#if Hummingbird
    public import Hummingbird
    import HummingbirdHTTP2
    import Logging
    import NIOCore

    /// Serves a router on a free port of the loopback interface for as long as `body` runs.
    public func withServer<Context: RequestContext, Result: Sendable>(
        _ router: Router<Context>,
        over version: HTTPTestVersion = .http1,
        _ body: @escaping @Sendable (HTTPClient) async throws -> Result
    ) async throws -> Result where Context.Source == ApplicationRequestContextSource {
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router,
            server: version == .http1 ? .http1() : .plaintextHTTP2(),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                announce.yield(channel.localAddress?.port ?? 0)
                announce.finish()
            },
            logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        )
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                try await application.run()
                return nil
            }
            group.addTask {
                for await port in ports { return try await body(HTTPClient(port: port, version: version)) }
                throw ConnectionClosed()
            }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw ConnectionClosed()
        }
    }
#endif
