#if Hummingbird
    import HTTPTypes
    public import Hummingbird
    public import Sessions

    /// Refuses requests that another site's page made a browser send, with a 403.
    ///
    /// Add it after ``SessionMiddleware``, whose session the tokens belong to:
    ///
    /// ```swift
    /// router.add(middleware: SessionMiddleware(manager))
    /// router.add(middleware: CSRFMiddleware(manager, policy: try CSRFPolicy(origins: [WebOrigin("https://example.com")])))
    /// ```
    ///
    /// - What changes nothing (GET, HEAD, OPTIONS, TRACE) goes on unchecked: handlers must change nothing there.
    /// - Where a request comes from is checked before its body is read.
    /// - The token is taken from the header field, else from a form's field. Forms are read into memory up to
    ///   `CSRFPolicy.maximumFormSize`, over it they are answered with 413, in report-only mode too; handlers read them as ever.
    /// - A form with files sends its token in the header field, or goes to a group of routes of its own, whose middleware
    ///   has a policy without token and whose handler calls `session.verifyCSRFToken(_:)`.
    /// - A WebSocket that is opened by a route is checked for where it comes from. One that is opened by a closure of the
    ///   server's configuration passes no middleware: call `CSRFProtection.checkSource(of:_:_:)` there.
    public struct CSRFMiddleware<Context: SessionRequestContext>: RouterMiddleware {
        private let protection: CSRFProtection

        /// Makes the middleware.
        /// - Parameters:
        ///   - manager: the one of the ``SessionMiddleware`` before it.
        ///   - policy: what is checked, and how.
        public init(_ manager: SessionManager, policy: CSRFPolicy) {
            protection = CSRFProtection(manager, policy: policy)
        }

        /// Called by Hummingbird.
        public func handle(
            _ request: Request,
            context: Context,
            next: @concurrent (Request, Context) async throws -> Response
        ) async throws -> Response {
            let session = try context.session
            var request = request
            switch try protection.checkSource(of: request.method, request.headers, session) {
            case .nothing:
                return try await next(request, context)
            case .source:
                break
            case .token(var token):
                if token == nil, protection.isForm(request.headers) {
                    let body = try await request.collectBody(upTo: protection.policy.maximumFormSize)
                    token = protection.formToken(in: body.readableBytesView)
                }
                try protection.checkToken(token, session)
            }
            var response = try await next(request, context)
            CSRFProtection.addVary(to: &response.headers)
            return response
        }
    }
#endif
