import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import SecureTokens
import Sessions
import SessionsHummingbird
import SessionsSQLite

/// The smallest application: the same answers, with and without sessions. `wrk` asks, `Bench http` takes the time.
///
/// Usage: `Server plain|memory|cookie-only|sqlite [FILE]`. Prints the port that it was given.
@main
struct Server {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 2 else {
            print("usage: Server plain|memory|cookie-only|sqlite [FILE]")
            return
        }
        let router = Router(context: Context.self)
        switch arguments[1] {
        case "plain":
            router.get("nothing") { _, _ in "dark" }
            router.get("login") { _, _ in "dark" }
            router.get("read") { _, _ in "dark" }
            router.get("write") { _, _ in "dark" }
        case let kind:
            router.add(middleware: SessionMiddleware(try manager(kind, file: arguments.dropFirst(2).first)))
            router.get("nothing") { _, _ in "dark" }
            router.get("login") { _, context in
                let session = try context.session
                try session.login(subject: "user-1")
                session.theme = "dark"
                session.visits = 1
                return "dark"
            }
            router.get("read") { _, context in
                guard let theme = try context.session.theme else { throw HTTPError(.unauthorized) }
                return theme
            }
            router.get("write") { _, context in
                let session = try context.session
                guard let visits = session.visits else { throw HTTPError(.unauthorized) }
                session.visits = visits + 1
                return "dark"
            }
        }
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                FileHandle.standardOutput.write(Data("\(channel.localAddress?.port ?? 0)\n".utf8))
            },
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup(numberOfThreads: 1)),
            logger: quiet
        )
        try await application.runService()
    }

    private static var quiet: Logger { Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() } }

    private static func manager(_ kind: String, file: String?) throws -> SessionManager {
        let keys = try KeyRing(primary: .generate())
        switch kind {
        case "memory":
            return try SessionManager(store: MemoryStore(), keys: keys, logger: quiet)
        case "cookie-only":
            return try SessionManager.cookieOnly(revocations: MemoryStore(), keys: keys, logger: quiet)
        case "sqlite":
            guard let file else { throw HTTPError(.badRequest) }
            return try SessionManager(store: try SQLiteStore(path: file), keys: keys, logger: quiet)
        default:
            throw HTTPError(.badRequest)
        }
    }
}

struct Context: SessionRequestContext {
    var coreContext: CoreRequestContextStorage
    var sessionSlot = SessionSlot()

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }
}

extension SessionKeys {
    var theme: SessionKey<String> { "theme" }
    var visits: SessionKey<Int> { "visits" }
}
