#if Hummingbird
    import HTTPTypes
    public import Hummingbird
    import Logging
    public import Sessions

    /// Begins a session for each request and commits it before the head of the response is sent.
    ///
    /// Add it before the routes that use sessions, and after middleware that turns errors into pages.
    ///
    /// - A response of 500 or above, and an error that becomes one, stores nothing of what the handler changed; a logout is
    ///   carried out all the same. Any other response, and any other error a handler throws (a redirect, a 403), is
    ///   committed and carries its cookie.
    /// - A failure of the store is 503: the request never goes on without its session.
    /// - A session that was ended meanwhile, or a conflict, is 409.
    /// - A body that is streamed is written after the commit: what it changes in the session is not stored, and reported
    ///   as `SessionEvent.Kind.lateWrite`.
    public struct SessionMiddleware<Context: SessionRequestContext>: RouterMiddleware {
        private let manager: SessionManager
        private let clientAddress: ClientAddress<Context>?

        /// Makes the middleware.
        /// - Parameters:
        ///   - manager: whose sessions.
        ///   - clientAddress: how to learn where a request comes from, for a policy that compares it.
        public init(_ manager: SessionManager, clientAddress: ClientAddress<Context>? = nil) {
            self.manager = manager
            self.clientAddress = clientAddress
        }

        /// Called by Hummingbird.
        public func handle(
            _ request: Request,
            context: Context,
            next: @concurrent (Request, Context) async throws -> Response
        ) async throws -> Response {
            let address = clientAddress?.find(request, context)
            let session = try await manager.begin(request.headers, from: address)
            var context = context
            context.sessionSlot.session = session
            do {
                var response = try await next(request, context)
                try await close(session, in: &response)
                return response
            } catch {
                return try await answer(error, request, context, session)
            }
        }

        /// A thrown error would leave its cookie behind if it went past this middleware: where there is one to send, the
        /// error becomes its response here. Otherwise it goes on to whoever wants to handle it.
        private func answer(
            _ error: any Error,
            _ request: Request,
            _ context: Context,
            _ session: Session
        ) async throws -> Response {
            // A commit that failed has closed the handle: there is nothing left to store.
            if error is SessionError, session.isCommitted { throw error }
            let answering = error as? any HTTPResponseError
            var response =
                try answering?.response(from: request, context: context) ?? Response(status: .internalServerError)
            let fields = response.headers
            try await close(session, in: &response)
            if response.headers == fields { throw error }
            // There is no page here that no cache might keep: only a cookie is a reason to answer.
            if answering == nil, response.headers[.setCookie] == nil { throw error }
            if response.status.kind == .serverError {
                context.logger.error(
                    "A request that ended its session failed",
                    metadata: ["error.type": "\(type(of: error))"]
                )
            }
            return response
        }

        private func close(_ session: Session, in response: inout Response) async throws(SessionError) {
            if response.status.kind == .serverError {
                try await manager.abandon(session, to: &response.headers)
            } else {
                try await manager.commit(session, to: &response.headers)
            }
        }
    }
#endif
