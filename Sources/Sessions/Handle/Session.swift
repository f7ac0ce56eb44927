import Synchronization

/// The session of one request: typed values by member name, and a few verbs.
///
/// ```swift
/// session.username = "test"
/// session.modify(\.visits, default: 0) { $0 += 1 }
/// try session.login(subject: user.id)
/// ```
///
/// Nothing happens in the store, and no cookie is set, until ``SessionManager/commit(_:to:)``: the handle gathers what the
/// request wants and the commit does it as a whole. A handle may be used from any task of its request. What it gathers
/// after the commit is refused: verbs throw ``SessionError/Code/alreadyCommitted``, a setter is ignored and reported as
/// ``SessionEvent/Kind/lateWrite``. The same holds after ``logout()``, where verbs throw
/// ``SessionError/Code/sessionEnded``.
///
/// A real member hides a key of the same name when it is read, so there are few of them.
@dynamicMemberLookup
public final class Session: Sendable {
    /// Where the session came from, settled when the request began.
    let origin: SessionOrigin
    /// What the request showed to belong to a visitor's anti-forgery tokens.
    let visitor: VisitorSecret?
    /// When the request began.
    let began: Timestamp
    /// What the request tells about its client, if the policy asks for it.
    let signals: ClientSignals?
    /// Whether the policy's closure finds the request's client unlike the one that the session was begun with.
    public let isAnomalous: Bool
    private let parts: ManagerParts
    private let state: Mutex<State>

    private struct State {
        var intent: Intent
        /// What reads fall back to: the origin's values, or after a login what it keeps of them.
        var base: ValueTable
        var isCommitted = false
        /// Whether what is in the session has been looked at.
        var isRead = false
    }

    init(
        origin: SessionOrigin,
        visitor: VisitorSecret?,
        began: Timestamp,
        signals: ClientSignals?,
        parts: ManagerParts
    ) {
        self.origin = origin
        self.visitor = visitor
        self.began = began
        self.signals = signals
        self.parts = parts
        isAnomalous = Self.isAnomalous(signals, origin: origin, parts)
        if isAnomalous { parts.events.emit(.anomaly, family: origin.payload?.family) }
        let values = origin.payload?.values ?? .empty
        state = Mutex(State(intent: Intent(original: values), base: values))
    }

    /// Who is logged in; `nil` for a visitor, and after ``logout()``.
    public var subject: String? {
        state.withLock { state in
            state.isRead = true
            if state.intent.isEnding { return nil }
            return state.intent.login?.subject ?? origin.payload?.subject
        }
    }

    /// The public handle of the session that the request came with: for logs and lists. `nil` if it came with none.
    public var family: SessionFamily? { origin.payload?.family }

    /// How strongly the user proved who he is.
    public var assurance: AssuranceLevel {
        state.withLock { state in
            state.isRead = true
            if state.intent.isEnding { return .none }
            return state.intent.login?.assurance ?? state.intent.reauthentication?.assurance
                ?? origin.payload?.assurance ?? .none
        }
    }

    /// Whether the user proved who he is at most that long before this request, or in it: for pages that ask for the
    /// password again (OS-22).
    public func isRecentlyAuthenticated(within duration: Duration) -> Bool {
        let isFresh = state.withLock { state -> Bool? in
            state.isRead = true
            if state.intent.isEnding { return false }
            return state.intent.login != nil || state.intent.reauthentication != nil ? true : nil
        }
        if let isFresh { return isFresh }
        guard let authenticated = origin.payload?.authenticated else { return false }
        let age = began - authenticated
        // A time well ahead was written by a clock that has been set back since: it proves nothing (F6).
        return age <= duration && age >= .seconds(-60)
    }

    // MARK: Verbs

