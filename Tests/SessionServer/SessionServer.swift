import Foundation

#if Hummingbird && (PostgreSQL || Redis)
    import Hummingbird
    import Logging
    import SecureTokens
    import Sessions
    import SessionsHummingbird
#endif

/// One of several application servers on one store, for tests that send one browser's requests now to this one, now to
/// that.
///
/// ```
/// SessionServer STORE KEYFILE
/// ```
/// Listens on a free port of the loopback interface, prints it, and ends with its standard input.
@main
struct SessionServer {
    static func main() async throws {
        #if Hummingbird && (PostgreSQL || Redis)
            let arguments = CommandLine.arguments
            guard arguments.count == 3 else { fail("Usage: SessionServer STORE KEYFILE") }
            let (store, close) = try await SharedStore.open(arguments[1])
            let manager = try SessionManager(
                store: store,
                keys: KeyRing(contentsOf: arguments[2]),
                logger: Logger(label: "server") { _ in SwiftLogNoOpLogHandler() }
            )
            let application = Application(
                router: Routes.router(manager),
                configuration: .init(address: .hostname("127.0.0.1", port: 0)),
                onServerRunning: { channel in
                    FileHandle.standardOutput.write(Data("\(channel.localAddress?.port ?? 0)\n".utf8))
                },
                logger: Logger(label: "server") { _ in SwiftLogNoOpLogHandler() }
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await application.run() }
                group.addTask { await endOfInput() }
                try await group.next()
                group.cancelAll()
            }
            await close()
        #else
            fail("This was built without a framework or a shared store.")
        #endif
    }

    private static func fail(_ reason: String) -> Never {
        FileHandle.standardError.write(Data("\(reason)\n".utf8))
        exit(64)
    }

    /// On a thread of its own: reading blocks.
    private static func endOfInput() async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                while !FileHandle.standardInput.availableData.isEmpty {}
                continuation.resume()
            }
        }
    }
}
