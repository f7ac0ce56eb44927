#if Hummingbird
    import HTTPTypes
    public import Hummingbird
    import Sessions

    /// Lets nobody in who is not logged in. Add it after ``SessionMiddleware``, to the group of routes it guards:
    ///
    /// ```swift
    /// let members = router.group().add(middleware: RequireSubject(redirectingTo: "/login"))
    /// ```
    ///
    /// It asks the session alone. Whether the account still exists and what it may do is for the application to ask; and an
    /// account that is closed is one whose sessions are ended, by `SessionManager.revokeAll(of:except:)`.
    public struct RequireSubject<Context: SessionRequestContext>: RouterMiddleware {
        private let path: String?

        /// Makes the middleware.
        /// - Parameter path: where a browser is sent to log in, with a 303, whatever its method was; `nil` to answer 401, for
        ///   routes that scripts ask.
        public init(redirectingTo path: String? = nil) {
            self.path = path
        }

        /// Called by Hummingbird.
        public func handle(
            _ request: Request,
            context: Context,
            next: @concurrent (Request, Context) async throws -> Response
        ) async throws -> Response {
            guard try context.session.subject == nil else { return try await next(request, context) }
            guard let path else { throw HTTPError(.unauthorized, message: "Log in first.") }
            return .redirect(to: path)
        }
    }
#endif
