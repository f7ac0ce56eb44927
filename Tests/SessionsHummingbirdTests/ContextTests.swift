#if Hummingbird
    import HTTPTesting
    import HTTPTypes
    import Hummingbird
    import Logging
    import NIOCore
    import SecureTokens
    import Sessions
    import SessionsHummingbird
    import SessionsTesting
    import Synchronization
    import Testing

    /// What contexts of an application's own bring along: a session for their children, and where a request comes from.
    @Suite("Hummingbird's contexts")
    struct ContextTests {
        private struct Context: SessionRequestContext, RemoteAddressRequestContext {
            var coreContext: CoreRequestContextStorage
            var sessionSlot = SessionSlot()
            let remoteAddress: SocketAddress?

            init(source: Source) {
                coreContext = .init(source: source)
                remoteAddress = source.channel.remoteAddress
            }
        }

        /// For routes that only members see: it cannot be made for anybody else.
        private struct MemberContext: ChildRequestContext, SessionRequestContext {
            var coreContext: CoreRequestContextStorage
            var sessionSlot: SessionSlot
            let subject: String

            init(context: Context) throws {
                guard let subject = try context.session.subject else { throw HTTPError(.unauthorized) }
                coreContext = context.coreContext
                sessionSlot = context.sessionSlot
                self.subject = subject
            }
        }

        private let signals = Signals()

        private final class Signals: Sendable {
            private let addresses = Mutex<[String?]>([])

            func record(_ recorded: ClientSignals, _ current: ClientSignals) -> Bool {
                addresses.withLock { $0.append(current.address) }
                return false
            }

            func take() -> [String?] {
                addresses.withLock { addresses in
                    defer { addresses = [] }
                    return addresses
                }
            }
        }

        private func router(_ clientAddress: ClientAddress<Context>? = nil) throws -> Router<Context> {
            var policy = SessionPolicy()
            policy.isAnomalous = signals.record
            let manager = try SessionManager(
                store: MemoryStore(),
                keys: KeyRing(primary: .generate()),
                policy: policy,
                logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
            )
            let router = Router(context: Context.self)
            router.add(middleware: SessionMiddleware(manager, clientAddress: clientAddress))
            router.get("/") { _, context in try context.session.subject ?? "nobody" }
            router.post("/login") { _, context in
                try context.session.login(subject: "alice")
                return "in"
            }
            let members = router.group("members", context: MemberContext.self)
            members.get("note") { _, context in "\(context.subject) \(try context.session.username ?? "-")" }
            members.post("note") { _, context in
                try context.session.username = "written by \(context.subject)"
                return "written"
            }
            return router
        }

        @Test("A child context has the session of its parent: one handle, committed once")
        func child() async throws {
            try await withServer(try router()) { (client) async throws in
                var browser = HTTPBrowser(client)
                #expect(try await browser.send(.get, "/members/note").status == 401)
                try await browser.send(.post, "/login")
                #expect(try await browser.send(.get, "/members/note").body == "alice -")
                #expect(try await browser.send(.post, "/members/note").body == "written")
                #expect(try await browser.send(.get, "/members/note").body == "alice written by alice")
            }
        }

        /// Logs in and asks once more, with what a client claims of itself; the addresses that the policy was shown.
        private func addresses(
            _ clientAddress: ClientAddress<Context>?,
            claiming entries: [String]
        ) async throws -> [String?] {
            let name = try #require(HTTPField.Name("X-Forwarded-For"))
            try await withServer(try router(clientAddress)) { (client) async throws in
                var browser = HTTPBrowser(client)
                try await browser.send(.post, "/login")
                var fields = browser.fields
                for entry in entries { fields.append(HTTPField(name: name, value: entry)) }
                #expect(try await client.send(.get, "/", fields: fields).body == "alice")
            }
            return signals.take()
        }

        @Test("OT-01 a client's address is the connection's, a trusted proxy's or a closure's; by default it is none")
        func address() async throws {
            let forged = ["203.0.113.9"]
            #expect(try await addresses(nil, claiming: forged) == [nil])
            #expect(try await addresses(.connection, claiming: forged) == ["127.0.0.1"])
            #expect(
                try await addresses(.forwarded(by: TrustedProxies(count: 1)), claiming: ["203.0.113.9, 192.0.2.1"])
                    == ["192.0.2.1"]
            )
            #expect(try await addresses(.forwarded(by: TrustedProxies(count: 2)), claiming: forged) == [nil])
            let own = ClientAddress<Context> { request, _ in request.head.authority.map { "from \($0.prefix(9))" } }
            #expect(try await addresses(own, claiming: forged) == ["from localhost"])
        }
    }
#endif
