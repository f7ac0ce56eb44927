#if Hummingbird
    import CookieHeaders
    import HTTPTesting
    import Hummingbird
    import SecureTokens
    import Sessions
    import SessionsHummingbird
    import SessionsSQLite
    import SessionsTesting

    typealias Context = BasicSessionRequestContext

    extension SessionKeys {
        var note: SessionKey<String> { "note" }
        var visits: SessionKey<Int> { "visits" }
    }

    /// The application under attack: over a real server and a real database in a folder of its own.
    struct Victim: Sendable {
        let store: SQLiteStore
        let manager: SessionManager
        let clock = TestClock()
        /// Where a request to `/slow` waits, after its session was begun and changed.
        let gate = Gate()

        init(folder: TemporaryFolder, keys: KeyRing? = nil) throws {
            store = try SQLiteStore(path: folder.path + "/sessions.sqlite")
            let clock = clock
            manager = try SessionManager(
                store: store,
                keys: try keys ?? KeyRing(primary: .generate()),
                clock: WallClock { clock.now.milliseconds },
                logger: quiet
            )
        }

        var router: Router<Context> {
            let router = Router(context: Context.self)
            router.add(middleware: SessionMiddleware(manager))
            router.get("/") { _, context in
                let session = try context.session
                return "subject=\(session.subject ?? "-") note=\(session.note ?? "-") visits=\(session.visits ?? 0)"
            }
            router.post("/note") { request, context in
                try context.session.note = String(buffer: try await request.body.collect(upTo: 1_000))
                return "noted"
            }
            router.post("/visit") { _, context in
                "\(try context.session.modify(\.visits, default: 0) { $0 += 1 })"
            }
            router.post("/login") { request, context in
                try context.session.login(subject: String(buffer: try await request.body.collect(upTo: 100)))
                return "in"
            }
            router.post("/logout") { _, context in
                try context.session.logout()
                return "out"
            }
            router.post("/slow") { _, context in
                try context.session.note = "slow"
                await gate.wait()
                return "done"
            }
            router.post("/cookie") { request, _ in
                let value = String(buffer: try await request.body.collect(upTo: 1_000))
                var response = Response(status: .ok)
                response.headers.setCookie(try SetCookie.host("theme", value))
                return response
            }
            return router
        }

        func attack<Result: Sendable>(
            _ body: @escaping @Sendable (HTTPClient) async throws -> Result
        ) async throws -> Result {
            try await withServer(router, body)
        }
    }

    extension HTTPBrowser {
        var id: String? { cookies["__Host-id"] }
        var guest: String? { cookies["__Host-guest"] }
    }
#endif
