import Sessions
import Synchronization

/// Collects what a case saw. Goes on after a failure, so that one run shows everything.
final class Check: Sendable {
    private let failures = Mutex<[String]>([])

    var seen: [String] { failures.withLock { $0 } }

    func fail(_ what: String) {
        failures.withLock { $0.append(what) }
    }

    func that(_ condition: Bool, _ what: String) {
        if !condition { fail(what) }
    }

    func equal<Value: Equatable>(_ seen: Value, _ expected: Value, _ what: String) {
        if seen != expected { fail("\(what): saw \(seen), expected \(expected)") }
    }

    /// Names the fields that differ instead of printing two whole records.
    func equal(_ seen: SessionRecord?, _ expected: SessionRecord?, _ what: String) {
        switch (seen, expected) {
        case (nil, nil): break
        case (nil, .some): fail("\(what): the row is not there")
        case (.some, nil): fail("\(what): there is a row")
        case (.some(let seen), .some(let expected)):
            for difference in differences(seen, expected) { fail("\(what): \(difference)") }
        }
    }

    func absent(_ key: StoreKey, in store: any SessionStore, _ what: String) async throws {
        equal(try await store.load(key), nil, what)
    }

    private func differences(_ seen: SessionRecord, _ expected: SessionRecord) -> [String] {
        func line<Value: Equatable>(_ name: String, _ field: (SessionRecord) -> Value) -> String? {
            let pair = (field(seen), field(expected))
            return pair.0 == pair.1 ? nil : "\(name) is \(pair.0), expected \(pair.1)"
        }
        return [
            line("key") { $0.key },
            line("version") { $0.version },
            line("family") { $0.family },
            // As bytes: two strings may be equal where their bytes are not.
            line("subject") { $0.subject.map { Array($0.utf8) } },
            line("created") { $0.created },
            line("lastSeen") { $0.lastSeen },
            line("idleDeadline") { $0.idleDeadline },
            line("absoluteDeadline") { $0.absoluteDeadline },
            line("renewAt") { $0.renewAt },
            line("authenticated") { $0.authenticated },
            line("assurance") { $0.assurance.rawValue },
            line("keyID") { $0.keyID },
            line("payload") { $0.payload },
            line("label") { $0.label },
            line("state") { $0.state },
            line("confirmedAt") { $0.confirmedAt },
        ].compactMap { $0 }
    }
}
