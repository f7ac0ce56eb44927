import CookieHeaders
import Hummingbird
import Sessions
import SessionsHummingbird

/// The session's cookie as the browser holds it, and what each part of it is for.
struct CookieRoutes: Sendable {
    let pages: Pages

    /// Characters of the value that are shown: enough to see that it changes, too few to be of use to anybody.
    private static let shown = 4

    func add(to router: RouterGroup<LoginContext>) {
        router.get("/cookie", use: show)
    }

    @Sendable private func show(_ request: Request, _ context: LoginContext) async throws -> Response {
        let session = try context.session
        // What the middleware sets by default is this preset. The browser sends name and value back, and nothing else.
        let cookie = try SetCookie.host("id", "").attributes
        let value = RequestCookies(request.headers)[cookie.name] ?? ""
        let isRemembered = session.isRemembered ?? false
        return try pages.page(
            "cookie",
            for: context,
            [
                "name": cookie.name,
                "ending": String(value.suffix(Self.shown)),
                "hidden": value.count - Self.shown,
                "length": value.count,
                "path": cookie.path ?? "",
                "isSecure": cookie.secure,
                "isHTTPOnly": cookie.httpOnly,
                "sameSite": cookie.sameSite == .strict ? "Strict" : cookie.sameSite == .lax ? "Lax" : "None",
                "isRemembered": isRemembered,
                "maxAge": AccountRoutes.rememberedLifetime.components.seconds,
            ]
        )
    }
}
