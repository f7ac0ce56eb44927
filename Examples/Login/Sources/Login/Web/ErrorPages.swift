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
            return page(try error.response(from: request, context: context))
        } catch let error as CSRFRefusal {
            return page(
                try error.response(from: request, context: context),
                "Refused",
                "This form was sent by another site, or it is out of date. Go back, load its page again and send it once more."
            )
        } catch let error as any HTTPResponseError {
            return page(try error.response(from: request, context: context))
        } catch {
            context.logger.error("Request failed", metadata: ["error.type": "\(type(of: error))"])
            return page(Response(status: .internalServerError))
        }
    }

    private func page(_ answer: Response) -> Response {
        let (heading, explanation) =
            switch answer.status {
            case .notFound: ("Nothing here", "There is no page at this address.")
            case .forbidden: ("Refused", "This is not for you to do.")
            case .conflict: ("Please try again", "Your session changed while this page was loading.")
            case .serviceUnavailable: ("Back in a moment", "Sessions are not available right now.")
            case let status where status.kind == .clientError:
                ("That did not work", "The request was not complete.")
            default: ("Something went wrong", "It has been noted.")
            }
        return page(answer, heading, explanation)
    }

    /// The page in place of the error's own words; of its header fields those that are not about these words stay.
    private func page(_ answer: Response, _ heading: String, _ explanation: String) -> Response {
        var page = pages.page("error", ["heading": heading, "explanation": explanation], status: answer.status)
        for field in answer.headers where ![.contentType, .contentLength, .cacheControl].contains(field.name) {
            page.headers.append(field)
        }
        return page
    }
}
