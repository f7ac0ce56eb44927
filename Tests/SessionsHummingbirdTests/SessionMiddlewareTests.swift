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

    @Suite("The Hummingbird middleware")
    struct SessionMiddlewareTests {
        private typealias Context = BasicSessionRequestContext

        private func router(
            _ store: any SessionStore = MemoryStore(),
            _ routes: (Router<Context>) -> Void
        ) throws -> Router<Context> {
            let manager = try SessionManager(
                store: store,
                keys: KeyRing(primary: .generate()),
                logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
            )
            let router = Router(context: Context.self)
            router.add(middleware: SessionMiddleware(manager))
            router.get("/") { _, context in try context.session.username ?? "nobody" }
            routes(router)
            return router
        }

        @Test("B53 the session is stored before the head is sent: a client that has the head finds its write")
        func committedBeforeHead() async throws {
            let router = try router { router in
                router.get("/stream") { _, context in
                    try context.session.username = "test"
                    let session = try context.session
                    return Response(
                        status: .ok,
                        body: ResponseBody { writer in
                            let late = session.isCommitted ? "committed" : "open"
                            try await writer.write(ByteBuffer(string: late))
                            try await writer.finish(nil)
                        }
                    )
                }
            }
            try await withServer(router) { (client) async throws in
                var browser = HTTPBrowser(client)
                #expect(try await browser.send(.get, "/stream").body == "committed")
                #expect(try await browser.send(.get, "/").body == "test")
            }
        }

        @Test("An error that a handler throws does not lose the session: a redirect or a 403 carries its cookie")
        func thrownErrors() async throws {
            let router = try router { router in
                router.get("/forbidden") { _, context -> String in
                    try context.session.username = "test"
                    throw HTTPError(.forbidden, message: "no")
                }
            }
            try await withServer(router) { (client) async throws in
                var browser = HTTPBrowser(client)
                let reply = try await browser.send(.get, "/forbidden")
                #expect(reply.status == 403)
                #expect(reply.body.contains("no"))
                #expect(reply[.setCookie].count == 1)
                #expect(try await browser.send(.get, "/").body == "test")
            }
        }

        private struct Unexpected: Error {}

        @Test("B51 a failing handler's writes and login are dropped, its logout is carried out")
        func serverErrors() async throws {
            let router = try router { router in
                router.get("/in") { _, context in
                    try context.session.login(subject: "alice")
                    try context.session.username = "alice"
                    return "in"
                }
                router.get("/fail") { _, context -> String in
                    try context.session.username = "lost"
                    throw Unexpected()
                }
                router.get("/fail-login") { _, context -> String in
                    try context.session.login(subject: "mallory")
                    throw HTTPError(.internalServerError)
                }
                router.get("/fail-logout") { _, context -> String in
                    try context.session.logout()
                    throw Unexpected()
                }
            }
            try await withServer(router) { (client) async throws in
                var browser = HTTPBrowser(client)
                try await browser.send(.get, "/in")
                let before = browser
                for path in ["/fail", "/fail-login"] {
                    let reply = try await browser.send(.get, path)
                    #expect(reply.status == 500)
                    #expect(reply[.setCookie].isEmpty)
                    #expect(try await browser.send(.get, "/").body == "alice")
                }
                #expect(try await browser.send(.get, "/fail-logout").status == 500)
                #expect(browser.cookies.isEmpty)
                var stolen = before
                #expect(try await stolen.send(.get, "/").body == "nobody")
            }
        }

        @Test("HT-03 a page that tells of a failure and shows a token is kept by no cache, whether returned or thrown")
        func failurePages() async throws {
            struct TokenPage: HTTPResponseError {
                let token: String
                var status: HTTPResponse.Status { .badGateway }
                func response(from request: Request, context: some RequestContext) -> Response {
                    Response(status: status, body: ResponseBody(byteBuffer: ByteBuffer(string: token)))
                }
            }
            let router = try router { router in
                router.post("/in") { _, context in
                    try context.session.login(subject: "alice")
                    return "in"
                }
                router.get("/returned") { _, context in
                    let token = try context.session.csrfToken
                    return Response(status: .badGateway, body: ResponseBody(byteBuffer: ByteBuffer(string: token)))
                }
                router.get("/thrown") { _, context -> String in
                    throw TokenPage(token: try context.session.csrfToken)
                }
            }
            try await withServer(router) { (client) async throws in
                var member = HTTPBrowser(client)
                try await member.send(.post, "/in")
                for path in ["/returned", "/thrown"] {
                    for browser in [HTTPBrowser(client), member] {
                        let reply = try await client.send(.get, path, fields: browser.fields)
                        #expect(reply.status == 502)
                        #expect(reply.body.count == 92)
                        #expect(reply[.cacheControl] == ["no-store"])
                        #expect(reply[.vary] == ["Cookie"])
                        #expect(reply[.setCookie].isEmpty)
                    }
                }
            }
        }

        @Test("An error that is no response goes on to the middleware outside, unless a cookie has to be sent")
        func errorsGoOn() async throws {
            struct Pages: RouterMiddleware {
                func handle(
                    _ request: Request,
                    context: Context,
                    next: @concurrent (Request, Context) async throws -> Response
                ) async throws -> Response {
                    do {
                        return try await next(request, context)
                    } catch is Unexpected {
                        return Response(status: .internalServerError, headers: [.contentLanguage: "en"])
                    }
                }
            }
            let manager = try SessionManager(
                store: MemoryStore(),
                keys: KeyRing(primary: .generate()),
                logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
            )
            let router = Router(context: Context.self)
            router.add(middleware: Pages())
            router.add(middleware: SessionMiddleware(manager))
            router.post("/in") { _, context in
                try context.session.login(subject: "alice")
                return "in"
            }
            router.get("/token") { _, context -> String in
                _ = try context.session.csrfToken
                throw Unexpected()
            }
            router.get("/logout") { _, context -> String in
                try context.session.logout()
                throw Unexpected()
            }
            try await withServer(router) { (client) async throws in
                var browser = HTTPBrowser(client)
                try await browser.send(.post, "/in")
                let page = try await browser.send(.get, "/token")
                #expect(page.status == 500)
                #expect(page[.contentLanguage] == ["en"])
                let answer = try await browser.send(.get, "/logout")
                #expect(answer.status == 500)
                #expect(answer[.contentLanguage].isEmpty)
                #expect(browser.cookies.isEmpty)
            }
        }

        @Test("F5 B30 B32 a store that fails is 503, when the session is begun and when it is committed")
        func storeFailure() async throws {
            let store = FailingStore()
            let router = try router(store) { router in
                router.post("/write") { _, context in
                    try context.session.username = "test"
                    return "written"
                }
            }
            try await withServer(router) { (client) async throws in
                #expect(try await client.send(.get, "/").status == 200, "no cookie, no store")
                let write = try await client.send(.post, "/write")
                #expect(write.status == 503)
                #expect(write[.setCookie].isEmpty)
                #expect(!write.body.contains("wires"), "the store's reason is for the log")
                var browser = HTTPBrowser(client, cookies: ["__Host-id": String(repeating: "A", count: 43)])
                #expect(try await browser.send(.get, "/").status == 503)
            }
        }

        @Test("A route without the middleware is told so, instead of an optional that does nothing")
        func noMiddleware() async throws {
            let router = Router(context: Context.self)
            router.get("/") { _, context in try context.session.username ?? "nobody" }
            try await withServer(router) { (client) async throws in
                #expect(try await client.send(.get, "/").status == 500)
            }
        }

        @Test("SC-21 a 404 carries the cookie of what a middleware has written")
        func notFound() async throws {
            struct Writer: RouterMiddleware {
                func handle(
                    _ request: Request,
                    context: Context,
                    next: @concurrent (Request, Context) async throws -> Response
                ) async throws -> Response {
                    try context.session.username = "test"
                    return try await next(request, context)
                }
            }
            let router = try router { $0.add(middleware: Writer()) }
            try await withServer(router) { (client) async throws in
                let reply = try await client.send(.get, "/nowhere")
                #expect(reply.status == 404)
                #expect(reply[.setCookie].count == 1)
            }
        }
    }
#endif
