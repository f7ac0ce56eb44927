import Sessions

/// Runs a real `SessionManager` through every interleaving of a few requests and checks the invariants of sessions after
/// each step.
///
/// Each call to the store, each commit, the arrival or the loss of each response and each tick of the clock is a step of
/// its own and is released one at a time, so a schedule is a list of choices and can be carried out again. The search
/// goes through all of them, depth first, and leaves off where it meets a state that it has seen; the length of a path
/// to a state is always the same, so that it finds the *shortest* schedule that breaks an invariant.
///
/// The author of a store runs it with one call beside ``StoreConformance``:
/// ```swift
/// try await SessionExplorer { try await MyStore(...) }.check()
/// ```
/// A call to the store is one step: what happens inside of it, when two are under way, is for ``StoreConformance``.
///
/// ### What is checked
/// - No ID of a session works after its logout or revocation.
/// - An ID known before a login, a step-up or a rotation neither reads nor writes what came after it.
/// - No acknowledged write is lost to another request, across renewals too; none that failed is stored.
/// - A session has one live row, and no session comes into being that nobody was given.
/// - No browser is logged out by renewals whose responses are lost or arrive in another order.
/// - A replayed ID gets nothing and raises its event.
/// - Idle and absolute deadlines hold; nothing but authentication moves the latter.
/// - No late response overwrites a login or hides a logout.
/// - For an ID that is dead or unknown, a response sets and deletes nothing.
public struct SessionExplorer: Sendable {
    private let makeStore: StoreConformance.Maker
    private let fault: (any PlantedFault)?

    /// The policy of every manager that is explored: the defaults, but IDs are due for renewal after a minute.
    static let policy = {
        var policy = SessionPolicy()
        policy.renewalInterval = .seconds(60)
        return policy
    }()

    /// How long an ID that was replaced is remembered or forwards (rules R4, R7): as the design has it, not as the manager
    /// under exploration does.
    static let overlap: Duration = .seconds(10)

    /// Makes an explorer.
    /// - Parameter makeStore: makes a store that is empty and is shared with nobody. Called once, and again after each
    ///   story that ended all sessions of a subject; between other stories the sessions are deleted.
    public init(store makeStore: @escaping StoreConformance.Maker) {
        self.makeStore = makeStore
        fault = nil
    }

    package init(fault: any PlantedFault, store makeStore: @escaping StoreConformance.Maker) {
        self.makeStore = makeStore
        self.fault = fault
    }

    /// Explores and throws if anything is broken.
    /// - Throws: ``ExplorationError``, or what the store's maker throws.
    @discardableResult
    public func check(_ scenarios: [Scenario] = Scenario.pairs) async throws -> ExplorationReport {
        let report = try await explore(scenarios)
        if report.violation != nil { throw ExplorationError(report: report) }
        return report
    }

    /// Explores scenarios one after another, each to its end.
    ///
    /// Once an invariant is broken only shorter schedules are tried, in the scenarios that follow too: the report holds
    /// the shortest of all.
    /// - Parameters:
    ///   - scenarios: by default every request alone and every two, from every start.
    ///   - duration: when to leave off; `nil` for never.
    ///   - progress: is told of each scenario, and what it has added to the report.
    /// - Throws: what the store's maker throws, or a store that fails.
    public func explore(
        _ scenarios: [Scenario] = Scenario.pairs,
        within duration: Duration? = nil,
        progress: ((Scenario, ExplorationReport) -> Void)? = nil
    ) async throws -> ExplorationReport {
        let laboratory = try await Laboratory(makeStore, fault: fault)
        let end = duration.map { ContinuousClock.now + $0 }
        var total = ExplorationReport()
        for scenario in scenarios {
            if let end, end <= .now {
                total.unfinished += 1
                continue
            }
            var search = Search(scenario, in: laboratory, shorterThan: total.violation?.schedule.count, until: end)
            try await search.run()
            total.add(search.report)
            progress?(scenario, search.report)
        }
        return total
    }
}
