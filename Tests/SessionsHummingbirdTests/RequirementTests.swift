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

    @Suite("The Hummingbird middlewares that let only some in")
    struct RequirementTests {
        private typealias Context = BasicSessionRequestContext

        private let clock = TestClock()

        private var router: Router<Context> {
            get throws {
                let clock = clock
                let manager = try SessionManager(
                    store: MemoryStore(),
                    keys: KeyRing(primary: .generate()),
                    clock: WallClock { clock.now.milliseconds },
                    logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
                )
                let router = Router(context: Context.self)
                router.add(middleware: SessionMiddleware(manager))
                router.post("/login") { _, context in
                    try context.session.login(subject: "alice")
                    return "in"
                }
                router.post("/write") { _, context in
                    try context.session.username = "guest"
                    return "written"
                }
                router.post("/confirm") { request, context in
                    let isStrong = String(buffer: try await request.body.collect(upTo: 10)) == "strong"
                    try context.session.elevate(to: isStrong ? .aal2 : .aal1)
                    return "confirmed"
                }
                let inside: @Sendable (Request, Context) async throws -> String = { _, _ in "inside" }
                let pages = router.group("pages").add(middleware: RequireSubject(redirectingTo: "/login"))
                pages.get("home", use: inside)
                pages.post("home", use: inside)
                router.group("api").add(middleware: RequireSubject()).get("home", use: inside)
                router.group("money").add(
                    middleware: RequireRecentAuthentication(within: .seconds(300), redirectingTo: "/confirm")
                ).post("spend", use: inside)
                router.group("api-money").add(middleware: RequireRecentAuthentication(within: .seconds(300)))
                    .post("spend", use: inside)
                router.group("vault").add(
                    middleware: RequireRecentAuthentication(within: .seconds(300), assurance: .aal2)
                ).get("open", use: inside)
                return router
            }
        }

        @Test("A visitor is sent to the login or told 401, one with a session too; who is logged in goes on")
        func subject() async throws {
            try await withServer(try router) { (client) async throws in
                var browser = HTTPBrowser(client)
                for _ in 0..<2 {
                    for method in [HTTPRequest.Method.get, .post] {
                        let reply = try await browser.send(method, "/pages/home")
                        #expect(reply.status == 303)
                        #expect(reply[.location] == ["/login"])
                        #expect(!reply.body.contains("inside"))
                    }
                    #expect(try await browser.send(.get, "/api/home").status == 401)
                    try await browser.send(.post, "/write")
                    #expect(browser.cookies.keys.sorted() == ["__Host-guest"])
                }
                try await browser.send(.post, "/login")
                #expect(try await browser.send(.get, "/pages/home").body == "inside")
                #expect(try await browser.send(.get, "/api/home").body == "inside")
            }
        }

        @Test("OS-22 a login goes stale to the second; a step-up lets in again")
        func recency() async throws {
            try await withServer(try router) { [clock] (client) async throws in
                var browser = HTTPBrowser(client)
                #expect(try await browser.send(.post, "/money/spend").status == 303, "a visitor")
                #expect(try await browser.send(.post, "/api-money/spend").status == 403, "a visitor")
                try await browser.send(.post, "/login")
                clock.advance(by: .seconds(300))
                #expect(try await browser.send(.post, "/money/spend").body == "inside")
                clock.advance(by: .seconds(1))
                let reply = try await browser.send(.post, "/money/spend")
                #expect(reply.status == 303)
                #expect(reply[.location] == ["/confirm"])
                #expect(try await browser.send(.post, "/api-money/spend").status == 403)
                try await browser.send(.post, "/confirm")
                #expect(try await browser.send(.post, "/money/spend").body == "inside")
                #expect(try await browser.send(.post, "/api-money/spend").body == "inside")
            }
        }

        @Test("NI-05 a proof that is fresh but too weak does not do")
        func assurance() async throws {
            try await withServer(try router) { (client) async throws in
                var browser = HTTPBrowser(client)
                try await browser.send(.post, "/login")
                #expect(try await browser.send(.get, "/vault/open").status == 403)
                try await browser.send(.post, "/confirm", body: "strong")
                #expect(try await browser.send(.get, "/vault/open").body == "inside")
            }
        }

        @Test("Without the session middleware before them they refuse to work instead of letting requests through")
        func noSession() async throws {
            let router = Router(context: Context.self)
            router.group("a").add(middleware: RequireSubject()).get("b") { _, _ in "inside" }
            router.group("c").add(middleware: RequireRecentAuthentication(within: .seconds(300))).get("d") { _, _ in
                "inside"
            }
            try await withServer(router) { (client) async throws in
                for path in ["/a/b", "/c/d"] {
                    #expect(try await client.send(.get, path).status == 500)
                }
            }
        }
    }
#endif
