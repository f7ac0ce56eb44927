import Foundation
import HTTPTypes
import Logging
import SecureTokens
import Sessions
import SessionsSQLite
import Testing

/// `Tests/CrashTest/run ROUNDS` runs the long form.
@Suite("A process that dies, or runs out of room")
struct CrashTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let rounds = environment["HARDTACK_CRASH_ROUNDS"].flatMap { Int($0) } ?? 12
    private static let seed = environment["HARDTACK_CRASH_SEED"].flatMap { UInt64($0) } ?? 1

    /// So many lines of forty kilobytes of session each fill a log that is copied into the database meanwhile.
    private static let heaviest: UInt64 = rounds >= 50 ? 2_400 : 300

    let folder: TemporaryFolder
    let database: String
    let keyFile: String

    init() throws {
        folder = try TemporaryFolder()
        database = folder.path("s.sqlite")
        keyFile = folder.path("key")
        try RootKey.generate().write(toNewFile: keyFile)
    }

    @Test("F1 killed at any moment under load it loses nothing that it has acknowledged, and leaves nothing half done")
    func killed() async throws {
        let keys = try KeyRing(contentsOf: keyFile)
        var random = SplitMix(Self.seed)
        var model = CrashModel()
        for round in 0..<Self.rounds {
            let isHeavy = round % 4 == 3
            // Some die while they open the file, most after a while.
            let lines = random.next() % 6 == 0 ? 0 : Int(random.next() % (isHeavy ? Self.heaviest : 1_200))
            let delay = Duration.microseconds(Int64(random.next() % (lines == 0 ? 40_000 : 12_000)))
            // Held by somebody else, the log outlives the last store; otherwise closing the store copies and deletes it.
            let other = random.next() % 2 == 0 ? try other() : nil
            let input = folder.path("state")
            try Data(model.state.utf8).write(to: URL(filePath: input))
            let arguments = [
                "load", database, keyFile, "\(random.next() >> 1)", "\(model.time + 200_000)",
                isHeavy ? "heavy" : "light",
            ]
            try model.read(
                try await blocking {
                    let probe = try CrashProbe(arguments, input: input)
                    let first = probe.lines(lines)
                    let moment = ContinuousClock.now + delay
                    while ContinuousClock.now < moment {}
                    return try first + probe.kill()
                }
            )
            let store = try SQLiteStore(path: database)
            try #require(RawDatabase(database).rows("PRAGMA integrity_check") == ["ok"])
            try await model.verify(store, keys: keys)
            await store.close()
            withExtendedLifetime(other) {}
        }
        print(
            "F1: \(Self.rounds) kills, seed \(Self.seed): \(model.acknowledged) operations were acknowledged, "
                + "\(model.interrupted) were under way, \(model.storedUnacknowledged) of those were stored"
        )
        #expect(model.acknowledged > Self.rounds * 20, "the processes got to do too little")
        #expect(model.interrupted > Self.rounds, "too little was under way when they were killed")
    }

    @Test(
        "F2 when the disk takes no more, requests fail, what was acknowledged stays, and it goes on when there is room"
    )
    func diskFull() async throws {
        try Data().write(to: URL(filePath: folder.path("nothing")))
        let arguments = ["fill", database, keyFile, "\(2 << 20)"]
        let input = folder.path("nothing")
        let (lines, status) = try await blocking {
            let probe = try CrashProbe(arguments, input: input)
            return (probe.lines().map { $0.split(separator: " ").map(String.init) }, probe.waitForEnd())
        }
        #expect(status == 0)
        let room = try #require(lines.firstIndex(of: ["R"]))
        let refused = lines[..<room].filter { $0[0] == "E" }
        #expect(refused.count >= 20 && Set(refused) == [["E", "storeUnavailable"]])
        #expect(lines[room...].map { $0[0] } == ["R"] + Array(repeating: "A", count: 8))
        let stored = lines.filter { $0[0] == "A" }
        #expect(stored.count > 50)

        let store = try SQLiteStore(path: database)
        #expect(try await store.check().isEmpty)
        let manager = try SessionManager(
            store: store,
            keys: KeyRing(contentsOf: keyFile),
            logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        )
        for line in stored {
            let session = try await manager.begin([.cookie: line[1]])
            #expect(session.counter == Int(line[2]))
        }
        // What was refused is not there either.
        #expect(try await store.count(now: Timestamp(milliseconds: 0)) == stored.count)
        await store.close()
    }

    /// A connection that has the file open, with the log in use.
    private func other() throws -> RawDatabase? {
        guard folder.mode("s.sqlite") != nil else { return nil }
        let raw = try RawDatabase(database)
        _ = try raw.rows("SELECT count(*) FROM sqlite_schema")
        return raw
    }
}

/// Sebastiano Vigna's generator: the same moments for the same seed.
private struct SplitMix {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension SessionKeys {
    fileprivate var counter: SessionKey<Int> { "counter" }
}
