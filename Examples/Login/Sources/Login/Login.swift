import Foundation
import Hummingbird
import Logging
import SecureTokens
import ServiceLifecycle
import Sessions
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
        let clock = settings.clock
        let now: @Sendable () -> Timestamp = { Timestamp(milliseconds: clock.milliseconds) }
        let counts = EventCounts(started: now())
        let (store, close) = try await settings.store.open()
        let manager = try SessionManager(
            store: store,
            keys: KeyRing.loadOrCreate(settings.keys),
            policy: settings.policy,
            clock: clock,
            logger: quiet("sessions"),
            onEvent: counts.count
        )

        let users = try Users(path: settings.database)
        let pages = try await Pages()
        let demo = try await DemoAccounts(in: users)
        let routes = Routes(
            manager: manager,
            csrf: try CSRFPolicy(origins: [settings.origin]),
            users: users,
            pages: pages,
            demo: demo,
            admin: AdminRoutes(
                manager: manager,
                store: store,
                users: users,
                pages: pages,
                counts: counts,
                now: now
            ),
            now: now
        )
        let application = Application(
            router: routes.router(),
            configuration: .init(address: .hostname("127.0.0.1", port: settings.port)),
            onServerRunning: { _ in announce(settings, demo) },
            logger: quiet("server")
        )
        let services = ServiceGroup(
            services: [application, SessionPurger(manager, logger: quiet("purger"))],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "services") { _ in SwiftLogNoOpLogHandler() }
        )
        do {
            try await services.run()
        } catch {
            throw StartupError(error, port: settings.port)
        }
        // Writes what is queued and folds the log into the database file. A server that is killed instead loses nothing.
        await close()
    }

    private static func announce(_ settings: Settings, _ demo: DemoAccounts) {
        let admin = demo.adminPassword.map { "password \($0)  (made just now, shown this once)" } ?? "made earlier"
        let lines = """

              Hardtack login is running.

                address    \(settings.origin)
                database   \(settings.database)
                sessions   \(settings.store.name)
                keys       \(settings.keys)
                account    \(demo.name), password \(demo.password)
                admin      \(demo.adminName), \(admin)

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
