/// A session's cookie on its way to the browser, and how long the browser is to keep it.
struct IssuedCookie: Sendable {
    let kind: SessionCookie
    let content: Content
    /// The end of the session whatever happens.
    let absoluteDeadline: Timestamp
    /// Whether the cookie outlives the browser's session.
    let isRemembered: Bool

    enum Content: Sendable {
        case id(SessionID)
        /// The value itself, of a session that its cookie carries.
        case value(String)
    }

    init(_ id: SessionID, of payload: SessionPayload) {
        self.init(.id(id), of: payload)
    }

    init(value: String, of payload: SessionPayload) {
        self.init(.value(value), of: payload)
    }

    private init(_ content: Content, of payload: SessionPayload) {
        kind = SessionCookie(for: payload)
        self.content = content
        absoluteDeadline = payload.absoluteDeadline
        isRemembered = payload.isRemembered
    }
}
