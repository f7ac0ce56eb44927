#if Hummingbird
    public import HTTPTypes
    public import Hummingbird
    import Logging
    public import Sessions

    /// Lets Hummingbird answer an error of the session, whether a handler threw it or the commit did.
    extension SessionError: HTTPResponseError {
        /// 409 where the session was overtaken by another request, 403 where the user has to prove who he is first, 503 where
        /// the store failed, else 500.
        public var status: HTTPResponse.Status {
            switch code {
            case .sessionEnded, .conflict, .loginRefused, .limitReached: .conflict
            case .authenticationRequired: .forbidden
            case .storeUnavailable: .serviceUnavailable
            case .alreadyCommitted, .invalidValue, .invalidSubject, .unsupported, .invalidPolicy, .noMiddleware,
                .cryptography:
                .internalServerError
            }
        }

        /// The status, with a sentence for the user where he can do something about it. The reason is for the log: it may
        /// speak of the store.
        public func response(from request: Request, context: some RequestContext) throws -> Response {
            let message: String?
            switch code {
            case .sessionEnded, .conflict:
                message = "Your session has changed meanwhile. Load the page and try again."
            case .loginRefused:
                message = "All your sessions were ended just now. Log in again."
            case .limitReached:
                message = "You are logged in on as many devices as you may be. Log out on one of them first."
            case .authenticationRequired:
                message = "Confirm that it is you, then try again."
            case .storeUnavailable:
                context.logger.error("Session store failed", metadata: ["error.message": "\(reason)"])
                message = "Sessions are not available at the moment."
            case .alreadyCommitted, .invalidValue, .invalidSubject, .unsupported, .invalidPolicy, .noMiddleware,
                .cryptography:
                context.logger.error("Session failed", metadata: ["error.message": "\(reason)"])
                message = nil
            }
            let error = message.map { HTTPError(status, message: $0) } ?? HTTPError(status)
            return try error.response(from: request, context: context)
        }
    }
#endif
