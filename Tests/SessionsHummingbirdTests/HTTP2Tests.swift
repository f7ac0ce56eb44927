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

    @Suite("The Hummingbird middlewares over HTTP/2")
    struct HTTP2Tests {
        private typealias Context = BasicSessionRequestContext

        private func router() throws -> Router<Context> {
            let manager = try SessionManager(
                store: MemoryStore(),
                keys: KeyRing(primary: .generate()),
                logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
            )
            let policy = try CSRFPolicy(origins: [WebOrigin("https://example.com")])
            let router = Router(context: Context.self)
            router.add(middleware: SessionMiddleware(manager))
            router.add(middleware: CSRFMiddleware(manager, policy: policy))
            router.get("/") { _, context in try context.session.username ?? "nobody" }
            router.get("/form") { _, context in try context.session.csrfToken }
            router.post("/login") { _, context in
                try context.session.login(subject: "alice")
                try context.session.username = "alice"
                return "in"
            }
            router.get("/forbidden") { _, context -> String in
                try context.session.username = "told off"
                throw HTTPError(.forbidden)
            }
            router.get("/logout") { _, context in
                try context.session.logout()
                return "out"
            }
            return router
        }

        private func login(_ client: HTTPClient) async throws -> HTTPBrowser {
            var browser = HTTPBrowser(client)
            let token = try await browser.send(.get, "/form").body
            var fields = browser.fields
            fields[.origin] = "https://example.com"
            fields[try #require(HTTPField.Name("X-CSRF-Token"))] = token
            let reply = try await client.send(.post, "/login", fields: fields)
            // Two deletions and a cookie, each in a field of its own.
            #expect(reply[.setCookie].count == 3)
            #expect(reply[.cacheControl] == ["no-store"])
            browser.apply(reply)
            return browser
        }

        @Test("A login, a write of a handler that throws, a logout")
        func story() async throws {
            try await withServer(try router(), over: .http2) { (client) async throws in
                #expect(try await client.send(.post, "/login").status == 403)
                var browser = try await login(client)
                #expect(browser.cookies.keys.sorted() == ["__Host-id"])
                #expect(try await browser.send(.get, "/").body == "alice")
                #expect(try await browser.send(.get, "/forbidden").status == 403)
                #expect(try await browser.send(.get, "/").body == "told off")
                let before = browser
                #expect(try await browser.send(.get, "/logout").body == "out")
                #expect(browser.cookies.isEmpty)
                var thief = before
                #expect(try await thief.send(.get, "/").body == "nobody")
            }
        }

        @Test("CK-01 a Cookie field that comes in crumbs is read as one (RFC 9113 §8.2.3)")
        func crumbs() async throws {
            try await withServer(try router(), over: .http2) { (client) async throws in
                let browser = try await login(client)
                let id = try #require(browser.cookies["__Host-id"])
                var fields = HTTPFields()
                for pair in ["theme=dark", "__Host-id=\(id)", "seen=1"] {
                    fields.append(HTTPField(name: .cookie, value: pair))
                }
                #expect(try await client.send(.get, "/", fields: fields).body == "alice")
            }
        }
    }
#endif
