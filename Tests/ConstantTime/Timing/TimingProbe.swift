import HTTPTypes
import Logging
import SecureTokens
import Sessions
import SessionsSQLite

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Looks for time that depends on a secret: two classes of inputs, in random order, compared with Welch's t.
///
/// ```
/// TimingProbe [SECONDS an experiment]
/// ```
/// The control leaks on purpose and must be seen, or the measurement is blind. What a client may learn (whether a token is
/// authentic, whether an ID is a session) is measured as well, and no failure. Exits with 1 if the control is not seen, or
/// if one of the others has |t| above 10, a difference beyond doubt, of a nanosecond and half a percent at least. Below that, what a million
/// measurements see is where inputs lie in memory and in caches: it changes with every layout, and its sign too.
@main
struct TimingProbe {
    static func main() async throws {
        let seconds = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 10
        let measurement = Measurement(duration: .seconds(seconds))
        var table = Table()
        let tokens = try TokenExperiments()
        table.add(measurement.run(tokens.control), .isSeen)
        table.add(measurement.run(tokens.compare), .isNotSeen)
        table.add(measurement.run(tokens.verify), .isNotSeen)
        table.add(measurement.run(tokens.open), .isNotSeen)
        table.add(measurement.run(tokens.verdictOfVerify), .isPublic)
        table.add(measurement.run(tokens.verdictOfOpen), .isPublic)
        for store in [try await StoreExperiments.inMemory(), try await StoreExperiments.inFile()] {
            table.add(await measurement.run(try store.nearMiss()), .isNotSeen)
            table.add(await measurement.run(try store.presence()), .isPublic)
        }
        exit(table.isGood ? 0 : 1)
    }
}

/// Prints a row for each experiment.
private struct Table {
    enum Expectation: String {
        case isSeen = "must differ"
        case isNotSeen = "must not differ"
        case isPublic = "may differ"
    }

    private(set) var isGood = true

    mutating func add(_ result: (name: String, test: WelchTest), _ expectation: Expectation) {
        let (name, test) = result
        let t = test.greatest
        let isBeyondLayout = abs(test.difference) >= max(1, test.mean / 200)
        var verdict = t <= 4.5 ? "no difference" : !isBeyondLayout ? "within noise" : t <= 10 ? "perhaps" : "differ"
        let differs = t > 10 && isBeyondLayout
        if expectation == .isSeen && !differs || expectation == .isNotSeen && differs {
            isGood = false
            verdict += ": FAILS"
        }
        let columns = [
            name.padded(58), "\(test.count)".padded(9), Self.text(test.mean).padded(8),
            Self.text(test.difference).padded(8), Self.text(t).padded(8), expectation.rawValue.padded(15), verdict,
        ]
        print("| " + columns.joined(separator: " | ") + " |")
    }

    init() {
        print("| classes | measured | ns | difference | greatest t | expected | seen |")
        print("|---|---|---|---|---|---|---|")
    }

    private static func text(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - utf8.count))
    }
}
