/// What an exploration has seen.
public struct ExplorationReport: Sendable, CustomStringConvertible {
    /// Scenarios that were explored to the end.
    public internal(set) var scenarios = 0
    /// Scenarios that were left out or broken off because the time was up.
    public internal(set) var unfinished = 0
    /// Distinct states: of store, cookies, clock, every request's progress and all that it has seen.
    public internal(set) var states = 0
    /// Schedules that were carried out, each from its start until it ended or met a state that had been seen.
    public internal(set) var schedules = 0
    /// Steps that were released.
    public internal(set) var steps = 0
    /// The shortest schedule that breaks an invariant, if any does.
    public internal(set) var violation: Violation?

    /// An invariant that does not hold.
    public struct Violation: Sendable, CustomStringConvertible {
        /// The invariant, with the rule of the design if there is one.
        public let rule: String
        /// Where it was broken.
        public let scenario: SessionExplorer.Scenario
        /// The steps that lead there, such as "A begins with S0", the last of which breaks it. `S0` is the ID of the
        /// start, `S.A` the one that request A was given; `G` stands for a visitor's.
        public let schedule: [String]

        /// Several lines.
        public var description: String {
            "\(rule)\n  in \(scenario)\n"
                + schedule.enumerated().map { "  \($0.offset + 1). \($0.element)" }.joined(separator: "\n")
        }
    }

    /// Makes the report of nothing.
    public init() {}

    /// Adds what another exploration has seen. Of two violations the shorter is kept.
    public mutating func add(_ other: ExplorationReport) {
        scenarios += other.scenarios
        unfinished += other.unfinished
        states += other.states
        schedules += other.schedules
        steps += other.steps
        guard let new = other.violation else { return }
        if violation.map({ new.schedule.count < $0.schedule.count }) ?? true { violation = new }
    }

    /// One line, and the violation.
    public var description: String {
        let counts = "\(scenarios) scenarios, \(states) states, \(schedules) schedules, \(steps) steps"
        let open = unfinished == 0 ? "" : ", \(unfinished) scenarios unfinished"
        return counts + open + (violation.map { "\nbroken: \($0)" } ?? ", nothing broken")
    }
}

/// A store, or the manager with it, that broke an invariant.
public struct ExplorationError: Error, Sendable, CustomStringConvertible {
    /// All of it; ``ExplorationReport/violation`` is never `nil`.
    public let report: ExplorationReport

    /// The report.
    public var description: String { report.description }
}
