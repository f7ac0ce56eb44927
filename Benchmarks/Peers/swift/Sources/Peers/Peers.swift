import Foundation
import GRDB

// Swift's peer: what an application does that keeps its sessions in a table of its own through GRDB's pool, with the
// flushes that this package's store makes too. No ID is drawn, nothing sealed, no cookie written.

struct Row: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "sessions"
    var id: String
    var data: Data
    var expires: Date
}

struct Values: Codable {
    var user: String
    var theme: String
    var visits: Int
}

struct WrongValue: Error {}

@MainActor
final class Measurement {
    let operation: String
    private let body: () throws -> Void
    private var count = 0
    private static let version = "GRDB \(ProcessInfo.processInfo.environment["GRDB_VERSION"] ?? "7")"

    init(_ operation: String, _ body: @escaping () throws -> Void) {
        self.operation = operation
        self.body = body
    }

    var entry: [String: Any] { ["operation": operation, "peer": "GRDB", "version": Self.version] }

    func run(milliseconds: Double) throws -> Double {
        if count == 0 {
            var tried = 1
            var elapsed = try timed(tried)
            while elapsed < milliseconds * 5e5 {
                tried *= 2
                elapsed = try timed(tried)
            }
            count = Int(Double(tried) * milliseconds * 1e6 / elapsed) + 1
        }
        return try timed(count) / Double(count)
    }

    /// Of the whole process: a pool works on threads of its own.
    private func timed(_ count: Int) throws -> Double {
        let start = Self.cpu()
        for _ in 0..<count { try body() }
        return Self.cpu() - start
    }

    private static func cpu() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }
}

@main
@MainActor
struct Peers {
    static func main() throws {
        let isServing = CommandLine.arguments.dropFirst().first == "serve"
        let milliseconds = ProcessInfo.processInfo.environment["MILLISECONDS"].flatMap(Double.init) ?? 20
        if isServing { _ = readLine() }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("peers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let all = try measurements(try pool(in: folder))
        if isServing {
            try say(all.map(\.entry))
            while let line = readLine(), let number = Int(line) {
                try say(try all[number].run(milliseconds: milliseconds))
            }
        } else {
            for measurement in all {
                let figure = try measurement.run(milliseconds: milliseconds)
                try say(measurement.entry.merging(["nanoseconds": figure]) { $1 })
            }
        }
    }

    private static func say(_ value: Any) throws {
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .fragmentsAllowed]
        let line = try JSONSerialization.data(withJSONObject: value, options: options)
        FileHandle.standardOutput.write(line + Data("\n".utf8))
    }

    private static func pool(in folder: URL) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        let file = folder.appendingPathComponent("sessions.sqlite").path
        let pool = try DatabasePool(path: file, configuration: configuration)
        try pool.write { database in
            try database.create(table: "sessions") { table in
                table.primaryKey("id", .text)
                table.column("data", .blob).notNull()
                table.column("expires", .datetime).notNull().indexed()
            }
            for _ in 0..<10_000 { try new().insert(database) }
        }
        return pool
    }

    private static func new() throws -> Row {
        let values = try JSONEncoder().encode(Values(user: "user-1", theme: "dark", visits: 1))
        return Row(id: UUID().uuidString, data: values, expires: Date(timeIntervalSinceNow: 3_600))
    }

    private static func measurements(_ pool: DatabasePool) throws -> [Measurement] {
        let ids = try pool.read { try String.fetchAll($0, sql: "SELECT id FROM sessions ORDER BY random()") }
        var next = 0
        func id() -> String {
            next = (next + 1) % ids.count
            return ids[next]
        }
        func values(_ row: Row?) throws -> Values {
            guard let row, row.expires > Date() else { throw WrongValue() }
            return try JSONDecoder().decode(Values.self, from: row.data)
        }
        return [
            Measurement("sqlite.read") {
                let row = try pool.read { try Row.fetchOne($0, key: id()) }
                if try values(row).theme != "dark" { throw WrongValue() }
            },
            Measurement("sqlite.write") {
                try pool.write { database in
                    guard var row = try Row.fetchOne(database, key: id()) else { throw WrongValue() }
                    var changed = try values(row)
                    changed.visits += 1
                    row.data = try JSONEncoder().encode(changed)
                    row.expires = Date(timeIntervalSinceNow: 3_600)
                    try row.update(database)
                }
            },
            Measurement("sqlite.login") {
                try pool.write { try new().insert($0) }
            },
            Measurement("sqlite.logout") {
                let row = try new()
                try pool.write { try row.insert($0) }
                _ = try pool.write { try Row.deleteOne($0, key: row.id) }
            },
        ]
    }
}
