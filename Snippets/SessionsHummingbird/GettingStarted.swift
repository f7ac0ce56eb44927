//! An application with sessions on Hummingbird, from the manager to the routes for members.

#if Hummingbird
    import Hummingbird
    import NIOCore
    import SecureTokens
    import Sessions
    import SessionsHummingbird
    import SessionsSQLite

    // snippet.keys
    extension SessionKeys {
        var cart: SessionKey<[String]> { "cart" }
        var flash: SessionKey<String> { "flash" }
    }
    // snippet.end

    /// Looks a password up: the application's own business.
    func authenticate(_ name: String, _ password: String) async throws -> String? { nil }

    struct Credentials: Decodable {
        let name, password: String
    }

    func application() throws -> Application<RouterResponder<BasicSessionRequestContext>> {
        // snippet.manager
        let manager = try SessionManager(
            store: SQLiteStore(path: "sessions.sqlite"),
            keys: KeyRing.loadOrCreate("sessions.key")
        )
        // snippet.end

        // snippet.router
        let origin = try WebOrigin("https://example.com")  // as browsers see it
        let router = Router(context: BasicSessionRequestContext.self)
        router.add(middleware: SessionMiddleware(manager))
        router.add(middleware: CSRFMiddleware(manager, policy: try CSRFPolicy(origins: [origin])))
        // snippet.end

        // snippet.values
        router.get("/cart") { _, context in
            let session = try context.session
            let notice = session.take(\.flash).map { $0 + "\n" } ?? ""
            return notice + (session.cart ?? []).joined(separator: ", ")
        }
        router.post("/cart/:item") { _, context -> Response in
            let item = try context.parameters.require("item")
            let session = try context.session
            session.modify(\.cart, default: []) { $0.append(item) }  // run again if another request was faster
            session.flash = "\(item) is in your cart."
            return .redirect(to: "/cart")
        }
        // snippet.end

        // snippet.form
        router.get("/login") { _, context -> Response in
            let token = try context.session.csrfToken
            let html = """
                <form method=post action=/login>
                <input type=hidden name=csrf_token value=\(token)>
                <input name=name><input name=password type=password><button>Log in</button>
                </form>
                """
            return Response(
                status: .ok,
                headers: [.contentType: "text/html; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: html))
            )
        }
        // snippet.end

        // snippet.login
        router.post("/login") { request, context -> Response in
            let form = try await URLEncodedFormDecoder().decode(Credentials.self, from: request, context: context)
            guard let id = try await authenticate(form.name, form.password) else { throw HTTPError(.unauthorized) }
            let session = try context.session
            try session.login(subject: id, keeping: [\.cart])  // a new ID; of the visitor's values only the cart
            return .redirect(to: "/members/devices")
        }
        router.post("/logout") { _, context -> Response in
            try context.session.logout()
            return .redirect(to: "/login")
        }
        // snippet.end

        // snippet.members
        let members = router.group("members").add(middleware: RequireSubject(redirectingTo: "/login"))
        members.get("devices") { _, context in
            let subject = try context.session.subject ?? ""
            return try await manager.sessions(of: subject).map { "\($0.id)" }.joined(separator: "\n")
        }
        let confirmed = members.group().add(
            middleware: RequireRecentAuthentication(within: .seconds(300), redirectingTo: "/members/confirm")
        )
        confirmed.post("password") { _, _ in "changed" }
        // snippet.end

        // snippet.run
        var application = Application(router: router)
        application.addServices(SessionPurger(manager))  // deletes what is past its deadline
        // snippet.end
        return application
    }

    // snippet.events
    func events(_ manager: SessionManager, _ messages: AsyncStream<String>) -> Router<BasicSessionRequestContext> {
        let router = Router(context: BasicSessionRequestContext.self)
        router.add(middleware: SessionMiddleware(manager))
        router.get("/events") { _, context in
            let lease = try manager.lease(of: context.session)
            return Response(
                status: .ok,
                headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
                body: ResponseBody { writer in
                    for try await text in lease.bound(messages) {
                        try await writer.write(ByteBuffer(string: "data: \(text)\n\n"))
                    }
                    try await writer.finish(nil)
                }
            )
        }
        return router
    }
    // snippet.end

    // snippet.admins
    func adminManager(store: any SessionStore, keys: KeyRing) throws -> SessionManager {
        var policy = SessionPolicy.owaspHighValue
        policy.identifiedCookieName = "admin-id"
        policy.guestCookieName = "admin-guest"
        policy.csrfCookieName = "admin-csrf"
        policy.namespace = "admin"
        return try SessionManager(store: store, keys: keys, policy: policy)
    }
    // snippet.end

    // snippet.context
    /// For an application with more in its context: the session, and where the request comes from.
    struct AppContext: SessionRequestContext, RemoteAddressRequestContext {
        var coreContext: CoreRequestContextStorage
        var sessionSlot = SessionSlot()
        let remoteAddress: SocketAddress?

        init(source: Source) {
            coreContext = .init(source: source)
            remoteAddress = source.channel.remoteAddress
        }
    }

    /// For routes that nobody else can reach: it is not to be had without a subject.
    struct MemberContext: ChildRequestContext, SessionRequestContext {
        var coreContext: CoreRequestContextStorage
        var sessionSlot: SessionSlot
        let subject: String

        init(context: AppContext) throws {
            guard let subject = try context.session.subject else { throw HTTPError(.unauthorized) }
            coreContext = context.coreContext
            sessionSlot = context.sessionSlot
            self.subject = subject
        }
    }
    // snippet.end

    // snippet.address
    func router(of manager: SessionManager, isBehindProxy: Bool) -> Router<AppContext> {
        let router = Router(context: AppContext.self)
        let address: ClientAddress<AppContext> =
            isBehindProxy ? .forwarded(by: TrustedProxies(count: 1)) : .connection
        router.add(middleware: SessionMiddleware(manager, clientAddress: address))
        router.group("members", context: MemberContext.self).get { _, context in "Hello, \(context.subject)" }
        return router
    }
// snippet.end
#endif
