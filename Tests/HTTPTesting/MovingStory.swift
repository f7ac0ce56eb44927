import Foundation
import ProcessTesting
public import Sessions
import SessionsSQLite

/// Sessions that the tool moves from a file to a server and back, and looks at there.
public struct MovingStory {
    private let address: String
    private let store: any SessionStore
    /// By the tool's clock, which is the real one.
    private let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    private static let live = 290
    private static let tombstones = 10

    /// - Parameters:
    ///   - address: what the tool is given: a place of its own.
    ///   - store: the same place, opened.
    public init(address: String, store: any SessionStore) {
        self.address = address
        self.store = store
    }

    /// Plays it; says what went wrong.
    public func problems() async throws -> [String] {
        let folder = NSTemporaryDirectory() + "hardtack-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (first, last) = (folder + "/first.sqlite", folder + "/last.sqlite")
        let records = (1...Self.live + Self.tombstones).map(record)
        let source = try SQLiteStore(path: first)
        for record in records { _ = try await source.create(record, admission: nil, now: now) }
        await source.close()

        var problems: [String] = []
        func expect(_ arguments: [String], _ output: String, status: Int32 = 0) throws {
            let seen = try ChildProcess.run([BuiltProgram.path("hardtack"), "sessions"] + arguments)
            if seen.status != status || !seen.output.contains(output) {
                problems.append("\(arguments[0]) said, with status \(seen.status): \(seen.output)")
            }
        }
        func expect(_ expected: [SessionRecord], in store: any SessionStore, _ place: String) async throws {
            for record in expected where try await store.load(record.key) != record {
                problems.append("a record in the state \(record.state) is another in the \(place)")
            }
        }

        let copied = "Copied \(Self.live) sessions and \(Self.tombstones) earlier IDs."
        try expect(["copy", first, address], copied)
        try await expect(records, in: store, "server")
        try expect(["copy", address, last], copied)
        let copy = try SQLiteStore(path: last)
        try await expect(records, in: copy, "file")
        await copy.close()
        try expect(["copy", first, address], "Left \(records.count) rows as there already.")

        try expect(["revoke", "--store", address, "--subject", "ada", "--yes"], "Ended 3 sessions.")
        for record in records.prefix(3) where try await store.load(record.key) != nil {
            problems.append("a session that the tool has ended is there")
        }
        try expect(["list", address, "--format", "json"], #""live" : \#(Self.live - 3)"#)
        try expect(["check", "--store", address], "SQLite file only", status: 1)
        return problems
    }

    /// The first three are one user's, the last ones tombstones.
    private func record(_ number: Int) -> SessionRecord {
        let isLive = number <= Self.live
        let subject = number <= 3 ? "hardtack/ada" : nil
        return SessionRecord(
            key: StoreKey(tag: UInt32(number), hash: InlineArray { UInt8(truncatingIfNeeded: number >> $0) }),
            version: 3,
            family: SessionFamily(high: 0xFA, low: UInt64(number)),
            subject: subject,
            created: now,
            lastSeen: now,
            idleDeadline: now + .seconds(isLive ? 3_600 : 7_200),
            absoluteDeadline: now + .seconds(7_200),
            renewAt: now + .seconds(3_600),
            authenticated: subject.map { _ in now },
            assurance: subject == nil ? .none : .aal2,
            keyID: 0xFEED_F00D,
            payload: isLive ? Array(repeating: UInt8(truncatingIfNeeded: number), count: 64) : [],
            label: subject.map { _ in [1, 2, 3] },
            state: isLive ? .live : .forwarding(successor: [1, 2, 3]),
            confirmedAt: now
        )
    }
}
