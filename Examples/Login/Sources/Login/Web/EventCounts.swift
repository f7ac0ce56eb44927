import Sessions
import Synchronization

/// What has happened to sessions since the server started, by kind. The manager calls it on the path of each request: it
/// adds one under a lock and does nothing else.
final class EventCounts: Sendable {
    let started: Timestamp
    private let counts = Mutex<[SessionEvent.Kind: Int]>([:])

    init(started: Timestamp) {
        self.started = started
    }

    func count(_ event: SessionEvent) {
        counts.withLock { $0[event.kind, default: 0] += 1 }
    }

    /// All kinds with their counts, those that happened first.
    var all: [(kind: String, count: Int)] {
        let counts = counts.withLock { $0 }
        let all = SessionEvent.Kind.allCases.map { (kind: Self.words($0.rawValue), count: counts[$0] ?? 0) }
        return all.filter { $0.count > 0 } + all.filter { $0.count == 0 }
    }

    /// `loggedIn` as "logged in", `replayedID` as "replayed ID".
    private static func words(_ name: String) -> String {
        var words = ""
        for character in name {
            let isNew = character.isUppercase && words.last?.isLowercase == true
            words += isNew ? " \(character)" : "\(character)"
        }
        return words.split(separator: " ").map { $0 == "ID" ? "ID" : $0.lowercased() }.joined(separator: " ")
    }
}