    /// Notes that the user has proved who he is. The commit gives the browser a new ID; the old one is dead at once, for
    /// requests that are under way too (T5).
    ///
    /// A session that belongs to this subject already keeps its values and its family, and its deadlines start anew.
    /// Otherwise a new session begins, and of what the visitor's held, written in this request or before, only the
    /// values named in `keeping` come along. Another subject's session leaves nothing. A second call for the same subject
    /// in one request changes the assurance alone.
    ///
    /// - Parameters:
    ///   - subject: the application's name for the user, unchanging and unique: 1 to 255 bytes of UTF-8 by default.
    ///   - assurance: how strongly the user proved who he is.
    ///   - keeping: the keys of the visitor's session whose values survive, such as `[\.cart]`.
    /// - Throws: ``SessionError`` `.invalidSubject`, `.invalidValue` if `keeping` names something else than a key,
    ///   `.alreadyCommitted`, or `.sessionEnded` after a logout.
    public func login(
        subject: String,
        assurance: AssuranceLevel = .aal1,
        keeping: [PartialKeyPath<SessionKeys>] = []
    ) throws(SessionError) {
        guard !subject.isEmpty, subject.utf8.count <= SessionPolicy.maximumSubjectLength else {
            let most = SessionPolicy.maximumSubjectLength
            throw SessionError(.invalidSubject, "A subject has 1 to \(most) bytes of UTF-8.")
        }
        let names = keeping.compactMap { (SessionKeys()[keyPath: $0] as? any AnySessionKey)?.name }
        guard names.count == keeping.count else {
            throw SessionError(.invalidValue, "What is to be kept is named by session keys, such as \\.cart.")
        }
        try change { (state) throws(SessionError) in
            let current = origin.payload?.subject
            if state.intent.login == nil, let current, current.utf8.elementsEqual(subject.utf8) {
                state.intent.reauthentication = Intent.Reauthentication(assurance: assurance, isLogin: true)
                return
            }
            if let login = state.intent.login, login.subject.utf8.elementsEqual(subject.utf8) {
                state.intent.login?.assurance = assurance
                return
            }
            let earlierPatch = state.intent.login?.earlierPatch ?? state.intent.patch
            var kept = ValueTable.empty
            if current == nil {
                let original = state.intent.original
                kept = try earlierPatch.applied(to: original, readFrom: original).keeping(names)
            }
            state.intent.persistence = nil
            // A page may have been given a token of the session that this one takes the place of (OC-04).
            state.intent.csrf.nextSeed = nil
            state.intent.login = Intent.Login(
                subject: subject,
                assurance: assurance,
                keeping: names,
                earlierPatch: earlierPatch
            )
            state.intent.patch = ValuePatch()
            state.base = kept
        }
    }

    /// Notes that the user who is logged in has proved who he is once more: a step-up. New ID, deadlines from now, same
    /// values.
    /// - Throws: ``SessionError`` `.invalidSubject` if nobody is logged in.
    public func elevate(to assurance: AssuranceLevel) throws(SessionError) {
        try change { (state) throws(SessionError) in
            if state.intent.login != nil {
                state.intent.login?.assurance = assurance
            } else if origin.payload?.subject != nil {
                let isLogin = state.intent.reauthentication?.isLogin ?? false
                state.intent.reauthentication = Intent.Reauthentication(assurance: assurance, isLogin: isLogin)
            } else {
                throw SessionError(.invalidSubject, "Nobody is logged in: call login(subject:) first.")
            }
        }
    }

    /// Asks for a new ID because a privilege changed without fresh authentication (a role, a password reset elsewhere).
    /// The deadlines stay. Does nothing for a session that has never been stored.
    public func rotate() throws(SessionError) {
        try change { (state) throws(SessionError) in state.intent.rotates = true }
    }

    /// Ends the session: the record and every ID that led to it are deleted, and the browser is told to forget the cookie.
    public func logout() throws(SessionError) {
        try end()
    }

    /// Ends the session whoever it belongs to: what ``logout()`` is for a visitor.
    public func destroy() throws(SessionError) {
        try end()
    }

