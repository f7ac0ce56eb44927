import Hummingbird
import Sessions
import SessionsHummingbird

/// Which address leads where, and what a request passes on its way there.
struct Routes: Sendable {
    let manager: SessionManager
    let csrf: CSRFPolicy
    let users: Users
    let pages: Pages
    let demo: DemoAccounts
    let admin: AdminRoutes
    /// The sessions' clock.
    let now: @Sendable () -> Timestamp

    func router() -> Router<LoginContext> {
        let router = Router(context: LoginContext.self)
        router.add(middleware: SafetyMiddleware())
        router.add(middleware: ErrorPages(pages: pages))
        // Before the sessions, which they have no use for.
        router.get("/style.css") { _, _ in asset(pages.stylesheet, "text/css; charset=utf-8") }
        router.get("/icon.svg") { _, _ in asset(pages.icon, "image/svg+xml") }

        router.add(middleware: SessionMiddleware(manager))
        router.add(middleware: CSRFMiddleware(manager, policy: csrf))
        router.add(middleware: LoadUser(users: users))
        router.get("/", use: home)
        AccountRoutes(users: users, pages: pages, demo: demo).add(to: router.group())

        let members = router.group().add(middleware: RequireSubject(redirectingTo: "/login"))
        DeviceRoutes(manager: manager, pages: pages, now: now).add(to: members)
        CookieRoutes(pages: pages).add(to: members)
        ConfirmationRoutes(users: users, pages: pages).add(to: members)
        let confirmed = members.group().add(
            middleware: RequireRecentAuthentication(within: .seconds(300), redirectingTo: "/confirm")
        )
        SettingsRoutes(manager: manager, users: users, pages: pages).add(to: confirmed)
        admin.add(to: members.group().add(middleware: RequireAdmin()))
        return router
    }

    @Sendable private func home(_ request: Request, _ context: LoginContext) async throws -> Response {
        let session = try context.session
        guard context.user != nil else {
            // No form, so no token and no cookie: a visitor who only looks round is given none.
            return pages.page("welcome", session.nextMessage().map { ["message": $0] } ?? [:])
        }
        let visits = session.modify(\.visits, default: 0) { $0 += 1 }
        return try pages.page("home", for: context, ["visits": visits, "unit": visits == 1 ? "visit" : "visits"])
    }

    private func asset(_ content: ByteBuffer, _ type: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: type, .cacheControl: "public, max-age=3600"],
            body: ResponseBody(byteBuffer: content)
        )
    }
}
