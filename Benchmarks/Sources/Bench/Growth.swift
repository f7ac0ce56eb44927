import CLimits
import Foundation
import HTTPTypes
import Sessions
import SessionsSQLite

/// What a million rows change: reading, memory, and the waits while they are purged. Takes minutes.
enum Growth {
    private static let rows = 1_000_000

    static func lines(rounds: Int) async throws -> [String] {
        let folder = try Folder()
        defer { folder.remove() }
        var lines = [row("operation", "C us", "ours us", "ratio", "limit")]
        lines += try await reading(folder, rounds: rounds)
        lines += try await purging(folder)
        return lines
    }

    // MARK: Reading

    private static func reading(_ folder: Folder, rounds: Int) async throws -> [String] {
        let few = try await Database(in: folder, sessions: 10_000)
        let many = try await Database(in: folder, sessions: 20_000, rows: rows)
        let fewInC = try await few.copy()
        let manyInC = try await many.copy()
        var times: [(few: (c: Double, ours: Double), many: (c: Double, ours: Double))] = []
        for _ in 0...rounds {
            times.append((try await few.readingTimes(fewInC), try await many.readingTimes(manyInC)))
        }
        times.removeFirst()
        let resident = try residentMegabytes(reading: many.path)
        limit_sqlite_close(fewInC)
        limit_sqlite_close(manyInC)
        await few.store.close()
        await many.store.close()
        let growth = median(times.map { $0.many.ours / $0.few.ours })
        let growthInC = median(times.map { $0.many.c / $0.few.c })
        func line(_ name: String, _ c: Double, _ ours: Double, _ verdict: String = "") -> String {
            row(name, c.formatted(decimals: 1), ours.formatted(decimals: 1), "", verdict)
        }
        return [
            line("10,000 rows, read", median(times.map(\.few.c)) / 1e3, median(times.map(\.few.ours)) / 1e3),
            line("1,000,000 rows, read", median(times.map(\.many.c)) / 1e3, median(times.map(\.many.ours)) / 1e3),
            line("1,000,000 rows to 10,000, times", growthInC, growth, verdict(growth, 1.5)),
            row("1,000,000 rows, resident MB", "", resident.formatted(decimals: 1), "", verdict(resident, 100)),
        ]
    }

    /// Of a process that has nothing but a store of that file, which is read all over; asked of a child of this one.
    private static func residentMegabytes(reading path: String) throws -> Double {
        let (process, output) = (Process(), Pipe())
        process.executableURL = Bundle.main.executableURL
        process.arguments = ["resident", path]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard let megabytes = Double(text) else { throw SessionRequests.WrongValue() }
        return megabytes
    }

    /// What that child does: reads one session of fifty, all of them five times, and prints its resident megabytes.
    static func printResident(reading path: String) async throws {
        let store = try SQLiteStore(path: path)
        var keys: [StoreKey] = []
        var cursor: StoreCursor?
        repeat {
            let page = try await store.page(after: cursor, limit: 1_000)
            keys += stride(from: 0, to: page.records.count, by: 50).map { page.records[$0].key }
            cursor = page.next
        } while cursor != nil
        let all = keys
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<5 {
                group.addTask { @concurrent in
                    for key in all.shuffled() where try await store.load(key) == nil {
                        throw SessionRequests.WrongValue()
                    }
                }
            }
            try await group.waitForAll()
        }
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        let kilobytes = line.split(separator: " ").compactMap { Double($0) }.first ?? 0
        print(kilobytes / 1_024, terminator: "")
        await store.close()
    }

    // MARK: Purging

    /// What requests wait that save something, without a purge and with one of a million rows under way.
    private static func purging(_ folder: Folder) async throws -> [String] {
        let database = try await Database(
            in: folder,
            sessions: 10_001,
            rows: rows + 10_001,
            fillerDeadline: 1_600_000_000_000
        )
        let quiet = try await waits(database) { start in start.duration(to: .now) > .seconds(10) }
        let state = Progress()
        guard let other = limit_sqlite_open(database.path, 1) else { throw SessionRequests.WrongValue() }
        let connection = OneAtATime(pointer: other)
        async let lockWaits = Self.lockWaits(connection) { state.isDone }
        let purge = Task { @concurrent in
            while try await database.manager.purgeExpired(limit: 10_000) == 10_000 {}
            state.finish()
        }
        let start = ContinuousClock.now
        let busy = try await waits(database) { _ in state.isDone }
        try await purge.value
        let seconds = start.duration(to: .now)
        let locks = try await lockWaits
        limit_sqlite_close(connection.pointer)
        await database.store.close()
        func line(_ name: String, _ waits: [Double]) -> String {
            let sorted = waits.sorted()
            let figures = [0.5, 0.99, 0.999, 1].map { sorted[min(sorted.count - 1, Int($0 * Double(sorted.count)))] }
            return row(name, "") + " ms at 50, 99, 99.9 and 100 %: "
                + figures.map { $0.formatted(decimals: 1) }.joined(separator: ", ") + " of \(sorted.count)"
        }
        return [
            line("wait for a save", quiet),
            line("wait for a save during a purge", busy),
            line("wait for the lock during a purge", locks) + "  25 ms: " + verdict(locks.max() ?? 0, 25),
            "the purge took \(seconds.components.seconds) s",
        ]
    }

    /// Milliseconds that another process would wait for the lock, asked for every two. On a thread of its own: it blocks.
    private static func lockWaits(
        _ connection: OneAtATime,
        until isOver: @escaping @Sendable () -> Bool
    ) async throws -> [Double] {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                var waits: [Double] = []
                while !isOver() {
                    let wait = limit_sqlite_lock_wait(connection.pointer)
                    guard wait >= 0 else { return continuation.resume(throwing: SessionRequests.WrongValue()) }
                    waits.append(Double(wait) / 1e6)
                    usleep(2_000)
                }
                continuation.resume(returning: waits)
            }
        }
    }

    /// A connection that one thread at a time uses.
    private struct OneAtATime: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    /// Milliseconds, of four users who save something every five milliseconds.
    private static func waits(
        _ database: Database,
        until isOver: @escaping @Sendable (ContinuousClock.Instant) -> Bool
    ) async throws -> [Double] {
        let start = ContinuousClock.now
        return try await withThrowingTaskGroup(of: [Double].self) { group in
            for user in 0..<4 {
                group.addTask { @concurrent in
                    var waits: [Double] = []
                    while !isOver(start) {
                        let number = (waits.count * 4 + user) % database.requests.count
                        let begun = ContinuousClock.now
                        try await SessionRequests.serve(database.requests[number], by: database.manager) {
                            $0.visited()
                        }
                        let (seconds, attoseconds) = begun.duration(to: .now).components
                        waits.append(Double(seconds) * 1e3 + Double(attoseconds) / 1e15)
                        try await Task.sleep(for: .milliseconds(5))
                    }
                    return waits
                }
            }
            var all: [Double] = []
            for try await some in group { all += some }
            return all
        }
    }
}

final class Progress: @unchecked Sendable {
    private let lock = NSLock()
    private var done = false

    var isDone: Bool { lock.withLock { done } }

    func finish() { lock.withLock { done = true } }
}
