import Logging
import SecureTokens

/// Something in the life of a session that an operator may want to know (OS-18, OS-19). Never holds an ID or a value.
public struct SessionEvent: Sendable, Equatable {
    /// What happened.
    public enum Kind: String, Sendable, Equatable, CaseIterable {
        /// A session was stored for the first time.
        case created
        /// A subject logged in.
        case loggedIn
        /// The subject proved who he is once more.
        case elevated
        /// The ID was replaced because a privilege changed.
        case rotated
        /// The ID was replaced because it was old enough.
        case renewed
        /// The session was ended by its own request.
        case destroyed
        /// The session was ended from elsewhere.
        case revoked
        /// A request presented an ID whose session is past a deadline.
        case expired
        /// A request presented an ID that leads nowhere: never issued, or ended.
        case unknownID
        /// A request presented an ID that a login, step-up or rotation replaced moments ago.
        case supersededID
        /// A request presented an ID within a minute of the time its successor was seen: a stalled request.
        case lateID
        /// A request presented an ID later than that: the signal that a cookie was stolen.
        case replayedID
        /// More than one cookie of the session's name led to a session: none was believed.
        case ambiguousCookie
        /// A record could not be opened or does not agree with its columns.
        case unreadableRecord
        /// A record is sealed under a server key that is not in the ring.
        case unknownKey
        /// A request's signals are not those that its session was begun with, says the application's closure.
        case anomaly
        /// A login was refused because the subject has as many sessions as he may.
        case limitReached
        /// A setter was used after the commit or after a logout; the write was ignored.
        case lateWrite
        /// A request that another site may have forged was refused; ``SessionEvent/refusal`` says why.
        case csrfRefused
        /// The same in report-only mode: the request went on.
        case csrfReported
    }

    /// What happened.
    public let kind: Kind
    /// To which session; `nil` where that is not known.
    public let family: SessionFamily?
    /// When, by the server's clock.
    public let time: Timestamp
    /// Why a request was refused as forged; `nil` for every other kind.
    public let refusal: CSRFRefusal.Code?
}

extension SessionEvent.Kind {
    /// A library logs at info or below; what anybody can cause by sending junk is at debug.
    var level: Logger.Level {
        switch self {
        case .unknownID, .supersededID, .expired, .csrfRefused: .debug
        default: .info
        }
    }
}

extension SessionEvent.Kind {
    private static let indices = Dictionary(uniqueKeysWithValues: zip(allCases, 0...))

    /// Its place among all kinds.
    var index: Int { Self.indices[self] ?? 0 }
}

extension WallClock {
    /// The time now.
    package var now: Timestamp { Timestamp(milliseconds: milliseconds) }
}
