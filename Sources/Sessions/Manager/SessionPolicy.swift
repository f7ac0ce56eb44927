public import CookieHeaders

/// How long sessions live and what their cookies are called. Every default is the strict one.
public struct SessionPolicy: Sendable {
    /// A session is over when it has not been used for that long. 30 minutes: OWASP's range for low-risk applications
    /// is 15 to 30.
    public var idleTimeout: Duration = .seconds(30 * 60)

    /// A session is over that long after it began or the user last proved who he is, however much it is used. 8 hours:
    /// a working day (OS-13). Renewal never extends it.
    public var absoluteTimeout: Duration = .seconds(8 * 60 * 60)

    /// The ID is replaced that long after it was made, so that a stolen one is of use for a bounded time. 60 minutes
    /// (OS-14). An ID is not replaced within a minute of its first use, however short this is.
    public var renewalInterval: Duration = .seconds(60 * 60)

    /// `Strict` by default: no cookie comes along when another site links or posts here. An application that users reach
    /// through links from other sites, or that logs in through a call-back (OAuth), needs `.lax`.
    public var sameSite: SameSite = .strict

    /// One session for each top-level site that this one is embedded in (CHIPS, SC-15), with ``sameSite`` `.none`. False by
    /// default.
    public var isPartitioned = false

    /// Whether a response is marked `Cache-Control: no-store` and `Vary: Cookie` also when its handler has only *read* a
    /// session that exists (HT-05). False by default: pages that show what is in a session are the application's, which may
    /// have marked them itself. A response that sets or deletes a cookie is always marked.
    public var protectsReadResponses = false

    /// The cookie of a session with a subject, without the prefix `__Host-`, which is always added. Says nothing about
    /// the framework (OS-01).
    public var identifiedCookieName = "id"

    /// The cookie of a visitor's session, without the prefix. Another one than the first, so that the late response to a
    /// request before the login cannot overwrite the login (rule R10).
    public var guestCookieName = "guest"

    /// The cookie that the anti-forgery token of a visitor without a session belongs to, without the prefix. Set only when
    /// ``Session/csrfToken`` is asked for. Managers that share a host need names of their own, as for the other two.
    public var csrfCookieName = "csrf"

    /// Names the sessions of this manager among all in the store. Two managers with different namespaces (visitors and
    /// administrators) can share a store: the ID of one is nothing to the other, and neither lists, limits or revokes the
    /// other's subjects. 1 to 64 ASCII letters, digits, `-`, `_` and `.`.
    public var namespace = "hardtack"

    /// How many live sessions a subject may have; `nil` for no limit.
    public var subjectLimit: SubjectLimit?

    /// The longest life of a session that is remembered beyond the browser's session, see ``Session/remember(for:idle:)``;
    /// `nil` if none may be. 30 days: what NIST SP 800-63B-4 allows at its lowest level (§2.1.3).
    public var maximumRememberedLifetime: Duration? = .seconds(30 * 86_400)

    /// Whether the cookie holds the ID as a signed token that ends with the session, rather than the ID alone. Then no
    /// request with an ID that was made up reaches the store, at the price of 60 bytes a request: for stores that are
    /// shared by many servers. Turning it on or off ends all sessions.
    public var signsIDs = false

    /// What a browser is told to delete at a logout (OS-17, HT-07). Nothing by default: it slows the response down, and
    /// ``SiteData/cookies`` reaches sibling hosts.
    public var siteDataToClear: Set<SiteData> = []

    /// Compares the signals that a session was begun with, first, with those of a request. If it returns true, the event
    /// ``SessionEvent/Kind/anomaly`` is raised and ``Session/isAnomalous`` is set; the session goes on, for the application
    /// to decide (OT-01 to OT-03). `nil`, the default: no signals are recorded.
    public var isAnomalous: (@Sendable (ClientSignals, ClientSignals) -> Bool)?

    /// Bytes of all values of a session, names and lengths included. 64 KiB: a session is no place for documents.
    public var maximumSize = 64 * 1024

    /// Bytes of a subject.
    public static let maximumSubjectLength = 255

    /// The default policy.
    public init() {}

    /// How long an ID that a login replaced is remembered as such (rule R4), and how long the one before a renewal still
    /// forwards after the new one was seen (rule R7).
    static let overlap: Duration = .seconds(10)

    private static func isInNamespaces(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    func validate() throws(SessionError) {
        let longest: Duration = .seconds(400 * 24 * 60 * 60)
        for (name, value) in [
            ("idleTimeout", idleTimeout), ("absoluteTimeout", absoluteTimeout), ("renewalInterval", renewalInterval),
        ] {
            guard value >= .seconds(1), value <= longest else {
                throw SessionError(.invalidPolicy, "\(name) must be from one second to 400 days.")
            }
        }
        guard idleTimeout <= absoluteTimeout else {
            throw SessionError(.invalidPolicy, "idleTimeout must not be longer than absoluteTimeout.")
        }
        if let maximumRememberedLifetime {
            guard maximumRememberedLifetime >= absoluteTimeout, maximumRememberedLifetime <= longest else {
                throw SessionError(
                    .invalidPolicy,
                    "maximumRememberedLifetime must be from absoluteTimeout to 400 days, or nil."
                )
            }
        }
        guard Set([identifiedCookieName, guestCookieName, csrfCookieName]).count == 3 else {
            throw SessionError(
                .invalidPolicy,
                "identifiedCookieName, guestCookieName and csrfCookieName must differ."
            )
        }
        guard (1...64).contains(namespace.utf8.count), namespace.utf8.allSatisfy(Self.isInNamespaces) else {
            throw SessionError(
                .invalidPolicy,
                "namespace must be 1 to 64 ASCII letters, digits, \"-\", \"_\" and \".\"."
            )
        }
        guard maximumSize > 0, maximumSize <= 16 * 1024 * 1024 else {
            throw SessionError(.invalidPolicy, "maximumSize must be from one byte to 16 MiB.")
        }
        if case .refuse(let count)? = subjectLimit, count < 1 {
            throw SessionError(.invalidPolicy, "subjectLimit must allow at least one session.")
        }
        if case .endOldest(let count)? = subjectLimit, count < 1 {
            throw SessionError(.invalidPolicy, "subjectLimit must allow at least one session.")
        }
    }
}
