import Hummingbird
import Sessions
import SessionsHummingbird

/// What the handlers find beside the request: its session, and whose it is.
struct LoginContext: SessionRequestContext {
    var coreContext: CoreRequestContextStorage
    var sessionSlot = SessionSlot()
    /// The account of the session's subject, as it is now and not as it was at the login; `nil` for a visitor.
    var user: User?

    init(source: Source) {
        coreContext = .init(source: source)
    }

    /// The account, for routes behind `RequireSubject`.
    var member: User {
        get throws {
            guard let user else { throw HTTPError(.unauthorized) }
            return user
        }
    }
}
