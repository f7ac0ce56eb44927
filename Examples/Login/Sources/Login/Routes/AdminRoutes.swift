import Hummingbird
import Sessions
import SessionsHummingbird

/// What goes on, in numbers, and the means to end it: for administrators (ASVS 7.4.5).
struct AdminRoutes: Sendable {
    let manager: SessionManager
    let store: any SessionStore
    let users: Users
    let pages: Pages
    let counts: EventCounts
    /// The sessions' clock.
    let now: @Sendable () -> Timestamp

    private struct Choice: Decodable {
        let username: String
    }

    func add(to router: RouterGroup<LoginContext>) {
        router.get("/admin") { _, context in try await page(context) }
        router.post("/admin/revoke", use: revoke)
    }

    @Sendable private func revoke(_ request: Request, _ context: LoginContext) async throws -> Response {
        let form = try await URLEncodedFormDecoder().decode(Choice.self, from: request, context: context)
        guard let user = try await users.find(name: form.username) else {
            return try await page(context, ["problem": "There is no account of that name.", "username": form.username])
        }
        let (session, admin) = (try context.session, try context.member)
        let ended = try await manager.revokeAll(of: user.subject, except: user.id == admin.id ? session.family : nil)
        session.flash = "\(user.name) is logged out: \(ended) \(ended == 1 ? "session" : "sessions") ended."
        return .redirect(to: "/admin")
    }

    private func page(_ context: LoginContext, _ more: [String: any Sendable] = [:]) async throws -> Response {
        let kinds = counts.all.map { kind, count -> [String: any Sendable] in
            ["kind": kind, "count": count, "isZero": count == 0]
        }
        let values: [String: any Sendable] = [
            "sessions": try await store.count(now: now()),
            "accounts": try await users.count(),
            "events": counts.all.reduce(0) { $0 + $1.count },
            "started": TimeInWords(counts.started, now: now()).values,
            "kinds": kinds,
        ]
        return try pages.page(
            "admin",
            for: context,
            values.merging(more) { $1 },
            status: more.isEmpty ? .ok : .unprocessableContent
        )
    }
}
