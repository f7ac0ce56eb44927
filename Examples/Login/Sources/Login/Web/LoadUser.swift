import Hummingbird
import Sessions
import SessionsHummingbird

/// Looks up the account that the session belongs to. The session says who it is; what he may do is in the database, where
/// it can be changed without waiting for him to log in again.
struct LoadUser: RouterMiddleware {
    let users: Users

    func handle(
        _ request: Request,
        context: LoginContext,
        next: (Request, LoginContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let session = try context.session
        if let subject = session.subject {
            if let id = Int64(subject), let user = try await users.find(id) {
                context.user = user
            } else {
                // The account is gone: so is whoever was logged in to it.
                try session.logout()
            }
        }
        return try await next(request, context)
    }
}
