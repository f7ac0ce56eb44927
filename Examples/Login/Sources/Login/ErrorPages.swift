import Hummingbird
import Logging
import Sessions
import SessionsHummingbird

/// Turns errors into pages. Outside the session middleware, so that it sees that one's errors too.
struct ErrorPages<Context: RequestContext>: RouterMiddleware {
    let pages: Pages

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as SessionError {
            // Its own response logs what matters and says nothing of the store.
            let response = try error.response(from: request, context: context)
            return page(response.status)
        } catch let error as any HTTPResponseError {
            return page(error.status)
        } catch {
            context.logger.error("Request failed", metadata: ["error.type": "\(type(of: error))"])
            return page(.internalServerError)
        }
    }

    private func page(_ status: HTTPResponse.Status) -> Response {
        let (heading, explanation) =
            switch status {
            case .notFound: ("Nothing here", "There is no page at this address.")
            case .forbidden: ("Refused", "This form was sent by another site.")
            case .conflict: ("Please try again", "Your session changed while this page was loading.")
            case .serviceUnavailable: ("Back in a moment", "Sessions are not available right now.")
            case let status where status.kind == .clientError:
                ("That did not work", "The request was not complete.")
            default: ("Something went wrong", "It has been noted.")
            }
        return pages.page("error", ["heading": heading, "explanation": explanation], status: status)
    }
}
