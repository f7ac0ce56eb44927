#if Hummingbird
    import HTTPTypes
    public import Hummingbird
    public import Sessions

    /// Lets nobody in whose last proof of who he is lies too far back: for pages that change a password or spend money
    /// (OS-22, ASVS 7.5.1). Add it after ``SessionMiddleware``:
    ///
    /// ```swift
    /// members.group().add(middleware: RequireRecentAuthentication(within: .seconds(300), redirectingTo: "/confirm"))
    /// ```
    ///
    /// The page at that address asks for the password, calls `session.elevate(to:)` and sends the browser back. It must not
    /// stand behind this middleware itself. A request that is sent there has done nothing: what was in its form is to be
    /// sent again.
    public struct RequireRecentAuthentication<Context: SessionRequestContext>: RouterMiddleware {
        private let duration: Duration
        private let assurance: AssuranceLevel
        private let path: String?

        /// Makes the middleware.
        /// - Parameters:
        ///   - duration: how long ago the last proof may be.
        ///   - assurance: how strong it has to have been: one factor by default.
        ///   - path: where a browser is sent to prove it again, with a 303; `nil` to answer 403.
        public init(within duration: Duration, assurance: AssuranceLevel = .aal1, redirectingTo path: String? = nil) {
            self.duration = duration
            self.assurance = assurance
            self.path = path
        }

        /// Called by Hummingbird.
        public func handle(
            _ request: Request,
            context: Context,
            next: @concurrent (Request, Context) async throws -> Response
        ) async throws -> Response {
            let session = try context.session
            if session.assurance >= assurance, session.isRecentlyAuthenticated(within: duration) {
                return try await next(request, context)
            }
            guard let path else { throw HTTPError(.forbidden, message: "Confirm that it is you, then try again.") }
            return .redirect(to: path)
        }
    }
#endif
