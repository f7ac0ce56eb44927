#if FlyingFox
    public import FlyingFox
    import Foundation
    import struct HTTPTypes.HTTPField
    import struct HTTPTypes.HTTPFields
    public import Sessions

    /// A FlyingFox handler with a session: begun for each request, committed before the response is handed back.
    ///
    /// ```swift
    /// let server = HTTPServer(port: 8080)
    /// await server.appendRoute("GET /", to: SessionHandler(manager, csrf: protection) { request, session in
    ///     HTTPResponse(statusCode: .ok, body: Data((session.username ?? "nobody").utf8))
    /// })
    /// ```
    ///
    /// - A response of 500 or above, and an error that the handler throws, stores nothing of what the handler changed; a
    ///   logout is carried out all the same.
    /// - A failure of the store is 503, a session that was ended meanwhile and a conflict are 409, a request that another
    ///   site may have forged is 403.
    /// - A body that is streamed and a WebSocket begin after the commit: see `SessionLease` for how they end in time.
    /// - FlyingFox 0.27 keeps the last of several request fields of one name. What `CSRFProtection` says of fields that come
    ///   twice is nothing it can see here.
    public struct SessionHandler: HTTPHandler {
        private let manager: SessionManager
        private let csrf: CSRFProtection?
        private let proxies: TrustedProxies?
        private let handler: @Sendable (HTTPRequest, Session) async throws -> HTTPResponse

        /// Makes a handler.
        /// - Parameters:
        ///   - manager: whose sessions.
        ///   - csrf: what refuses forged requests. Without it only the cookie's SameSite stands before them: `nil` is for
        ///     routes that change nothing, and is to be said.
        ///   - proxies: whose word it is where a request comes from, for a policy that compares it. Without them it is
        ///     the connection's other end; FlyingFox's own `remoteIPAddress`, which believes whatever a client says of
        ///     itself, is not asked.
        ///   - handler: what answers.
        public init(
            _ manager: SessionManager,
            csrf: CSRFProtection?,
            proxies: TrustedProxies? = nil,
            handler: @escaping @Sendable (HTTPRequest, Session) async throws -> HTTPResponse
        ) {
            self.manager = manager
            self.csrf = csrf
            self.proxies = proxies
            self.handler = handler
        }

        /// Called by FlyingFox.
        public func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
            var request = request
            let fields = HTTPFields(request.headers)
            do {
                let session = try await manager.begin(fields, from: address(of: request, fields))
                var isChecked = false
                var response: HTTPResponse
                do {
                    try await check(&request, fields, session, &isChecked)
                    response = try await handler(request, session)
                } catch {
                    // FlyingFox would answer for itself, and leave out the cookies and a logout.
                    response = HTTPResponse(answering: error)
                }
                try await close(session, in: &response, isChecked)
                return response
            } catch {
                return HTTPResponse(answering: error)
            }
        }

        private func address(of request: HTTPRequest, _ fields: HTTPFields) -> String? {
            if let proxies { return proxies.clientAddress(in: fields) }
            switch request.remoteAddress {
            case .ip4(let address, port: _), .ip6(let address, port: _): return address
            case .unix, nil: return nil
            }
        }

        /// Throws what is to be answered to a request that another site may have forged.
        private func check(
            _ request: inout HTTPRequest,
            _ fields: HTTPFields,
            _ session: Session,
            _ isChecked: inout Bool
        ) async throws {
            guard let csrf else { return }
            isChecked = true
            switch try csrf.checkSource(ofMethod: request.method.rawValue, fields, session) {
            case nil: throw Rejection(statusCode: .badRequest)
            case .nothing: isChecked = false
            case .source: break
            case .token(var token):
                if token == nil, csrf.isForm(fields) {
                    // One of unknown length is none that a browser sends.
                    guard let count = request.bodySequence.count, count <= csrf.policy.maximumFormSize else {
                        throw Rejection(statusCode: .payloadTooLarge)
                    }
                    let body = try await request.bodyData
                    request.setBodyData(body)
                    token = csrf.formToken(in: body)
                }
                try csrf.checkToken(token, session)
            }
        }

        private func close(
            _ session: Session,
            in response: inout HTTPResponse,
            _ isChecked: Bool
        ) async throws(SessionError) {
            var fields = HTTPFields(response.headers)
            if response.statusCode.code >= 500 {
                try await manager.abandon(session, to: &fields)
            } else {
                try await manager.commit(session, to: &fields)
            }
            if isChecked { CSRFProtection.addVary(to: &fields) }
            response.headers = HTTPHeaders(fields)
        }
    }

    /// A request that is answered before its handler sees it.
    private struct Rejection: Error {
        let statusCode: HTTPStatusCode
    }

    extension HTTPFields {
        init(_ headers: HTTPHeaders) {
            self.init()
            for (header, value) in headers {
                // A name or a value that is none cannot be one of a cookie or an origin either.
                guard let name = HTTPField.Name(header.rawValue) else { continue }
                append(HTTPField(name: name, value: value))
            }
        }
    }

    extension HTTPHeaders {
        init(_ fields: HTTPFields) {
            self.init()
            for field in fields { addValue(field.value, for: HTTPHeader(field.name.rawName)) }
        }
    }

    extension HTTPResponse {
        /// What a client may know of a handler's error: its status.
        init(answering error: any Error) {
            let status: HTTPStatusCode =
                switch error {
                case let rejection as Rejection: rejection.statusCode
                case is CSRFRefusal: .forbidden
                case let error as SessionError:
                    switch error.code {
                    case .sessionEnded, .conflict, .loginRefused, .limitReached: .conflict
                    case .authenticationRequired: .forbidden
                    case .storeUnavailable: .serviceUnavailable
                    case .alreadyCommitted, .invalidValue, .invalidSubject, .unsupported, .invalidPolicy, .noMiddleware,
                        .cryptography:
                        .internalServerError
                    }
                case is HTTPUnhandledError: .notFound
                default: .internalServerError
                }
            self.init(statusCode: status)
        }
    }
#endif
