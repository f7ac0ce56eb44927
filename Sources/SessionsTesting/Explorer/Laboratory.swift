import HTTPTypes
import Logging
import SecureTokens
import Sessions
import Synchronization

/// One manager over one stepping store, used for story after story.
///
/// A start is arranged once, by real requests; for each further story what they did to the store is done again, which
/// saves the cryptography.
final class Laboratory {
    /// What there is before the first request.
    struct Beginning {
        var ledger = Ledger()
        var browser = TwoCookieJar()
        var thief = TwoCookieJar()
        /// The session of the start.
        var family: SessionFamily?
        var calls: [StoreCall] = []
        var now = Timestamp(milliseconds: 0)
    }

    let stage = Stage()
    let clock = TestClock()
    let stepping: SteppingStore
    let explored: ExploredManager
    private let makeStore: StoreConformance.Maker
    private var beginnings: [SessionExplorer.Start: Beginning] = [:]
    private let start: Timestamp
    /// Whether the store holds something that deleting sessions does not remove.
    var isSpoilt = false

    init(_ makeStore: @escaping StoreConformance.Maker, fault: (any PlantedFault)?) async throws {
        self.makeStore = makeStore
        start = clock.now
        let stage = stage
        let clock = clock
        let stepping = SteppingStore(try await makeStore(), stage: stage)
        self.stepping = stepping
        let manager = try SessionManager(
            store: fault?.store(stepping) ?? stepping,
            keys: KeyRing(primary: .generate()),
            policy: SessionExplorer.policy,
            clock: WallClock { clock.now.milliseconds },
            logger: Logger(label: "explorer") { _ in SwiftLogNoOpLogHandler() },
            onEvent: { stage.note($0) }
        )
        let explored = ExploredManager(manager)
        self.explored = fault?.manager(explored, over: { stepping.store }) ?? explored
    }

    /// A story at its start, in a store that holds nothing else.
    func begin(_ scenario: SessionExplorer.Scenario) async throws -> Story {
        let beginning: Beginning
        if let known = beginnings[scenario.start] {
            beginning = known
            let store = stepping.store
            for call in known.calls { _ = try await call.carryOut(on: store) }
        } else {
            beginning = try await arrange(scenario.start)
            beginnings[scenario.start] = beginning
        }
        clock.set(beginning.now)
        stage.enter(.stepping)
        return Story(scenario, in: self, from: beginning)
    }

    /// Sends everybody home and empties the store.
    func end(_ story: Story) async throws {
        await stage.abandon()
        stage.enter(.free)
        let isEmptied = try await isEmptied(of: story)
        if isSpoilt || !isEmptied { stepping.store = try await makeStore() }
        isSpoilt = false
    }

    /// A store that does not delete would take its rows along into the next story.
    private func isEmptied(of story: Story) async throws -> Bool {
        let (store, now) = (stepping.store, clock.now)
        for family in story.ledger.families.keys { _ = try await store.deleteFamily(family, now: now) }
        for key in story.ledger.entries.keys where try await store.load(key) != nil { return false }
        return true
    }

    private func arrange(_ start: SessionExplorer.Start) async throws -> Beginning {
        var beginning = Beginning()
        stage.enter(.free)
        clock.set(self.start)
        if start != .noCookie {
            try await request(of: &beginning) { session in
                if start != .guest { try session.login(subject: "alice") }
                session[SessionKey<String>(SessionExplorer.startValue)] = "there"
            }
            beginning.family = beginning.ledger.families.keys.first
        }
        beginning.thief = beginning.browser
        if start == .renewalDue || start == .renewalOverdue {
            clock.advance(by: SessionExplorer.policy.renewalInterval)
        }
        if start == .renewalOverdue {
            let before = beginning.browser
            try await request(of: &beginning) { _ in }
            beginning.browser = before
            clock.advance(by: SessionExplorer.policy.renewalInterval)
        }
        beginning.now = clock.now
        try await beginning.ledger.look(into: stepping.store)
        return beginning
    }

    /// A whole request while nobody else is there.
    private func request(of beginning: inout Beginning, _ handler: (Session) throws -> Void) async throws {
        for value in beginning.browser.values.values {
            if let key = beginning.ledger.ids[value] { beginning.ledger.entries[key]?.presented = clock.now }
        }
        let session = try await explored.begin(beginning.browser.fields)
        try handler(session)
        var response = HTTPFields()
        try await explored.commit(session, &response)
        var fresh: StoreKey?
        for case .replied(_, let call, let reply) in stage.takeReports() {
            try beginning.ledger.note(call, reply, by: nil, at: clock.now)
            switch call {
            case .create(let record, _, _): fresh = record.key
            case .rotate(_, _, let record, _, _, _): fresh = record.key
            case .update, .touch, .confirm: break
            default: continue
            }
            beginning.calls.append(call)
        }
        beginning.browser.apply(response)
        if let value = Cookies(response).set.first?.value { beginning.ledger.ids[value] = fresh }
        _ = stage.takeEvents()
    }
}
