import Hummingbird
import Sessions
import SessionsHummingbird

/// Asks a user who is logged in for the password once more. Whoever finds the browser open has the session, but not this.
struct ConfirmationRoutes: Sendable {
    let users: Users
    let pages: Pages

    private struct Proof: Decodable {
        let password: String
    }

    func add(to router: RouterGroup<LoginContext>) {
        router.get("/confirm") { _, context in try pages.page("confirm", for: context) }
        router.post("/confirm", use: confirm)
    }

    @Sendable private func confirm(_ request: Request, _ context: LoginContext) async throws -> Response {
        let form = try await URLEncodedFormDecoder().decode(Proof.self, from: request, context: context)
        guard form.password.utf8.count <= PasswordHash.length.upperBound,
            try await users.authenticate(context.member.id, password: form.password)
        else {
            return try pages.page("confirm", for: context, ["problem": "The password is wrong."], status: .unauthorized)
        }
        // A new ID, the same session: the one that was open before is of no more use to anybody.
        try context.session.elevate(to: .aal1)
        return .redirect(to: "/settings")
    }
}
