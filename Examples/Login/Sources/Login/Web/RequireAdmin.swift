import Hummingbird

/// For administrators only. To everybody else the page is not there.
struct RequireAdmin: RouterMiddleware {
    func handle(
        _ request: Request,
        context: LoginContext,
        next: (Request, LoginContext) async throws -> Response
    ) async throws -> Response {
        guard try context.member.isAdmin else { throw HTTPError(.notFound) }
        return try await next(request, context)
    }
}