    /// Lets the session outlive the browser's: its cookie is kept, and its deadlines are farther off ("remember me"). Call
    /// it after ``login(subject:assurance:keeping:)`` or ``elevate(to:)`` in the same request, or in the request that begins
    /// a visitor's session: a session is never lengthened without a proof of who the user is.
    ///
    /// How strongly the user proved who he is lasts as long: for an assurance of `.aal2` and above NIST SP 800-63B-4 allows no
    /// more than 24 hours, and ``SessionPolicy/nistAAL2`` and ``SessionPolicy/nistAAL3`` no remembering at all (NI-07).
    ///
    /// - Parameters:
    ///   - lifetime: from now to the absolute deadline; at most ``SessionPolicy/maximumRememberedLifetime``.
    ///   - idle: the idle timeout; by default the whole lifetime.
    /// - Throws: ``SessionError`` `.authenticationRequired`, `.invalidPolicy` if the duration is not allowed.
    public func remember(for lifetime: Duration, idle: Duration? = nil) throws(SessionError) {
        let idle = idle ?? lifetime
        guard let longest = parts.policy.maximumRememberedLifetime else {
            throw SessionError(.invalidPolicy, "The policy lets no session outlive the browser's.")
        }
        guard lifetime >= .seconds(1), lifetime <= longest, idle >= .seconds(1), idle <= lifetime else {
            throw SessionError(
                .invalidPolicy,
                "A session is remembered for a second to \(longest.components.seconds) seconds, idle for no longer."
            )
        }
        try change { (state) throws(SessionError) in
            let isNew = origin.payload == nil || state.intent.login != nil || state.intent.reauthentication != nil
            guard isNew else {
                throw SessionError(
                    .authenticationRequired,
                    "Call login(subject:) or elevate(to:) before remember(for:)."
                )
            }
            state.intent.persistence = .remembered(lifetime: lifetime, idle: idle)
        }
    }

    /// Lets the session end with the browser's again, and no later than if it had been begun now. The browser gets a new
    /// ID, for it must be sent a cookie of another kind.
    public func forget() throws(SessionError) {
        try change { (state) throws(SessionError) in state.intent.persistence = .forgotten }
    }

    /// Brings the end of the session nearer; never puts it off. Zero or less ends it, as ``destroy()`` does.
    public func limitLifetime(to lifetime: Duration) throws(SessionError) {
        guard lifetime > .zero else { return try end() }
        try change { (state) throws(SessionError) in
            state.intent.lifetimeLimit = min(state.intent.lifetimeLimit ?? lifetime, lifetime)
        }
    }

    /// Says what the session is called in ``SessionManager/sessions(of:)``, such as "Firefox on Linux"; `nil` for nothing.
    /// Stored with the session; of no effect on one that is not stored.
    /// - Throws: ``SessionError`` `.invalidValue` for more than 255 bytes of UTF-8; `.unsupported` without a store.
    public func setDeviceLabel(_ label: String?) throws(SessionError) {
        guard label?.utf8.count ?? 0 <= DeviceLabels.maximumLength else {
            throw SessionError(
                .invalidValue,
                "A device label has at most \(DeviceLabels.maximumLength) bytes of UTF-8."
            )
        }
        if isCarried { throw .needsStore("A device label") }
        try change { (state) throws(SessionError) in state.intent.deviceLabel = .some(label) }
    }

    private func end() throws(SessionError) {
        try change { (state) throws(SessionError) in
            state.intent.isEnding = true
            state.intent.login = nil
            state.intent.reauthentication = nil
            state.intent.patch = ValuePatch()
            // What could not be stored is not to be stored any more: it must not keep the session alive.
            state.intent.fault = nil
            state.base = .empty
        }
    }

    /// Whether the handle has been handed to a commit: what it is asked to change from then on is not stored.
    public var isCommitted: Bool {
        state.withLock { $0.isCommitted }
    }

    private static func isAnomalous(_ signals: ClientSignals?, origin: SessionOrigin, _ parts: ManagerParts) -> Bool {
        guard let signals, let isAnomalous = parts.policy.isAnomalous, let recorded = origin.payload?.signals else {
            return false
        }
        return isAnomalous(recorded, signals)
    }

    // MARK: Access for the value members and the manager

    var events: Instruments { parts.events }
    var csrfTokens: CSRFTokens { parts.csrfTokens }
    /// Whether the session is kept by its cookie alone, and not by a store.
    private var isCarried: Bool { parts.carried != nil }

