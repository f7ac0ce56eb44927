import Hummingbird
import Sessions
import SessionsHummingbird

/// Changes to the account. They stand behind `RequireRecentAuthentication`.
struct SettingsRoutes: Sendable {
    let manager: SessionManager
    let users: Users
    let pages: Pages

    private struct DisplayName: Decodable {
        let displayName: String
    }

    private struct NewPassword: Decodable {
        let password: String
        let repeated: String
    }

    func add(to router: RouterGroup<LoginContext>) {
        router.get("/settings") { _, context in try page(context) }
        router.post("/settings/name", use: rename)
        router.post("/settings/password", use: changePassword)
    }

    @Sendable private func rename(_ request: Request, _ context: LoginContext) async throws -> Response {
        let form = try await URLEncodedFormDecoder().decode(DisplayName.self, from: request, context: context)
        if let problem = Rules.problem(withDisplayName: form.displayName) {
            return try page(context, ["problem": problem, "displayName": form.displayName])
        }
        try await users.setDisplayName(form.displayName, of: context.member.id)
        try context.session.flash = "From now on you are called \(form.displayName) here."
        return .redirect(to: "/settings")
    }

    @Sendable private func changePassword(_ request: Request, _ context: LoginContext) async throws -> Response {
        let form = try await URLEncodedFormDecoder().decode(NewPassword.self, from: request, context: context)
        if let problem = Rules.problem(withPassword: form.password) {
            return try page(context, ["problem": problem])
        }
        guard form.password == form.repeated else {
            return try page(context, ["problem": "The two passwords are not the same."])
        }
        let (session, user) = (try context.session, try context.member)
        try await users.setPassword(form.password, of: user.id)
        // Whoever knew the old password may be logged in somewhere, or have this session's ID: both end here.
        let ended = try await manager.revokeAll(of: user.subject, except: session.family)
        try session.rotate()
        session.flash = "Your password is changed. " + DeviceRoutes.farewell(ended)
        return .redirect(to: "/settings")
    }

    private func page(_ context: LoginContext, _ more: [String: any Sendable] = [:]) throws -> Response {
        let user = try context.member
        let values: [String: any Sendable] = ["username": user.name, "displayName": user.displayName]
        return try pages.page(
            "settings",
            for: context,
            values.merging(more) { $1 },
            status: more.isEmpty ? .ok : .unprocessableContent
        )
    }
}
