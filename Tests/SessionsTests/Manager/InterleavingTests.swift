import HTTPTypes
import SecureTokens
import SessionsTesting
import Testing

@testable import Sessions

/// The invariants of the design over all orders of two requests, and over many of four.
///
/// A request is three steps: it begins with the cookies that the browser holds, it commits, and its response arrives, or
/// arrives after everything else, which is as good as lost. Between them the clock may move past the overlap. Beside the
/// manager a model keeps what may be true, in terms of families and of IDs that have been handed out; whatever the
/// manager does is compared with it.
@Suite("Interleavings")
struct InterleavingTests {
    @Test("All orders of two requests keep the invariants", arguments: Story.Start.allCases)
    func two(start: Story.Start) async throws {
        let keys = try KeyRing(primary: .generate())
        for first in Story.Action.allCases {
            for second in Story.Action.allCases where second >= first {
                for (index, order) in Story.orders.enumerated() {
                    var steps = order
                    if index.isMultiple(of: 2) { steps.insert(.wait(11), at: 3) }
                    try await Story.run(start, [.init(first), .init(second)], steps, keys)
                }
            }
        }
    }

    @Test(
        "Many orders of four requests, one of them a thief's, keep the invariants",
        arguments: 0..<8 as Range<UInt64>
    )
    func four(seed: UInt64) async throws {
        let keys = try KeyRing(primary: .generate())
        var random = Seeded(state: seed)
        for _ in 0..<200 {
            let quiet = Bool.random(using: &random)
            let actions: [Story.Action] = quiet ? [.read, .write, .increment] : Story.Action.allCases
            var requests = (0..<4).map { _ in Story.Request(actions.randomElement(using: &random) ?? .read) }
            requests[3].isThiefs = Bool.random(using: &random)
            var left = [3, 3, 3, 3]
            var steps: [Story.Step] = []
            while let index = (0..<4).filter({ left[$0] > 0 }).randomElement(using: &random) {
                steps.append([.deliver(index), .commit(index), .begin(index)][left[index] - 1])
                left[index] -= 1
                if UInt8.random(in: 0..<4, using: &random) == 0 {
                    steps.append(.wait([3, 11, 61].randomElement(using: &random) ?? 3))
                }
            }
            let starts: [Story.Start] = quiet ? [.due, .overdue] : Story.Start.allCases
            try await Story.run(starts.randomElement(using: &random) ?? .due, requests, steps, keys)
        }
    }
}

/// SplitMix64: the same stories in every run.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}

/// One order of steps, carried out and compared with what may be.
final class Story {
    enum Start: CaseIterable, Sendable {
        case noCookie, guest, loggedIn
        /// The next request that presents the ID renews it.
        case due
        /// It was renewed and the response was lost; by now the new ID is due as well.
        case overdue
    }

    enum Action: Int, CaseIterable, Comparable, Sendable {
        case read, write, increment, loginAlice, loginBob, elevate, rotate, logout

        static func < (lhs: Action, rhs: Action) -> Bool { lhs.rawValue < rhs.rawValue }

        /// Whether there is nothing that it could be done to.
        func isIdle(in session: Session) -> Bool {
            self == .elevate && session.subject == nil || self == .rotate && session.family == nil
        }
    }

    enum Step {
        case begin(Int)
        case commit(Int)
        case deliver(Int)
        case wait(Int64)
    }

    struct Request {
        var action: Action
        /// With the cookies of the start, copied then; responses never reach the browser.
        var isThiefs = false
        var session: Session?
        var presented: [String] = []
        /// Whether some presented ID was replaced less than the overlap before the request began.
        var isSuperseded = false
        var response = HTTPFields()
        var committed = Timestamp(milliseconds: 0)

        init(_ action: Action) {
            self.action = action
        }
    }

    /// What the model knows of an ID that was handed out.
    private struct Issued {
        let family: SessionFamily
        /// When a login, a step-up or `rotate()` replaced it.
        var superseded: Timestamp?
    }

    /// What the model knows of a session.
    private struct Known {
        var written: Set<String> = []
        var visits = 0
        /// When its deadlines were last set.
        var authenticated: Timestamp
        var hasEnded = false
    }

    private let harness: Harness
    private var requests: [Request]
    private var browser = Browser()
    private var thief = Browser()
    /// The session that there was at the start.
    private var started: SessionFamily?
    private var issued: [String: Issued] = [:]
    private var known: [SessionFamily: Known] = [:]
    private var refused: Set<String> = []
    /// IDs that have been presented as cookies.
    private var seen: Set<String> = []

    /// The twenty orders of the steps of two requests.
    static let orders: [[Step]] = {
        func orders(_ left: [[Step]]) -> [[Step]] {
            if left.allSatisfy(\.isEmpty) { return [[]] }
            return left.indices.filter { !left[$0].isEmpty }.flatMap { index in
                var rest = left
                let step = rest[index].removeFirst()
                return orders(rest).map { [step] + $0 }
            }
        }
        return orders((0..<2).map { [.begin($0), .commit($0), .deliver($0)] })
    }()