    func read(_ name: String) -> [UInt8]? {
        state.withLock { state in
            state.isRead = true
            return state.intent.patch.read(name, from: state.base)
        }
    }

    func names() -> [String] {
        state.withLock { state in
            state.isRead = true
            return state.intent.patch.names(over: state.base)
        }
    }

    /// Whether the handler has looked at a session that there is.
    var isRead: Bool { origin.payload != nil && state.withLock { $0.isRead } }

    /// A change by a verb: refused with an error.
    private func change<Result>(
        _ body: (inout sending State) throws(SessionError) -> Result
    ) throws(SessionError) -> Result {
        try state.withLock { (state) throws(SessionError) in
            guard !state.isCommitted else {
                throw SessionError(
                    .alreadyCommitted,
                    "The session was committed before this change; nothing is stored."
                )
            }
            guard !state.intent.isEnding else {
                throw SessionError(.sessionEnded, "This request has ended the session; nothing can be changed in it.")
            }
            return try body(&state)
        }
    }

    /// A change by a setter, which cannot throw: the first fault is kept for the commit.
    func changeValue<Result>(
        _ name: String,
        _ body: (inout ValuePatch, ValueTable) throws(SessionError) -> Result
    ) -> Result? {
        let outcome = state.withLock { state -> (result: Result?, isLate: Bool) in
            if state.isCommitted || state.intent.isEnding { return (nil, true) }
            do throws(SessionError) {
                guard (1...ValueTable.maximumNameLength).contains(name.utf8.count) else {
                    throw SessionError(.invalidValue, "The name of a session key has 1 to 255 bytes of UTF-8.")
                }
                return (try body(&state.intent.patch, state.base), false)
            } catch {
                if state.intent.fault == nil { state.intent.fault = error }
                return (nil, false)
            }
        }
        if outcome.isLate { events.emit(.lateWrite, family: family) }
        return outcome.result
    }

    /// Whether a verb that cannot throw is to be had: if not, the commit will say so.
    func isOffered(_ verb: String) -> Bool {
        guard isCarried else { return true }
        state.withLock { state in
            if state.intent.fault == nil { state.intent.fault = .needsStore("\(verb)") }
        }
        return false
    }

    /// A change by a closure of the application. It is run without the lock, for it may well use this session, and again
    /// if another task of the request has changed the value meanwhile.
    func modifyValue(_ name: String, _ modification: @escaping ValuePatch.Modification) -> [UInt8]? {
        guard isOffered("modify") else { return nil }
        // Each round that fails means that a change by somebody else succeeded: the bound is for a closure that modifies
        // the very value it is to change, and so would never be done.
        for _ in 0..<1_000 {
            guard let seen = changeValue(name, { patch, base in patch.read(name, from: base) }) else { return nil }
            let value = Result { () throws(SessionError) in try modification(seen) }
            let isStored = changeValue(name) { (patch, base) throws(SessionError) in
                patch.modify(name, from: seen, to: try value.get(), base: base, modification)
            }
            guard let isStored else { return nil }
            if isStored { return try? value.get() }
        }
        return changeValue(name) { (_, _) throws(SessionError) in
            throw SessionError(.conflict, "What was passed to modify changes the same session value itself.")
        }
    }

    /// Reads what the request wants, or settles a part of it that is no change of the session.
    func withIntent<Result>(
        _ body: (inout Intent, _ isCommitted: Bool) throws(SessionError) -> Result
    ) throws(SessionError) -> Result {
        try state.withLock { (state) throws(SessionError) in try body(&state.intent, state.isCommitted) }
    }

    /// Closes the handle for changes and hands them over; `nil` the second time.
    func takeIntent() -> Intent? {
        state.withLock { state in
            guard !state.isCommitted else { return nil }
            state.isCommitted = true
            return state.intent
        }
    }
}

extension Session: CustomStringConvertible, CustomReflectable {
    /// The family, never a value or an ID.
    public var description: String {
        family.map { "Session(family: \($0))" } ?? "Session(new)"
    }

    /// Hides the values, which `dump` and reflection would show byte by byte.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
