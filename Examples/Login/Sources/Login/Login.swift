import Foundation
import Hummingbird
import Logging
import SecureTokens
import ServiceLifecycle
import Sessions
import SessionsHummingbird
import SessionsSQLite
import UnixSignals

/// The login application that a newcomer runs: `make run`.
@main
enum Login {
    static func main() async {
        do {
            try await run(try Settings(environment: ProcessInfo.processInfo.environment))
        } catch {
            // One line that says what to do, not a trap with a backtrace.
            FileHandle.standardError.write(Data("login: \(explain(error))\n".utf8))
            exit(1)
        }
    }

    private static func run(_ settings: Settings) async throws {
        let keys = try KeyRing.loadOrCreate(settings.keys)
        let store = try SQLiteStore(path: settings.database)
        let manager = try SessionManager(store: store, keys: keys, logger: quiet("sessions"))

        let users = try Users(path: settings.database)
        let demo = Routes.Demo(name: "demo", password: "ships-biscuit")
        if try await !users.exists(name: demo.name) {
            _ = try await users.create(name: demo.name, password: demo.password)
        }

        let pages = try Pages()
        let router = Router(context: BasicSessionRequestContext.self)
        router.add(middleware: ErrorPages(pages: pages))
        router.add(middleware: SafetyMiddleware())
        router.add(middleware: SessionMiddleware(manager))
        Routes(users: users, pages: pages, demo: demo).add(to: router)

        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: settings.port)),
            onServerRunning: { channel in
                announce(port: channel.localAddress?.port ?? settings.port, settings, demo)
            },
            logger: quiet("server")
        )
        let services = ServiceGroup(
            services: [application, Purger(manager: manager)],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "services") { _ in SwiftLogNoOpLogHandler() }
        )
        do {
            try await services.run()
        } catch {
            throw StartupError(error, port: settings.port)
        }
        // Writes what is queued and folds the log into the database file. A server that is killed instead loses nothing.
        await store.close()
    }

    private static func announce(port: Int, _ settings: Settings, _ demo: Routes.Demo) {
        let lines = """

              Hardtack login is running.

                address    http://localhost:\(port)
                database   \(settings.database)
                keys       \(settings.keys)
                account    \(demo.name), password \(demo.password)

              Stop it with Control-C; sessions are kept.


            """
        FileHandle.standardOutput.write(Data(lines.utf8))
    }

    private static func quiet(_ label: String) -> Logger {
        var logger = Logger(label: label)
        logger.logLevel = .warning
        return logger
    }
}
