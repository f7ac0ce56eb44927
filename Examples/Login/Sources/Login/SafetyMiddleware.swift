import HTTPTypes
import Hummingbird

/// Refuses forms that another site's page sends, and tells browsers what the pages may do.
///
/// The session's cookies are SameSite=Strict already; this also protects the login form, which needs no cookie. A browser
/// sends Sec-Fetch-Site with every request to this address; a program that sends neither it nor Origin is no browser that
/// somebody else could misuse.
struct SafetyMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard isSafe(request) else {
            throw HTTPError(.forbidden, message: "This form was sent by another site.")
        }
        var response = try await next(request, context)
        for (name, value) in Self.fields { response.headers[name] = value }
        return response
    }

    private func isSafe(_ request: Request) -> Bool {
        if request.method == .get || request.method == .head { return true }
        if let site = HTTPField.Name("Sec-Fetch-Site").flatMap({ request.headers[$0] }) {
            return site == "same-origin"
        }
        guard let origin = request.headers[.origin] else { return true }
        return origin == "http://\(request.head.authority ?? "")"
    }

    private static var fields: [(HTTPField.Name, String)] {
        [
            (
                .contentSecurityPolicy,
                "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
            ),
            (.xContentTypeOptions, "nosniff"),
        ]
            + [("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin")].compactMap {
                name,
                value in
                HTTPField.Name(name).map { ($0, value) }
            }
    }
}
