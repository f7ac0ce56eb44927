import Sessions
import SessionsTesting

@main
struct Soak {
    static func main() async throws {
        let which = CommandLine.arguments.dropFirst().first ?? "pairs"
        for start in SessionExplorer.Start.allCases {
            let clock = ContinuousClock()
            let began = clock.now
            let scenarios: [SessionExplorer.Scenario] =
                switch which {
                case "clocked": SessionExplorer.Scenario.clocked(from: start)
                case "triples": SessionExplorer.Scenario.triples(from: start)
                default: SessionExplorer.Scenario.pairs(from: start)
                }
            let report = try await SessionExplorer { MemoryStore() }.explore(scenarios, within: .seconds(40))
            print("\(start) \(report)", clock.now - began)
        }
    }
}
