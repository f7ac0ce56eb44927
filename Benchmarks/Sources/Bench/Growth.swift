import CLimits
import Foundation
import HTTPTypes
import Sessions
import SessionsSQLite

/// What many sessions change: the time of a request, memory, and the waits while they are purged. Takes minutes.
enum Growth {
    private static let rows = 1_000_000
    private static let sizes = [10_000, 100_000, 1_000_000]

    static func figures(rounds: Int) async throws -> [Figure] {
        let folder = try Folder()
        defer { folder.remove() }
        return try await inMemory(rounds: rounds) + reading(folder, rounds: rounds) + purging(folder)
    }

    // MARK: In memory

    private static func inMemory(rounds: Int) async throws -> [Figure] {
        var figures: [Figure] = []
        for size in sizes {
            let before = residentMegabytes()
            let manager = try SessionRequests.manager(MemoryStore(capacity: size))
            // Some of them ask; the cookies of all would be measured too.
            var requests: [HTTPFields] = []
            for number in 0..<size {
                let user = try await SessionRequests.user(number, of: manager)
                if number % (size / 10_000) == 0 { requests.append(user) }
            }
            let bytes = (residentMegabytes() - before) * 1_048_576 / Double(size)
            requests.shuffle()
            figures += twoThreads("memory, \(size.formatted()) sessions", requests, manager, rounds: rounds)
            if size == sizes.last {
                let name = "memory, a session of three values"
                figures.append(Figure(operation: name, unit: .bytes, ours: bytes))
            }
        }
        return figures
    }

    /// The processor's time of one request, one thread asking and two.
    private static func twoThreads(
        _ name: String,
        _ requests: [HTTPFields],
        _ manager: SessionManager,
        rounds: Int
    ) -> [Figure] {
        [("read", false), ("save", true)].map { kind, isSaving in
            let each = 5_000
            func time(_ threads: Int) -> Double {
                let start = nanoseconds(CLOCK_PROCESS_CPUTIME_ID)
                Scaling.inThreads(threads) { thread in
                    for round in 0..<each {
                        // Threads never have the same session.
                        let number = (round * 2 + thread) % requests.count
                        try? await SessionRequests.serve(requests[number], by: manager) { session in
                            if isSaving { session.visited() } else { keep(session.theme) }
                        }
                    }
                }
                return (nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - start) / Double(threads * each)
            }
            _ = time(2)
            let times = (0..<rounds).map { _ in (one: time(1), two: time(2)) }
            return Figure(
                operation: "\(name), \(kind), 2 threads (1 thread)",
                limit: median(times.map(\.one)),
                ours: median(times.map(\.two)),
                ratio: median(times.map { $0.two / $0.one })
            )
        }
    }

    // MARK: Reading

    private static func reading(_ folder: Folder, rounds: Int) async throws -> [Figure] {
        var databases: [(size: Int, database: Database, limit: OpaquePointer)] = []
        for size in sizes {
            let database = try await Database(in: folder, sessions: min(size, 20_000), rows: size)
            databases.append((size, database, try await database.copy()))
        }
        var times: [[(c: Double, ours: Double)]] = []
        for _ in 0...rounds {
            var round: [(c: Double, ours: Double)] = []
            for (_, database, limit) in databases { round.append(try await database.readingTimes(limit)) }
            times.append(round)
        }
        times.removeFirst()
        var figures = databases.enumerated().map { index, entry in
            Figure(
                operation: "sqlite, \(entry.size.formatted()) rows, read",
                limit: median(times.map { $0[index].c }),
                ours: median(times.map { $0[index].ours }),
                ratio: median(times.map { $0[index].ours / $0[index].c })
            )
        }
        if let (_, database, _) = databases.last {
            let name = "sqlite, \(rows.formatted()) rows"
            figures += twoThreads(name, database.requests, database.manager, rounds: min(rounds, 3)).prefix(1)
            let attributes = try FileManager.default.attributesOfItem(atPath: database.path)
            let size = (attributes[.size] as? NSNumber)?.doubleValue ?? 0
            figures.append(Figure(operation: "sqlite, a row in the file", unit: .bytes, ours: size / Double(rows)))
        }
        let last = databases.count - 1
        let growth = median(times.map { $0[last].ours / $0[0].ours })
        figures.append(
            Figure(
                operation: "sqlite, 1,000,000 rows to 10,000",
                unit: .times,
                limit: median(times.map { $0[last].c / $0[0].c }),
                ours: growth,
                promise: Figure.Promise(growth, atMost: 1.5)
            )
        )
        if let path = databases.last?.database.path {
            let resident = try megabytesOfChild(reading: path)
            figures.append(
                Figure(
                    operation: "sqlite, 1,000,000 rows, resident",
                    unit: .megabytes,
                    ours: resident,
                    promise: Figure.Promise(resident, atMost: 100, " MB")
                )
            )
        }
        for (_, database, limit) in databases {
            limit_sqlite_close(limit)
            await database.store.close()
        }
        return figures
    }

    /// Of a process that has nothing but a store of that file, which is read all over; asked of a child of this one.
    private static func megabytesOfChild(reading path: String) throws -> Double {
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
    private static func purging(_ folder: Folder) async throws -> [Figure] {
        let database = try await Database(
            in: folder,
            sessions: 10_001,
            rows: rows + 10_001,
            fillerDeadline: 1_600_000_000_000
        )
        guard let other = limit_sqlite_open(database.path, 1) else { throw SessionRequests.WrongValue() }
        let connection = OneAtATime(pointer: other)
        let (rest, state) = (Progress(), Progress())
        async let quietLockWaits = Self.lockWaits(connection) { rest.isDone }
        let quiet = try await waits(database) { start in start.duration(to: .now) > .seconds(20) }
        rest.finish()
        let quietLock = try await quietLockWaits
        async let lockWaits = Self.lockWaits(connection) { state.isDone }
        let purge = Task { @concurrent in
            while try await database.manager.purgeExpired(limit: 10_000) == 10_000 {}
            state.finish()
        }
        let start = ContinuousClock.now
        let busy = try await waits(database) { _ in state.isDone }
        try await purge.value
        let seconds = start.duration(to: .now)
        let lock = try await lockWaits
        limit_sqlite_close(connection.pointer)
        await database.store.close()
        let parts = [("median", 0.5), ("99 %", 0.99), ("99.9 %", 0.999), ("longest", 1)]
        func figure(_ waits: [Double], _ part: Double) -> Double {
            waits.sorted()[min(waits.count - 1, Int(part * Double(waits.count)))]
        }
        let saves = parts.map { name, part in
            let wait = figure(busy, part)
            return Figure(
                operation: "wait for a save in a purge, \(name) (none)",
                unit: .milliseconds,
                limit: figure(quiet, part),
                ours: wait,
                // The longest is the disk's, which takes its time now and then with a purge or without.
                promise: part == 0.999 ? Figure.Promise(wait, atMost: 25, " ms") : nil
            )
        }
        let others = parts.suffix(2).map { name, part in
            Figure(
                operation: "another process waits for the lock, \(name) (none)",
                unit: .milliseconds,
                limit: figure(quietLock, part),
                ours: figure(lock, part)
            )
        }
        let purged = Figure(
            operation: "purge of \(rows.formatted()) rows",
            unit: .milliseconds,
            ours: Double(seconds.components.seconds) * 1_000
        )
        return saves + others + [purged]
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
