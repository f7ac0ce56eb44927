#if Hummingbird
    public import Hummingbird
    public import Sessions

    /// A request context in which ``SessionMiddleware`` can leave the request's session.
    ///
    /// ```swift
    /// struct AppContext: SessionRequestContext {
    ///     var coreContext: CoreRequestContextStorage
    ///     var sessionSlot = SessionSlot()
    ///     init(source: Source) { coreContext = .init(source: source) }
    /// }
    /// ```
    public protocol SessionRequestContext: RequestContext {
        /// Where the middleware leaves the session. Handlers use ``session``.
        var sessionSlot: SessionSlot { get set }
    }

    /// Holds the session of a request once the middleware has begun it.
    public struct SessionSlot: Sendable {
        var session: Session?

        /// An empty slot.
        public init() {}
    }

    extension SessionRequestContext {
        /// The session of this request: `try context.session.username = "test"`.
        /// - Throws: `SessionError` `.noMiddleware` if no ``SessionMiddleware`` has run for this route. An optional would
        ///   let a missing middleware go unnoticed.
        public var session: Session {
            get throws(SessionError) {
                guard let session = sessionSlot.session else {
                    throw SessionError(
                        .noMiddleware,
                        "This route has no session: add a SessionMiddleware to its router or group, before the route."
                    )
                }
                return session
            }
        }
    }

    /// The context for an application that needs nothing else in it.
    public struct BasicSessionRequestContext: SessionRequestContext {
        /// What Hummingbird keeps for every request.
        public var coreContext: CoreRequestContextStorage
        /// Where the middleware leaves the session.
        public var sessionSlot = SessionSlot()

        /// Made by Hummingbird for each request.
        public init(source: Source) {
            coreContext = .init(source: source)
        }
    }
#endif
