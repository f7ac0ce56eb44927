/// Why a session could not be begun, changed or committed.
public struct SessionError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What a caller may want to branch on.
    public enum Code: Sendable, Equatable {
        /// The session was ended, replaced or revoked while the request was under way, or the handle has been asked to
        /// end it. What the request wanted to store is not stored. 409 by default.
        case sessionEnded
        /// Another request changed a value after this one had read it and before it could store its own. 409 by
        /// default; repeating the request is safe.
        case conflict
        /// The store could not be asked. 503 by default: the request never goes on without its session.
        case storeUnavailable
        /// The handle has been committed already: the response head may be on its way.
        case alreadyCommitted
        /// A value cannot be encoded, its key is longer than 255 bytes, or the session would grow over its limit.
        case invalidValue
        /// A subject is empty or too long, or none is logged in where one is needed.
        case invalidSubject
        /// The session's life may be lengthened only together with a proof of who the user is.
        case authenticationRequired
        /// The login came too late: every session of this subject was ended while it was under way.
        case loginRefused
        /// The subject has as many sessions as the policy allows.
        case limitReached
        /// A setting is not usable; the reason names it.
        case invalidPolicy
        /// Sessions that are kept by their cookies alone do not offer this: it needs a store.
        case unsupported
        /// There is no session in the request context: the middleware is missing.
        case noMiddleware
        /// OpenSSL failed.
        case cryptography
    }

    /// What to branch on.
    public let code: Code
    /// For people: what happened and what to do. Holds no ID, no value and no subject.
    public let reason: String

    /// Makes an error.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The reason.
    public var description: String { reason }

    init(_ error: StoreError) {
        self.init(.storeUnavailable, error.reason)
    }

    static func needsStore(_ what: String) -> SessionError {
        SessionError(.unsupported, "\(what) needs a session store; these sessions are kept by their cookies alone.")
    }

    static let loginRefused = SessionError(
        .loginRefused,
        "All sessions of this subject were ended while the login was under way. Ask the user to log in again."
    )

    static let ended = SessionError(
        .sessionEnded,
        "The session was ended or replaced while this request was under way. Nothing was stored."
    )
}
