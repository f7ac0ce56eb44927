import Foundation
import HTTPTypes
import Logging
import SecureTokens
import Sessions
import SessionsSQLite
import Testing

extension SessionKeys {
    fileprivate var counter: SessionKey<Int> { "counter" }
}

@Suite("Several processes on one file")
struct ProcessesTests {
    static let processes = 4
    static let sessions = 3
    /// Additions of each process to each session.
    static let times = 100

    @Test("four processes that change the same sessions lose no update, and fail in no way but those documented")
    func counting() async throws {
        let folder = try TemporaryFolder()
        let (database, keyFile) = (folder.path("s.sqlite"), folder.path("key"))
        try RootKey.generate().write(toNewFile: keyFile)
        let store = try SQLiteStore(path: database)
        let manager = try SessionManager(
            store: store,
            keys: KeyRing(contentsOf: keyFile),
            logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        )
        var cookies: [String] = []
        for _ in 0..<Self.sessions {
            let session = try await manager.begin([:])
            session.counter = 0
            var response = HTTPFields()
            try await manager.commit(session, to: &response)
            cookies.append(String(try #require(response[.setCookie]).prefix { $0 != ";" }))
        }
        let input = folder.path("cookies")
        try Data(cookies.map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: input))
        let arguments = ["count", database, keyFile, "\(Self.times)"]
        let (lines, statuses) = try await blocking {
            let probes = try (0..<Self.processes).map { _ in try CrashProbe(arguments, input: input) }
            return (probes.flatMap { $0.lines() }, probes.map { $0.waitForEnd() })
        }
        #expect(statuses == Array(repeating: 0, count: Self.processes))
        var acknowledged = Array(repeating: 0, count: Self.sessions)
        for words in lines.map({ $0.split(separator: " ") }) {
            // An addition that is refused as a conflict, or because the lock was held for too long, is tried again.
            if words.first == "E", words.last == "conflict" || words.last == "storeUnavailable" { continue }
            let told = "a process wrote \(words.joined(separator: " "))"
            try #require(words.count == 3 && words[0] == "A", Comment(rawValue: told))
            acknowledged[try #require(Int(words[1]))] += try #require(Int(words[2]))
        }
        #expect(acknowledged == Array(repeating: Self.processes * Self.times, count: Self.sessions))
        for (cookie, count) in zip(cookies, acknowledged) {
            #expect(
                try await manager.begin([.cookie: cookie]).counter == count,
                "an addition is lost, or was done twice"
            )
        }
        let refused = lines.count { $0.hasPrefix("E") }
        #expect(refused < 20, "\(refused) additions were refused")
        #expect(try RawDatabase(database).rows("PRAGMA integrity_check") == ["ok"])
        await store.close()
    }
}
