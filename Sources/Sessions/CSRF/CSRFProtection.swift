public import HTTPTypes

/// Refuses requests that another site's page made a browser send, with the session's cookie in them
/// (ASVS 3.5.1, 3.5.3; NI-04).
///
/// Checked are requests that may change something: every method but GET, HEAD, OPTIONS and TRACE, and what opens a
/// WebSocket. A handler must therefore change nothing on a GET. An adapter makes three calls:
///
/// ```swift
/// if case .token(var token) = try protection.checkSource(of: request.method, request.headerFields, session) {
///     if token == nil, protection.isForm(request.headerFields) { token = protection.formToken(in: try await body()) }
///     try protection.checkToken(token, session)
/// }
/// ```
/// and ``addVary(to:)`` for the response of each request that was checked.
public struct CSRFProtection: Sendable {
    /// What is checked, and how.
    public let policy: CSRFPolicy
    private let events: Instruments

    /// Makes a protection.
    /// - Parameters:
    ///   - manager: whose sessions; its handler and its log get the events.
    ///   - policy: what is checked, and how.
    public init(_ manager: SessionManager, policy: CSRFPolicy) {
        self.policy = policy
        events = manager.events
    }

    /// What is left to do for a request after its source was checked.
    public enum Demand: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
        /// It was not checked: it asks for nothing to be changed.
        case nothing
        /// Nothing more: it opens a WebSocket, or the policy requires no token.
        case source
        /// ``checkToken(_:_:)``, with the token of its header field, if there is one.
        case token(String?)

        /// The case, never the token.
        public var description: String {
            switch self {
            case .nothing: "nothing"
            case .source: "source"
            case .token(let token): token == nil ? "token" : "token (redacted)"
            }
        }
        /// Shows nothing to `dump`, which would show the token.
        public var customMirror: Mirror { Mirror(self, children: []) }
    }

    /// Checks where a request comes from, by method and header fields: before its body is read.
    /// - Parameters:
    ///   - method: the method, as it was sent.
    ///   - fields: the header fields of the request, duplicates not joined.
    ///   - session: the session it came with; its family is noted in the event.
    /// - Returns: what is left to be checked.
    /// - Throws: ``CSRFRefusal``, with ``SessionEvent/Kind/csrfRefused``. Nothing in report-only mode.
    public func checkSource(
        of method: HTTPRequest.Method,
        _ fields: HTTPFields,
        _ session: Session?
    ) throws(CSRFRefusal) -> Demand {
        let scope = CSRFPolicy.scope(of: method, fields)
        guard scope != .nothing else { return .nothing }
        if let code = policy.refusal(ofSource: fields, scope) { try refuse(code, session) }
        guard scope == .sourceAndToken, policy.requiresToken else { return .source }
        let tokens = fields[values: policy.headerName]
        if tokens.count > 1 {
            try refuse(.ambiguousHeader, session)
            return .source
        }
        return .token(tokens.first)
    }

    /// Checks the token of a request.
    /// - Parameters:
    ///   - token: what came in the header field or in the form; `nil` if nothing did. Never the value of a cookie (OC-03).
    ///   - session: the session that the request came with.
    /// - Throws: ``CSRFRefusal`` `.missingToken`, `.invalidToken`, `.cryptography`, with
    ///   ``SessionEvent/Kind/csrfRefused``. Nothing in report-only mode.
    public func checkToken(_ token: String?, _ session: Session) throws(CSRFRefusal) {
        guard let token else { return try refuse(.missingToken, session) }
        if let code = session.refusal(ofToken: token) { try refuse(code, session) }
    }

    /// Tells caches that the response hangs on where the request came from (OC-08). What is there is added to.
    public static func addVary(to response: inout HTTPFields) {
        response.addToken("Sec-Fetch-Site", to: .vary, unlessContains: "*")
        response.addToken("Origin", to: .vary, unlessContains: "*")
    }

    /// Whether the body of a request is a form that ``formToken(in:)`` can read: `application/x-www-form-urlencoded`. A form
    /// with files (`multipart/form-data`) is not: its page sends the token in the header field, or its handler calls
    /// ``Session/verifyCSRFToken(_:)`` under a policy that requires none.
    public func isForm(_ fields: HTTPFields) -> Bool {
        let types = fields[values: .contentType]
        guard types.count == 1, let type = types.first?.split(separator: ";", maxSplits: 1).first else { return false }
        return String(type).trimmingSpaces.lowercasedASCII == "application/x-www-form-urlencoded"
    }

    /// The token in the body of a form; `nil` if it has none, or more than one. Collect at most
    /// ``CSRFPolicy/maximumFormSize`` bytes, and leave them to the handler.
    public func formToken(in body: some Collection<UInt8>) -> String? {
        FormField.value(of: policy.formField, in: body)
    }

    private func refuse(_ code: CSRFRefusal.Code, _ session: Session?) throws(CSRFRefusal) {
        switch policy.mode {
        case .enforce:
            events.emit(.csrfRefused, family: session?.family, refusal: code)
            throw CSRFRefusal(code)
        case .reportOnly:
            events.emit(.csrfReported, family: session?.family, refusal: code)
        }
    }
}
