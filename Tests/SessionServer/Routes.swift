#if Hummingbird && (PostgreSQL || Redis)
    import Hummingbird
    import Sessions
    import SessionsHummingbird

    extension SessionKeys {
        var count: SessionKey<Int> { "count" }
    }

    /// What a server does for its browser, each in one line.
    enum Routes {
        static func router(_ manager: SessionManager) -> Router<BasicSessionRequestContext> {
            let router = Router(context: BasicSessionRequestContext.self)
            router.add(middleware: SessionMiddleware(manager))
            router.get("/me") { _, context in
                let session = try context.session
                return "\(session.subject ?? "-") \(session.count ?? 0)"
            }
            router.post("/count") { _, context in
                "\(try context.session.modify(\.count, default: 0) { $0 += 1 })"
            }
            router.post("/login") { request, context in
                try context.session.login(
                    subject: String(buffer: try await request.body.collect(upTo: 100)),
                    keeping: [\.count]
                )
                return "in"
            }
            router.post("/rotate") { _, context in
                try context.session.rotate()
                return "rotated"
            }
            router.post("/logout") { _, context in
                try context.session.logout()
                return "out"
            }
            router.post("/revoke") { request, _ in
                "\(try await manager.revokeAll(of: String(buffer: try await request.body.collect(upTo: 100))))"
            }
            return router
        }
    }
#endif