    static func run(_ start: Start, _ requests: [Request], _ steps: [Step], _ keys: KeyRing) async throws {
        var policy = SessionPolicy()
        policy.renewalInterval = .seconds(60)
        let story = Story(harness: try Harness(keys: keys, policy: policy), requests: requests)
        do {
            try await story.arrange(start)
            for step in steps { try await story.carryOut(step) }
            try await story.checkEnd()
        } catch {
            let actions = requests.map { $0.isThiefs ? "thief's \($0.action)" : "\($0.action)" }
            Issue.record("\(error) in \(start): \(actions.joined(separator: ", ")): \(steps)")
        }
    }

    private struct Broken: Error, CustomStringConvertible {
        let description: String
    }

    private func require(_ condition: Bool, _ rule: String) throws {
        if !condition { throw Broken(description: rule) }
    }

    private init(harness: Harness, requests: [Request]) {
        self.harness = harness
        self.requests = requests
    }

    private var now: Timestamp { harness.clock.now }

    // MARK: Steps

    private func arrange(_ start: Start) async throws {
        guard start != .noCookie else { return }
        let response = try await harness.request(&browser) { session in
            if start != .guest { try session.login(subject: "alice") }
            session.username = "start"
        }
        let family = try #require(try await noteIDs(response))
        started = family
        known[family, default: Known(authenticated: now)].written = ["username"]
        if start == .due || start == .overdue { harness.clock.advance(by: .seconds(60)) }
        thief = browser
        guard start == .overdue else { return }
        _ = try await noteIDs(try await harness.commit(try await harness.begin(browser)))
        harness.clock.advance(by: .seconds(60))
    }

    private func carryOut(_ step: Step) async throws {
        switch step {
        case .wait(let seconds): harness.clock.advance(by: .seconds(seconds))
        case .deliver(let index):
            // Rule R9: no request takes longer than that.
            guard now - requests[index].committed < Tombstone.successorLifetime else { return }
            if requests[index].isThiefs {
                thief.apply(requests[index].response)
            } else {
                browser.apply(requests[index].response)
            }
        case .begin(let index):
            let jar = requests[index].isThiefs ? thief : browser
            let session = try await begin(jar)
            requests[index].presented = Array(jar.cookies.values)
            seen.formUnion(jar.cookies.values)
            requests[index].isSuperseded = jar.cookies.values.contains { id in
                issued[id]?.superseded.map { now - $0 < .seconds(10) } ?? false
            }
            if requests[index].action.isIdle(in: session) { requests[index].action = .read }
            switch requests[index].action {
            case .read: _ = session.username
            case .write: session[SessionKey<Int>("write\(index)")] = index
            case .increment: session.modify(\.visits, default: 0) { $0 += 1 }
            case .loginAlice: try session.login(subject: "alice")
            case .loginBob: try session.login(subject: "bob")
            case .elevate: try session.elevate(to: .aal2)
            case .rotate: try session.rotate()
            case .logout: try session.logout()
            }
            requests[index].session = session
        case .commit(let index):
            try await commit(index)
        }
    }

    /// Begins, and checks that what is read belongs to an ID that was presented and is not dead.
    private func begin(_ jar: Browser) async throws -> Session {
        let session = try await harness.begin(jar)
        guard let family = session.family else {
            try require(session.keys.isEmpty && session.subject == nil, "a visitor reads something")
            return session
        }
        try require(known[family]?.hasEnded == false, "an ID leads to a session that has ended")
        try require(
            jar.cookies.values.contains { issued[$0]?.family == family && issued[$0]?.superseded == nil },
            "an ID from before a change of privilege reads what came after it"
        )
        return session
    }

