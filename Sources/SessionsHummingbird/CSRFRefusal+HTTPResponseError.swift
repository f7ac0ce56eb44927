#if Hummingbird
    public import HTTPTypes
    public import Hummingbird
    public import Sessions

    /// Lets Hummingbird answer a refusal, whether ``CSRFMiddleware`` threw it or a handler did.
    extension CSRFRefusal: HTTPResponseError {
        /// 403, whatever the reason.
        public var status: HTTPResponse.Status { .forbidden }

        /// The status, with a sentence for a user whose form was open for too long. Which check it failed is for the event:
        /// a forger need not know.
        public func response(from request: Request, context: some RequestContext) throws -> Response {
            let error = HTTPError(status, message: "This form is out of date. Load the page and try again.")
            var response = try error.response(from: request, context: context)
            CSRFProtection.addVary(to: &response.headers)
            return response
        }
    }
#endif
