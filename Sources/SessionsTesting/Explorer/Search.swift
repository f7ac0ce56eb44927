import Sessions

/// Goes through every schedule of one scenario, depth first.
///
/// A task cannot be copied, so a state is reached again by carrying out its schedule again. Each step adds one to the
/// progress of one request, to the responses delivered or to the ticks used, all of which are part of the state: all ways
/// to a state have the same length, and leaving off at a state that is known loses no shorter one.
struct Search {
    private let scenario: SessionExplorer.Scenario
    private let laboratory: Laboratory
    private let end: ContinuousClock.Instant?
    private var longest: Int
    private var seen: Set<Fingerprint> = []
    private(set) var report = ExplorationReport()

    init(
        _ scenario: SessionExplorer.Scenario,
        in laboratory: Laboratory,
        shorterThan limit: Int?,
        until end: ContinuousClock.Instant?
    ) {
        self.scenario = scenario
        self.laboratory = laboratory
        self.end = end
        longest = limit.map { $0 - 1 } ?? .max
    }

    mutating func run() async throws {
        var open: [[Story.Choice]] = [[]]
        while let path = open.popLast() {
            if let end, end <= .now {
                report.unfinished = 1
                return
            }
            guard path.count <= longest else { continue }
            report.schedules += 1
            guard let story = try await begin() else { return }
            do {
                try await follow(path, in: story, &open)
            } catch let broken as Broken {
                report.violation = ExplorationReport.Violation(
                    rule: broken.rule,
                    scenario: scenario,
                    schedule: story.trail
                )
                longest = story.trail.count - 1
            } catch {
                await laboratory.stage.abandon()
                throw error
            }
            try await laboratory.end(story)
        }
        report.scenarios = 1
    }

    /// `nil` if not even the start can be arranged by the rules.
    private mutating func begin() async throws -> Story? {
        do {
            return try await laboratory.begin(scenario)
        } catch let broken as Broken {
            report.violation = ExplorationReport.Violation(
                rule: "\(broken.rule), before the first request",
                scenario: scenario,
                schedule: []
            )
            return nil
        }
    }

    /// Carries out a schedule, then goes on with the first choice each time and leaves the others for later.
    private mutating func follow(_ path: [Story.Choice], in story: Story, _ open: inout [[Story.Choice]]) async throws {
        for choice in path.dropLast() {
            report.steps += 1
            try await story.carryOut(choice)
        }
        var path = path
        var next = path.last
        while true {
            if let choice = next {
                guard story.choices.contains(choice) else {
                    throw Broken("the same steps lead to another state: the store or the manager is not deterministic")
                }
                report.steps += 1
                try await story.carryOut(choice)
            }
            guard seen.insert(story.fingerprint).inserted else { return }
            report.states += 1
            let choices = story.choices
            guard let first = choices.first else {
                if !story.hasEnded { throw Broken("requests wait for each other for ever") }
                return
            }
            guard path.count < longest else { return }
            for choice in choices.dropFirst().reversed() { open.append(path + [choice]) }
            path.append(first)
            next = first
        }
    }
}

extension Story {
    /// Stands for everything that may have a say in what happens from here on.
    var fingerprint: Fingerprint {
        var print = Fingerprint()
        print.add(now)
        print.add(hasEnded)
        print.add(ticks)
        for visit in visits {
            switch visit.phase {
            case .waiting: print.add(1)
            case .stopped: print.add(2)
            case .running: print.add(3)
            case .done: print.add(4)
            }
            print.add(visit.isAnswered)
            print.add(visit.history)
            for key in visit.confirmed.map(ledger.name).sorted() { print.add(key) }
        }
        for jar in [browser, thief] {
            for (name, value) in jar.values.sorted(by: { $0.key < $1.key }) {
                print.add(name)
                print.add(ledger.ids[value].map(ledger.name) ?? "")
            }
            print.add(0)
        }
        print.add(login.map(ledger.name) ?? "")
        ledger.add(to: &print)
        return print
    }
}
