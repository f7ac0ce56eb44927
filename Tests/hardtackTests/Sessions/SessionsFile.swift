import CSQLite
import Foundation
import Sessions
import SessionsSQLite

/// A session database to point the tool at, in a folder of its own. Times lie far enough from where a unit ends that a slow
/// test prints the same.
struct SessionsFile {
    let path: String
    let store: SQLiteStore
    let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))

    init(_ folder: String, table: String = "sessions") throws {
        path = folder + "/sessions.sqlite"
        var configuration = SQLiteStore.Configuration()
        configuration.table = table
        store = try SQLiteStore(path: path, configuration: configuration)
    }

    static let minute: Int64 = 60
    static let hour: Int64 = 3_600
    static let day: Int64 = 86_400

    static func family(_ number: Int) -> SessionFamily {
        let digits = String(number, radix: 16)
        let text = String(repeating: "0", count: 2 - digits.count) + digits
        // The first digits tell them apart.
        return SessionFamily(String(repeating: text, count: 16)) ?? SessionFamily(high: 0, low: 0)
    }

    /// Last seen `seen` seconds ago, begun `age` seconds ago, with an idle timeout of twelve hours and three days to live.
    func record(
        _ number: Int,
        _ subject: String?,
        seen: Int64,
        age: Int64,
        idle: Int64 = 12 * hour,
        life: Int64 = 3 * day,
        family: Int? = nil,
        state: SessionRecord.State = .live,
        payload: Int = 93
    ) -> SessionRecord {
        let created = now + .seconds(-age)
        return SessionRecord(
            key: StoreKey(tag: UInt32(number), hash: InlineArray { UInt8(truncatingIfNeeded: number &* 31 &+ $0) }),
            version: 1,
            family: Self.family(family ?? number),
            subject: subject,
            created: created,
            lastSeen: now + .seconds(-seen),
            idleDeadline: min(now + .seconds(idle - seen), created + .seconds(life)),
            absoluteDeadline: created + .seconds(life),
            renewAt: created + .seconds(Self.hour),
            authenticated: subject == nil ? nil : created,
            assurance: subject == nil ? .none : .aal2,
            keyID: number == 0xB1 ? 0x4E16_AC5B : 0x0C0F_FEE0,
            payload: state == .live ? Array(repeating: 7, count: payload) : [],
            state: state,
            confirmedAt: created
        )
    }

    /// Someone with two devices, an administrator, visitors, somebody with a name that is up to no good, and what renewals,
    /// logins and time have left.
    func fill() async throws {
        let month = 30 * Self.day
        let (hour, little) = (Self.hour, 2 * Self.minute)
        for record in [
            record(0xA1, "hardtack/ada@example.org", seen: 3 * hour + little, age: 5 * hour + little),
            record(
                0xA2,
                "hardtack/ada@example.org",
                seen: 3 * Self.day + hour,
                age: 9 * Self.day + hour,
                idle: month,
                life: month
            ),
            record(0xB1, "admin/grace", seen: hour + little, age: 2 * hour + little, payload: 1_500),
            record(0xC1, nil, seen: 4 * hour + little, age: 4 * hour + little),
            record(0xC2, nil, seen: 4 * hour + little + 1, age: 4 * hour + little + 1),
            record(0xD1, "hardtack/\u{1B}[31m\u{202E}caf\u{E9}\n\u{9B}2J", seen: 7 * hour + little, age: 8 * hour),
            record(0xE1, "hardtack/late", seen: 13 * hour, age: 14 * hour),
            record(0xA3, "hardtack/ada@example.org", seen: 500, age: 7_230, family: 0xA1, state: .superseded),
            record(
                0xA4,
                "hardtack/ada@example.org",
                seen: 400,
                age: 7_230,
                family: 0xA1,
                state: .closed(successor: nil, at: now)
            ),
            record(
                0xA5,
                "hardtack/ada@example.org",
                seen: 300,
                age: 7_230,
                family: 0xA1,
                state: .forwarding(successor: [1])
            ),
        ] { _ = try await store.create(record, admission: nil, now: now) }
    }

    /// Runs SQL on a connection of its own.
    func execute(_ sql: String) throws {
        try SQL.execute(sql, in: path)
    }
}

/// A connection of another process, or an intruder's.
@safe final class SQL {
    private let handle: OpaquePointer

    init(_ path: String) throws {
        var opened: OpaquePointer?
        let result = unsafe sqlite3_open(path, &opened)
        guard let handle = unsafe opened, result == SQLITE_OK else { throw CocoaError(.fileReadUnknown) }
        unsafe self.handle = handle
        unsafe sqlite3_busy_timeout(handle, 5_000)
    }

    deinit {
        unsafe sqlite3_close_v2(handle)
    }

    func execute(_ sql: String) throws {
        guard unsafe sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
            throw CocoaError(.fileReadCorruptFile)
        }
    }

    static func execute(_ sql: String, in path: String) throws {
        try SQL(path).execute(sql)
    }
}

/// Lends a folder and closes what lies in it.
func withSessions(_ body: (SessionsFile) async throws -> Void) async throws {
    let path = NSTemporaryDirectory() + "hardtack-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try SessionsFile(path)
    try await body(file)
    await file.store.close()
}
