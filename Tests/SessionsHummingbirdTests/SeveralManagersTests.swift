#if Hummingbird
    import HTTPTesting
    import HTTPTypes
    import Hummingbird
    import Logging
    import SecureTokens
    import Sessions
    import SessionsHummingbird
    import SessionsTesting
    import Testing

    @Suite("Two managers in one application")
    struct SeveralManagersTests {
        private typealias Context = BasicSessionRequestContext

        private let store = MemoryStore()

        /// Visitors everywhere, administrators under `/admin`: other cookies, other deadlines, one store.
        private var router: Router<Context> {
            get throws {
                let keys = try KeyRing(primary: .generate())
                let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
                var policy = SessionPolicy.owaspHighValue
                policy.identifiedCookieName = "admin-id"
                policy.guestCookieName = "admin-guest"
                policy.csrfCookieName = "admin-csrf"
                policy.namespace = "admin"
                let visitors = try SessionManager(store: store, keys: keys, logger: logger)
                let admins = try SessionManager(store: store, keys: keys, policy: policy, logger: logger)
                let router = Router(context: Context.self)
                add(visitors, to: router.group().add(middleware: SessionMiddleware(visitors)))
                // Inside the visitors' as well, as it comes when one is added to the whole router.
                let both = router.group("admin").add(middleware: SessionMiddleware(visitors))
                    .add(middleware: SessionMiddleware(admins))
                add(admins, to: both)
                return router
            }
        }

        private func add(_ manager: SessionManager, to group: RouterGroup<Context>) {
            group.get("/who") { _, context in try context.session.subject ?? "nobody" }
            group.post("/login") { request, context in
                try context.session.login(subject: String(buffer: try await request.body.collect(upTo: 100)))
                return "in"
            }
            group.post("/logout") { _, context in
                try context.session.logout()
                return "out"
            }
            group.post("/everywhere") { _, context in
                "\(try await manager.revokeAll(of: context.session.subject ?? ""))"
            }
        }

        @Test("Each has its own cookie, and who is logged in to one is nobody to the other")
        func apart() async throws {
            try await withServer(try router) { (client) async throws in
                var browser = HTTPBrowser(client)
                try await browser.send(.post, "/login", body: "alice")
                #expect(browser.cookies.keys.sorted() == ["__Host-id"])
                #expect(try await browser.send(.get, "/admin/who").body == "nobody")
                try await browser.send(.post, "/admin/login", body: "root")
                #expect(browser.cookies.keys.sorted() == ["__Host-admin-id", "__Host-id"])
                #expect(try await browser.send(.get, "/who").body == "alice")
                #expect(try await browser.send(.get, "/admin/who").body == "root")
                try await browser.send(.post, "/logout")
                #expect(browser.cookies.keys.sorted() == ["__Host-admin-id"])
                #expect(try await browser.send(.get, "/admin/who").body == "root")
            }
        }

        @Test("T2 the ID of one is nothing under the other's cookie, though both are in one store")
        func swapped() async throws {
            try await withServer(try router) { (client) async throws in
                var browser = HTTPBrowser(client)
                try await browser.send(.post, "/login", body: "alice")
                browser.cookies["__Host-admin-id"] = browser.cookies["__Host-id"]
                #expect(try await browser.send(.get, "/admin/who").body == "nobody")
                #expect(try await browser.send(.get, "/who").body == "alice")
            }
        }

        @Test("ASVS 7.4.2 to end all sessions of a subject ends those of this manager alone")
        func revoking() async throws {
            try await withServer(try router) { (client) async throws in
                var browser = HTTPBrowser(client)
                try await browser.send(.post, "/login", body: "alice")
                try await browser.send(.post, "/admin/login", body: "alice")
                #expect(try await browser.send(.post, "/everywhere").body == "1")
                #expect(try await browser.send(.get, "/who").body == "nobody")
                #expect(try await browser.send(.get, "/admin/who").body == "alice")
            }
        }
    }
#endif
