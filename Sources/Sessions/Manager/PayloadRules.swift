/// How a commit makes and changes what is in a session, wherever that is kept.
///
/// A class, as ``ManagerParts`` is: what a request wants is a dozen references, and every step of a commit is handed it.
final class PayloadRules: Sendable {
    private let parts: ManagerParts
    let session: Session
    let intent: Session.Intent
    let now: Timestamp

    var policy: SessionPolicy { parts.policy }
    var origin: SessionOrigin { session.origin }

    init(_ parts: ManagerParts, _ session: Session, _ intent: Session.Intent, now: Timestamp) {
        self.parts = parts
        self.session = session
        self.intent = intent
        self.now = now
    }

    func fresh(
        subject: String?,
        assurance: AssuranceLevel,
        values: ValueTable
    ) throws(SessionError) -> SessionPayload {
        try checkSize(values)
        var payload = SessionPayload(
            family: try .generate(),
            csrf: try intent.csrf.seed(),
            subject: subject,
            created: now,
            authenticated: subject == nil ? nil : now,
            assurance: assurance,
            absoluteDeadline: now + policy.absoluteTimeout,
            renewAt: now + policy.renewalInterval,
            idleTimeout: policy.idleTimeout,
            signals: session.signals,
            values: values
        )
        lengthen(&payload, isLogin: true)
        shorten(&payload)
        return payload
    }

    /// Notes that the subject of the session has proved once more who he is.
    func authenticate(_ payload: inout SessionPayload, _ reauthentication: Session.Intent.Reauthentication) {
        payload.authenticated = now
        payload.assurance = reauthentication.assurance
        payload.signals = session.signals
        lengthen(&payload, isLogin: reauthentication.isLogin)
    }

    /// Deadlines from now on, as somebody has just begun or proved who he is (rule R3). A step-up leaves a session that is
    /// remembered as it is, or lengthens it.
    private func lengthen(_ payload: inout SessionPayload, isLogin: Bool) {
        if case .remembered(let lifetime, let idle) = intent.persistence {
            payload.isRemembered = true
            payload.absoluteDeadline = now + lifetime
            payload.idleTimeout = idle
        } else if payload.isRemembered, !isLogin {
            payload.absoluteDeadline = max(payload.absoluteDeadline, now + policy.absoluteTimeout)
        } else {
            payload.isRemembered = false
            payload.absoluteDeadline = now + policy.absoluteTimeout
            payload.idleTimeout = policy.idleTimeout
        }
    }

    /// What brings the end nearer.
    func shorten(_ payload: inout SessionPayload) {
        if intent.isForgetting {
            payload.isRemembered = false
            payload.absoluteDeadline = min(payload.absoluteDeadline, now + policy.absoluteTimeout)
            payload.idleTimeout = min(payload.idleTimeout, policy.idleTimeout)
        }
        if let limit = intent.lifetimeLimit {
            payload.absoluteDeadline = min(payload.absoluteDeadline, now + limit)
        }
    }

    /// What a login lets through of the session that it replaces: the named keys of a visitor's, nothing of a subject's.
    func kept(of values: ValueTable, by login: Session.Intent.Login) throws(SessionError) -> ValueTable {
        guard origin.payload?.subject == nil else { return .empty }
        // A conflict over a value that the login leaves behind is none of its business.
        return try login.earlierPatch.keeping(login.keeping)
            .applied(to: values, readFrom: intent.original)
            .keeping(login.keeping)
    }

    /// A session that is larger than a limit lowered since may stay as large.
    func checkSize(_ values: ValueTable, before: ValueTable = .empty) throws(SessionError) {
        guard values.bytes.count <= max(policy.maximumSize, before.bytes.count) else {
            throw SessionError(
                .invalidValue,
                "The session's values would take \(values.bytes.count) bytes; \(policy.maximumSize) are allowed."
            )
        }
    }
}