    private func commit(_ index: Int) async throws {
        requests[index].committed = now
        let request = requests[index]
        let session = try #require(request.session)
        let family = session.family
        let isLive = family.map { known[$0]?.hasEnded == false } ?? false
        /// Whether every presented ID of the session was replaced since the request began.
        let isOvertaken = !request.presented.contains { issued[$0]?.family == family && issued[$0]?.superseded == nil }
        let failure: SessionError?
        do throws(SessionError) {
            try await harness.manager.commit(session, to: &requests[index].response)
            failure = nil
        } catch {
            failure = error
        }
        let response = requests[index].response
        let (set, deleted) = setCookies(response)
        if let failure {
            try require(failure.code == .sessionEnded, "a commit failed with \(failure.code)")
            try require(response.isEmpty, "a commit that failed set something")
            try require(
                family == nil ? request.isSuperseded : !isLive || isOvertaken,
                "a commit failed though its session was there"
            )
            refused.insert("write\(index)")
            return
        }
        try require(ids(in: response).isDisjoint(with: seen), "R12: a response sets an ID that the browser has shown")
        let found = try await noteIDs(response)

        switch request.action {
        case .read:
            try require(deleted.isEmpty && (set.isEmpty || isLive && !isOvertaken), "R12: a read set a cookie")
        case .write, .increment:
            if let family {
                try require(isLive && !isOvertaken, "R5 R4: a write was taken by a session that has ended")
                try require(found == nil || found == family, "a write moved to another session")
            } else {
                try require(!request.isSuperseded && set == [Browser.guest], "R4: a superseded ID could write")
            }
            let target = try #require(family ?? found)
            if request.action == .write {
                known[target, default: Known(authenticated: now)].written.insert("write\(index)")
            } else {
                known[target, default: Known(authenticated: now)].visits += 1
            }
        case .loginAlice, .loginBob:
            try require(
                set == [Browser.identified] && deleted == [Browser.guest],
                "R10: a login sets one, deletes the other"
            )
            let target = try #require(found)
            known[target, default: Known(authenticated: now)].authenticated = now
            if let family, isLive, !isOvertaken {
                supersede(family, but: response)
                if target != family { known[family]?.hasEnded = true }
            }
        case .elevate, .rotate:
            try require(isLive && !isOvertaken, "R5: a session that has ended was rotated")
            let family = try #require(family)
            try require(found == family && set.count == 1, "a rotation sets the new ID")
            supersede(family, but: response)
            if request.action == .elevate { known[family]?.authenticated = now }
        case .logout:
            try require(set.isEmpty && deleted.count == (isLive ? 1 : 0), "R12: a logout deletes if it ended something")
            guard let family else { return }
            known[family]?.hasEnded = true
            for (id, entry) in issued where entry.family == family { issued[id]?.superseded = nil }
        }
    }

    /// Takes down the ID that a response sets, and the session that it leads to.
    private func noteIDs(_ response: HTTPFields) async throws -> SessionFamily? {
        let ids = ids(in: response)
        guard let id = ids.first else { return nil }
        try require(ids.count == 1, "a response sets more than one ID")
        let family = try #require(try await record(id)).family
        if issued[id] == nil { issued[id] = Issued(family: family) }
        return family
    }

    private func ids(in response: HTTPFields) -> Set<String> {
        var jar = Browser()
        jar.apply(response)
        return Set(jar.cookies.values)
    }

    private func supersede(_ family: SessionFamily, but response: HTTPFields) {
        let fresh = ids(in: response)
        for (id, entry) in issued where entry.family == family && !fresh.contains(id) {
            issued[id]?.superseded = now
        }
    }

    // MARK: The end

    private func record(_ id: String) async throws -> SessionRecord? {
        let id = try #require(SessionID(cookieValue: id))
        return try await harness.store.load(harness.manager.sealer.storeKey(of: id))
    }

    private func checkEnd() async throws {
        try await checkRows()
        for name in [Browser.identified, Browser.guest] {
            for id in issued.keys
            where issued[id]?.superseded != nil || known[issued[id]?.family ?? .none]?.hasEnded == true {
                _ = try await begin(Browser(cookies: [name: id]))
            }
        }
        if let started, requests.allSatisfy({ $0.action <= .increment }) {
            try require(try await begin(browser).family == started, "a browser was logged out by a renewal")
            harness.clock.advance(by: .seconds(11))
            try require(try await begin(browser).family == started, "a browser was logged out by a renewal")
        }
        harness.clock.advance(by: .seconds(8 * 60 * 60))
        for name in [Browser.identified, Browser.guest] {
            for id in browser.cookies.values {
                try require(
                    try await begin(Browser(cookies: [name: id])).family == nil,
                    "a session outlived its deadline"
                )
            }
        }
    }

    /// One live row for each session that has not ended, with all that was acknowledged in it and nothing else.
    private func checkRows() async throws {
        var live: Set<SessionFamily> = []
        for id in issued.keys {
            guard let row = try await record(id), row.state == .live else { continue }
            try require(live.insert(row.family).inserted, "B23: two live rows of one session")
            let model = try #require(known[row.family])
            try require(!model.hasEnded, "T6: a session that has ended is live")
            try require(issued[id]?.superseded == nil, "T5: a superseded ID is live")
            let payload = try harness.manager.sealer.open(row, id: try #require(SessionID(cookieValue: id)))
            let names = Set(payload.values.names)
            try require(names.isSuperset(of: model.written), "a write was acknowledged and lost")
            try require(names.isDisjoint(with: refused), "a write was refused and stored")
            let visits = payload.values["visits"].flatMap { ValueCoding.decode($0, as: Int.self) } ?? 0
            try require(visits == model.visits, "\(model.visits) increments were acknowledged, \(visits) stored")
            try require(
                row.absoluteDeadline == model.authenticated + .seconds(8 * 60 * 60),
                "the absolute deadline was moved without authentication"
            )
        }
        try require(live == Set(known.filter { !$0.value.hasEnded }.keys), "sessions are missing")
        try require(try await harness.liveCount() == live.count, "R5: a session came into being that nobody was given")
    }
}

extension SessionFamily {
    /// The family of no session.
    fileprivate static let none = SessionFamily(high: 0, low: 0)
}
