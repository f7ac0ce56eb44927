import Sessions
import SessionsTesting

@main
struct Soak {
    static func main() async throws {
        for start in SessionExplorer.Start.allCases {
            let clock = ContinuousClock()
            let began = clock.now
            let pairs = try await SessionExplorer { MemoryStore() }.explore(SessionExplorer.Scenario.pairs(from: start))
            print("\(start) \(pairs)", clock.now - began)
        }
    }
}
