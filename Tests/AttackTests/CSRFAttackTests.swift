#if Hummingbird
    import Foundation
    import HTTPTesting
    import HTTPTypes
    import Hummingbird
    import SecureTokens
    import Sessions
    import SessionsHummingbird
    import SessionsSQLite
    import SessionsTesting
    import Testing

    /// Stories of pages that make their visitor's browser send what he never meant to.
    @Suite("Attacks by other sites' pages")
    struct CSRFAttackTests {
        private let folder: TemporaryFolder
        private let victim: Victim
        private let site: HTTPField.Name

        init() throws {
            folder = try TemporaryFolder()
            victim = try Victim(folder: folder)
            site = try #require(HTTPField.Name("Sec-Fetch-Site"))
        }

        /// A bank: forms for logging in and for sending money, each with its token.
        private func bank() throws -> Router<Context> {
            let policy = try CSRFPolicy(origins: [WebOrigin("https://bank.example")])
            let router = Router(context: Context.self)
            router.add(middleware: SessionMiddleware(victim.manager))
            router.add(middleware: CSRFMiddleware(victim.manager, policy: policy))
            router.get("/form") { _, context in try context.session.csrfToken }
            router.get("/who") { _, context in
                let session = try context.session
                return "\(session.subject ?? "-") \(session.visits ?? 0)"
            }
            router.post("/login") { request, context in
                let body = String(buffer: try await request.body.collect(upTo: 1_000))
                try context.session.login(subject: body.contains("user=mallory") ? "mallory" : "alice")
                return "in"
            }
            router.post("/send") { _, context in
                try context.session.modify(\.visits, default: 0) { $0 += 1 }
                return "sent"
            }
            return router
        }

        /// A form as a browser sends it: its cookies, where it comes from, its fields.
        private func post(
            _ path: String,
            _ body: String,
            from source: [HTTPField.Name: String],
            by browser: inout HTTPBrowser,
            _ client: HTTPClient
        ) async throws -> Int {
            var fields = browser.fields
            fields[.contentType] = "application/x-www-form-urlencoded"
            for (name, value) in source { fields[name] = value }
            let reply = try await client.send(.post, path, fields: fields, body: body)
            browser.apply(reply)
            return reply.status
        }

        @Test("OC-05 OC-06 a page elsewhere posts with the victim's cookies: no money is sent, in browsers old and new")
        func crossSitePost() async throws {
            try await withServer(try bank()) { (client) async throws in
                let own: [HTTPField.Name: String] = [site: "same-origin", .origin: "https://bank.example"]
                var alice = HTTPBrowser(client)
                var token = try await alice.send(.get, "/form").body
                #expect(try await post("/login", "csrf_token=\(token)", from: own, by: &alice, client) == 200)
                token = try await alice.send(.get, "/form").body
                #expect(try await post("/send", "csrf_token=\(token)", from: own, by: &alice, client) == 200)

                // The attacker has a session and a token of his own; the victim's cookies come along with his form.
                var mallory = HTTPBrowser(client)
                let first = try await mallory.send(.get, "/form").body
                let login = "user=mallory&csrf_token=\(first)"
                #expect(try await post("/login", login, from: own, by: &mallory, client) == 200)
                let foreign = try await mallory.send(.get, "/form").body
                let pages: [[HTTPField.Name: String]] = [
                    [site: "cross-site", .origin: "https://evil.test"],
                    [site: "same-site", .origin: "https://blog.bank.example"], [site: "cross-site", .origin: "null"],
                    [.origin: "https://evil.test"], [.origin: "null"], [.referer: "https://evil.test/bank.example/"],
                    [:],
                ]
                for page in pages {
                    for fields in ["", "csrf_token=\(foreign)", "csrf_token=\(token)"] {
                        #expect(try await post("/send", fields, from: page, by: &alice, client) == 403, "\(page)")
                    }
                }
                // A hole in the bank's own pages, or in the browser: the source looks right, the token is missing.
                for fields in ["", "csrf_token=\(foreign)", "csrf_token="] {
                    #expect(try await post("/send", fields, from: own, by: &alice, client) == 403)
                }
                #expect(try await alice.send(.get, "/who").body == "alice 1")
            }
        }

        @Test("OC-10 login CSRF: nobody is logged in to the attacker's account by the attacker's page")
        func loginCSRF() async throws {
            try await withServer(try bank()) { (client) async throws in
                var mallory = HTTPBrowser(client)
                let token = try await mallory.send(.get, "/form").body
                let form = "user=mallory&csrf_token=\(token)"
                let own: [HTTPField.Name: String] = [site: "same-origin", .origin: "https://bank.example"]
                var fresh = HTTPBrowser(client)
                var visitor = HTTPBrowser(client)
                _ = try await visitor.send(.get, "/form")
                for page in [[site: "cross-site", .origin: "https://evil.test"], [.origin: "null"], [:], own] {
                    #expect(try await post("/login", form, from: page, by: &fresh, client) == 403)
                    #expect(try await post("/login", form, from: page, by: &visitor, client) == 403)
                }
                #expect(try await fresh.send(.get, "/who").body == "- 0")
                #expect(try await visitor.send(.get, "/who").body == "- 0")
                #expect(try await victim.store.count(now: victim.clock.now) == 0, "T17 none of it was written down")
            }
        }

        @Test("OC-04 a token that was seen before the login is of no use after it")
        func plantedToken() async throws {
            try await withServer(try bank()) { (client) async throws in
                let own: [HTTPField.Name: String] = [site: "same-origin", .origin: "https://bank.example"]
                // A shared computer: the attacker notes the cookie and the token, and leaves the browser to the victim.
                var browser = HTTPBrowser(client)
                let token = try await browser.send(.get, "/form").body
                let planted = try #require(browser.cookies["__Host-csrf"])
                #expect(try await post("/login", "csrf_token=\(token)", from: own, by: &browser, client) == 200)
                browser.cookies["__Host-csrf"] = planted
                #expect(try await post("/send", "csrf_token=\(token)", from: own, by: &browser, client) == 403)
                #expect(try await browser.send(.get, "/who").body == "alice 0")
            }
        }
    }
#endif
