/// An ID on its way to the browser, and how long the browser is to keep it.
struct IssuedCookie: Sendable {
    let kind: SessionCookie
    let id: SessionID
    /// The end of the session whatever happens.
    let absoluteDeadline: Timestamp
    /// Whether the cookie outlives the browser's session.
    let isRemembered: Bool

    init(_ id: SessionID, of payload: SessionPayload) {
        kind = SessionCookie(for: payload)
        self.id = id
        absoluteDeadline = payload.absoluteDeadline
        isRemembered = payload.isRemembered
    }
}
