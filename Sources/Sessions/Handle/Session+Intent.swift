extension Session {
    /// What the request wants, handed to the commit.
    struct Intent: Sendable {
        /// What the origin held, before any change.
        var original: ValueTable
        var patch = ValuePatch()
        var login: Login?
        var reauthentication: Reauthentication?
        var rotates = false
        var persistence: Persistence?
        /// The longest that the session may live from this request on.
        var lifetimeLimit: Duration?
        /// The device label to be stored; the inner `nil` removes it.
        var deviceLabel: String??
        /// Logged out or destroyed: every other change has been dropped then.
        var isEnding = false
        /// The first thing that went wrong where nothing could be thrown.
        var fault: SessionError?
        var csrf = CSRFIntent()

        var isForgetting: Bool {
            if case .forgotten = persistence { true } else { false }
        }

        /// Whether the session is to get a new ID without a proof of who the user is.
        var replaces: Bool { rotates || isForgetting }

        /// Whether a commit has anything to do: not for a visitor without a session who has not written.
        func hasWork(on origin: SessionOrigin) -> Bool {
            origin.payload != nil || isEnding || login != nil || !patch.isEmpty
        }

        /// Whether there is something to be stored in the session as it is.
        var isWriting: Bool { !patch.isEmpty || lifetimeLimit != nil || deviceLabel != nil }

        /// Whether the session is to outlive the browser's.
        enum Persistence: Sendable {
            case remembered(lifetime: Duration, idle: Duration)
            case forgotten
        }

        /// A login of a subject that the session did not belong to.
        struct Login: Sendable {
            var subject: String
            var assurance: AssuranceLevel
            var keeping: [String]
            /// What the request had changed before it logged in; reaches the new session through `keeping` only.
            var earlierPatch: ValuePatch
        }

        /// Fresh authentication of the subject that is logged in already.
        struct Reauthentication: Sendable {
            var assurance: AssuranceLevel
            /// A login may start afresh if the session has vanished; a step-up may not (rule R2).
            var isLogin: Bool
        }
    }
}
