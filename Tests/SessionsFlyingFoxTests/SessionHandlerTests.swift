#if FlyingFox
    import FlyingFox
    import FlyingSocks
    import Foundation
    import Logging
    import SecureTokens
    import Sessions
    import SessionsFlyingFox
    import SessionsTesting
    import Synchronization
    import Testing

    extension SessionKeys {
        var username: SessionKey<String> { "username" }
    }

    @Suite("The FlyingFox handler")
    struct SessionHandlerTests {
        private static let origin = "https://example.com"

        private struct Unexpected: Error {}

        /// A server with a few routes, on a free port of the loopback interface, for as long as `body` runs.
        private func serve(
            store: any SessionStore = MemoryStore(),
            sessionPolicy: SessionPolicy = SessionPolicy(),
            proxies: TrustedProxies? = nil,
            _ body: @escaping @Sendable (FoxClient, SessionManager) async throws -> Void
        ) async throws {
            let manager = try SessionManager(
                store: store,
                keys: KeyRing(primary: .generate()),
                policy: sessionPolicy,
                logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
            )
            let policy = try CSRFPolicy(origins: [WebOrigin(Self.origin)], maximumFormSize: 200)
            let csrf = CSRFProtection(manager, policy: policy)
            let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: 0), timeout: 120, logger: .disabled)
            let text = { @Sendable (text: String) in HTTPResponse(statusCode: .ok, body: Data(text.utf8)) }
            await server.appendRoute(
                "GET /",
                to: SessionHandler(manager, csrf: csrf, proxies: proxies) { _, session in
                    text(session.username ?? "nobody")
                }
            )
            await server.appendRoute(
                "GET /token",
                to: SessionHandler(manager, csrf: csrf) { _, session in text(try session.csrfToken) }
            )
            await server.appendRoute(
                "GET /stream",
                to: SessionHandler(manager, csrf: csrf) { _, session in
                    session.username = "streamed"
                    return HTTPResponse(
                        statusCode: .ok,
                        body: HTTPBodySequence(from: Late(session: session), suggestedBufferSize: 16)
                    )
                }
            )
            await server.appendRoute(
                "POST /login",
                to: SessionHandler(manager, csrf: csrf) { request, session in
                    try session.login(subject: "alice")
                    session.username = "alice"
                    return text(String(decoding: try await request.bodyData, as: UTF8.self))
                }
            )
            await server.appendRoute(
                "POST /fail",
                to: SessionHandler(manager, csrf: nil) { _, session in
                    session.username = "lost"
                    throw Unexpected()
                }
            )
            await server.appendRoute(
                "POST /fail-logout",
                to: SessionHandler(manager, csrf: nil) { _, session in
                    try session.logout()
                    throw Unexpected()
                }
            )
            let task = Task { try await server.run() }
            defer { task.cancel() }
            // Beside tests that keep every thread busy the default of five seconds is too short.
            try await server.waitUntilListening(timeout: 120)
            guard case .ip4(_, let port)? = await server.listeningAddress else { throw Unexpected() }
            try await body(FoxClient(port: port), manager)
        }

        /// Says, while the body is written, whether the session has been committed by then.
        private struct Late: AsyncBufferedSequence {
            typealias Element = UInt8
            let session: Session

            func makeAsyncIterator() -> Iterator {
                Iterator(bytes: Array((session.isCommitted ? "committed" : "open").utf8)[...])
            }

            struct Iterator: AsyncBufferedIteratorProtocol {
                var bytes: ArraySlice<UInt8>

                mutating func next() async throws -> UInt8? { bytes.popFirst() }

                mutating func nextBuffer(suggested count: Int) async throws -> ArraySlice<UInt8>? {
                    defer { bytes = bytes.dropFirst(count) }
                    return bytes.isEmpty ? nil : bytes.prefix(count)
                }
            }
        }

        @Test("A login sets the session's cookie and nothing else; a logout of a failing handler is carried out")
        func story() async throws {
            try await serve { (client, _) async throws in
                var browser = client
                #expect(try await browser.send("GET", "/").body == "nobody")
                #expect(browser.cookies.isEmpty, "no data, no cookie")
                let token = try await browser.send("GET", "/token").body
                let form = "note=a+b&csrf_token=\(token)"
                let fields = ["Origin: \(Self.origin)", "Content-Type: application/x-www-form-urlencoded"]
                let reply = try await browser.send("POST", "/login", fields, body: form)
                #expect(reply.body == form, "the handler finds the body whole")
                let lines = reply.lines("Set-Cookie")
                #expect(lines.count == 3)
                let line = try #require(lines.first { $0.hasPrefix("__Host-id=") })
                #expect(line.hasSuffix("; Path=/; Secure; HttpOnly; SameSite=Strict"))
                #expect(reply.lines("Cache-Control") == ["no-store"])
                #expect(reply.lines("Vary").joined().contains("Sec-Fetch-Site"))
                #expect(browser.cookies.keys.sorted() == ["__Host-id"])
                #expect(try await browser.send("GET", "/").body == "alice")

                let stolen = browser
                #expect(try await browser.send("POST", "/fail").status == 500)
                #expect(try await browser.send("GET", "/").body == "alice", "what a failing handler wrote is dropped")
                #expect(try await browser.send("POST", "/fail-logout").status == 500)
                #expect(browser.cookies.isEmpty)
                var thief = stolen
                #expect(try await thief.send("GET", "/").body == "nobody")
            }
        }

        @Test("OC-05 OC-03 forged requests are 403 and reach no handler")
        func forged() async throws {
            try await serve { (client, _) async throws in
                var browser = client
                let token = try await browser.send("GET", "/token").body
                let header = "X-CSRF-Token: \(token)"
                for fields in [
                    [header], ["Origin: \(Self.origin)"], ["Origin: https://evil.test", header],
                    ["Sec-Fetch-Site: cross-site", header], ["Origin: \(Self.origin)", "X-CSRF-Token: x"],
                ] {
                    let reply = try await browser.send("POST", "/login", fields)
                    #expect(reply.status == 403, "\(fields)")
                    #expect(reply.lines("Set-Cookie").isEmpty)
                }
                let long = "note=\(String(repeating: "a", count: 200))&csrf_token=\(token)"
                let form = ["Origin: \(Self.origin)", "Content-Type: application/x-www-form-urlencoded"]
                #expect(try await browser.send("POST", "/login", form, body: long).status == 413)
                #expect(try await browser.send("POST", "/login", ["Origin: \(Self.origin)", header]).status == 200)
            }
        }

        @Test("B53 the session is stored before the head is sent, of a streamed body too")
        func streamed() async throws {
            try await serve { (client, _) async throws in
                var browser = client
                #expect(try await browser.send("GET", "/stream").body.contains("committed"))
                #expect(try await browser.send("GET", "/").body == "streamed")
            }
        }

        @Test("OT-01 a client's address is the connection's; what it says of itself counts only behind trusted proxies")
        func address() async throws {
            for (count, expected) in [(nil, "127.0.0.1"), (1, "192.0.2.1"), (2, "203.0.113.9"), (3, nil)] {
                let seen = Mutex<[String?]>([])
                var policy = SessionPolicy()
                policy.isAnomalous = { _, current in
                    seen.withLock { $0.append(current.address) }
                    return false
                }
                let proxies = count.map { TrustedProxies(count: $0) }
                try await serve(sessionPolicy: policy, proxies: proxies) { (client, _) async throws in
                    var browser = client
                    #expect(try await browser.send("GET", "/stream").status == 200)
                    try await browser.send("GET", "/", ["X-Forwarded-For: 203.0.113.9, 192.0.2.1"])
                }
                #expect(seen.withLock { $0 } == [expected], "\(count ?? 0)")
            }
        }

        @Test("F5 a store that fails is 503, and a request without a cookie does not ask it")
        func failingStore() async throws {
            try await serve(store: MemoryStore(capacity: 1)) { (client, _) async throws in
                var first = client
                #expect(try await first.send("GET", "/stream").status == 200)
                var second = client
                #expect(try await second.send("GET", "/").status == 200)
                let full = try await second.send("GET", "/stream")
                #expect(full.status == 503)
                #expect(full.body.isEmpty, "the store's reason is for the log")
                #expect(second.cookies.isEmpty)
            }
        }
    }
#endif
