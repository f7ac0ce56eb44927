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

    @Suite("The Hummingbird middleware against forged requests")
    struct CSRFMiddlewareTests {
        private typealias Context = BasicSessionRequestContext

        private let site: HTTPField.Name
        private let header: HTTPField.Name

        init() throws {
            site = try #require(HTTPField.Name("Sec-Fetch-Site"))
            header = try #require(HTTPField.Name("X-CSRF-Token"))
        }

        /// `/form` shows a token, `/post` echoes its body, whatever reads it first; `/upload` checks for itself.
        private func router(
            mode: CSRFPolicy.Mode = .enforce,
            maximumFormSize: Int = 10_000
        ) throws -> Router<Context> {
            let manager = try SessionManager(
                store: MemoryStore(),
                keys: KeyRing(primary: .generate()),
                logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
            )
            let own: Set = [try WebOrigin("https://example.com")]
            let policy = try CSRFPolicy(origins: own, maximumFormSize: maximumFormSize, mode: mode)
            let sourceOnly = try CSRFPolicy(origins: own, requiresToken: false)
            let router = Router(context: Context.self)
            router.add(middleware: SessionMiddleware(manager))
            let upload = router.group("upload").add(middleware: CSRFMiddleware(manager, policy: sourceOnly))
            upload.post { request, context in
                let token = String(buffer: try await request.body.collect(upTo: 1_000))
                try context.session.verifyCSRFToken(token)
                return "uploaded"
            }
            let protected = router.group().add(middleware: CSRFMiddleware(manager, policy: policy))
            protected.get("/form") { _, context in try context.session.csrfToken }
            protected.get("/page") { _, _ in "page" }
            protected.post("/login") { _, context in
                try context.session.login(subject: "alice")
                return try context.session.csrfToken
            }
            protected.post("/post") { request, _ in
                String(buffer: try await request.body.collect(upTo: 100_000))
            }
            return router
        }

        private func serve(
            _ router: Router<Context>,
            _ body: @escaping @Sendable (HTTPClient, inout HTTPBrowser, String) async throws -> Void
        ) async throws {
            try await withServer(router) { (client) async throws in
                var browser = HTTPBrowser(client)
                let token = try await browser.send(.get, "/form").body
                try await body(client, &browser, token)
            }
        }

        /// The browser's cookies, and what a page of that kind adds.
        private func fields(_ browser: HTTPBrowser, _ more: [HTTPField.Name: String]) -> HTTPFields {
            var fields = browser.fields
            for (name, value) in more { fields[name] = value }
            return fields
        }

        @Test("OC-03 a form's field and a script's header field both carry the token; the handler finds its body whole")
        func tokens() async throws {
            try await serve(try router()) { (client, browser, token) async throws in
                let form = fields(browser, [site: "same-origin", .contentType: "application/x-www-form-urlencoded"])
                let body = "note=a+b&csrf_token=\(token)&more=%26"
                let posted = try await client.send(.post, "/post", fields: form, body: body)
                #expect(posted.status == 200)
                #expect(posted.body == body)
                let script = fields(browser, [site: "same-origin", header: token])
                #expect(try await client.send(.post, "/post", fields: script, body: "{}").body == "{}")
            }
        }

        @Test("OC-05 OC-06 NI-04 forged requests are 403, say no reason and never reach the handler")
        func refused() async throws {
            try await serve(try router()) { (client, browser, token) async throws in
                let type = "application/x-www-form-urlencoded"
                let forged: [([HTTPField.Name: String], String)] = [
                    ([site: "cross-site", .contentType: type], "csrf_token=\(token)"),
                    ([site: "same-site", header: token], ""), ([site: "none", header: token], ""),
                    ([.origin: "https://evil.test", header: token], ""), ([.origin: "null", header: token], ""),
                    ([.referer: "https://example.com.evil.test/", header: token], ""), ([header: token], ""),
                    ([site: "same-origin"], "csrf_token=\(token)"),
                    ([site: "same-origin", .contentType: "text/plain"], "csrf_token=\(token)"),
                    ([site: "same-origin", .contentType: type], "csrf_token=\(token)&csrf_token=\(token)"),
                    ([site: "same-origin", .contentType: type], "csrf_token=\(token.dropLast())"),
                ]
                for (more, body) in forged {
                    let reply = try await client.send(.post, "/post", fields: fields(browser, more), body: body)
                    #expect(reply.status == 403, "\(more)")
                    #expect(reply.body.contains("out of date"))
                    #expect(!reply.body.contains(token))
                    #expect(reply[.vary] == ["Sec-Fetch-Site", "Origin"])
                }
                let withoutCookie: HTTPFields = [site: "same-origin", header: token]
                #expect(try await client.send(.post, "/post", fields: withoutCookie).status == 403)
            }
        }

        @Test("OC-08 Vary is on the responses of checked requests, and on no other")
        func vary() async throws {
            try await serve(try router()) { (client, browser, token) async throws in
                let good = fields(browser, [.origin: "https://example.com", header: token])
                #expect(try await client.send(.post, "/post", fields: good)[.vary] == ["Sec-Fetch-Site", "Origin"])
                #expect(try await client.send(.get, "/page", fields: [site: "cross-site"])[.vary].isEmpty)
                #expect(try await client.send(.get, "/page")[.setCookie].isEmpty)
            }
        }

        @Test("OC-10 OC-04 the login needs the visitor's token, ends it, and answers with the session's")
        func login() async throws {
            try await serve(try router()) { (client, browser, token) async throws in
                #expect(try await client.send(.post, "/login", fields: [site: "same-origin"]).status == 403)
                let reply = try await client.send(
                    .post,
                    "/login",
                    fields: fields(browser, [site: "same-origin", header: token])
                )
                #expect(reply.status == 200)
                #expect(reply[.vary].sorted() == ["Cookie", "Origin", "Sec-Fetch-Site"])
                browser.apply(reply)
                #expect(browser.cookies.keys.sorted() == ["__Host-id"])
                let old = fields(browser, [site: "same-origin", header: token])
                #expect(try await client.send(.post, "/post", fields: old).status == 403)
                let new = fields(browser, [site: "same-origin", header: reply.body])
                #expect(try await client.send(.post, "/post", fields: new).status == 200)
            }
        }

        @Test("A form over the limit is 413, before it is read whole")
        func tooLarge() async throws {
            try await serve(try router(maximumFormSize: 200)) { (client, browser, token) async throws in
                let form = fields(browser, [site: "same-origin", .contentType: "application/x-www-form-urlencoded"])
                let body = "csrf_token=\(token)&note=" + String(repeating: "a", count: 200)
                #expect(try await client.send(.post, "/post", fields: form, body: body).status == 413)
                let script = fields(browser, [site: "same-origin", header: token])
                #expect(try await client.send(.post, "/post", fields: script, body: body).body == body)
            }
        }

        @Test("A handler that reads a form with files checks the token itself, and is answered with 403 alike")
        func multipart() async throws {
            try await serve(try router()) { (client, browser, token) async throws in
                let form = fields(browser, [site: "same-origin", .contentType: "multipart/form-data; boundary=x"])
                #expect(try await client.send(.post, "/upload", fields: form, body: token).body == "uploaded")
                #expect(try await client.send(.post, "/upload", fields: form, body: "x").status == 403)
                #expect(try await client.send(.post, "/post", fields: form, body: token).status == 403)
                let forged = fields(browser, [site: "cross-site"])
                #expect(try await client.send(.post, "/upload", fields: forged, body: token).status == 403)
            }
        }

        @Test("A WebSocket of another site's page is refused, though its method is GET")
        func webSocket() async throws {
            try await serve(try router()) { (client, _, _) async throws in
                for (origin, status) in [("https://evil.test", 403), ("null", 403), ("https://example.com", 200)] {
                    let fields: HTTPFields = [.upgrade: "websocket", .origin: origin]
                    #expect(try await client.send(.get, "/page", fields: fields).status == status)
                }
            }
        }

        @Test("OC-08 report-only lets everything through")
        func reportOnly() async throws {
            try await serve(try router(mode: .reportOnly)) { (client, _, _) async throws in
                let forged: HTTPFields = [site: "cross-site", .origin: "https://evil.test"]
                #expect(try await client.send(.post, "/post", fields: forged, body: "x").body == "x")
            }
        }

        @Test("Without the session middleware before it, it refuses to work instead of letting requests through")
        func noSession() async throws {
            let manager = try SessionManager(store: MemoryStore(), keys: KeyRing(primary: .generate()))
            let policy = try CSRFPolicy(origins: [WebOrigin("https://example.com")])
            let router = Router(context: Context.self)
            router.add(middleware: CSRFMiddleware(manager, policy: policy))
            router.post("/post") { _, _ in "posted" }
            try await withServer(router) { (client) async throws in
                #expect(try await client.send(.post, "/post", fields: [site: "same-origin"]).status == 500)
            }
        }
    }
#endif
