import Foundation
import HTTPTypes
import SecureTokens
import Sessions
import SessionsSQLite
import Testing

extension SessionKeys {
    fileprivate var secret: SessionKey<String> { "secret" }
}

@Suite struct SessionsLookingTests {
    private static let list = """
        SESSION       SUBJECT                              LAST SEEN    LEFT
        b1b1b1b1b1b1  admin/grace                          1 hour ago   10 hours
        a1a1a1a1a1a1  hardtack/ada@example.org             3 hours ago  8 hours
        c1c1c1c1c1c1  (visitor)                            4 hours ago  7 hours
        c2c2c2c2c2c2  (visitor)                            4 hours ago  7 hours
        d1d1d1d1d1d1  hardtack/\\x1B[31m\\xE2\\x80\\xAEcaf...  7 hours ago  4 hours
        a2a2a2a2a2a2  hardtack/ada@example.org             3 days ago   20 days

        6 live sessions.

        """

    private static let stats = """
        ROWS
          live         6  4 of 3 subjects, 2 of visitors
          expired      1  over, and not purged yet
          forwarding   1  renewed: the browser has not shown the new ID yet
          closed       1  renewed: kept to tell a replay
          superseded   1  replaced at a login or a change of privilege
          all         10  1 for the next purge

        ROOM
          file       44 KB
          payloads  1.9 KB  327 bytes on average, 1.5 KB the largest
          oldest    9 days  since the first of the live ones began

        LIVE, BY WHEN THEY WERE LAST SEEN
          30 minutes to 2 hours  1  █████████████
          2 to 8 hours           4  ████████████████████████████████████████████████████
          8 to 24 hours          0
          1 to 7 days            1  █████████████

        LIVE, BY NAMESPACE
          admin     1  █████████████████████▋
          hardtack  3  █████████████████████████████████████████████████████████████████

        LIVE, BY SERVER KEY
          0c0ffee0  5  █████████████████████████████████████████████████████████████████
          4e16ac5b  1  █████████████

        """

    private static let show = """
        session        a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1
        state          live
        subject        ada@example.org
        namespace      hardtack
        began          5 hours ago       DATE
        last seen      3 hours ago       DATE
        authenticated  5 hours ago       DATE  level 2
        new ID due     4 hours ago       DATE
        idle until     in 8 hours        DATE
        ends           in 2 days         DATE
        server key     0c0ffee0
        payload        93 bytes
        earlier IDs    1 closed, 1 forwarding, 1 superseded

        """

    @Test("list, show and stats fit in 80 columns and read like this, while a server has the file open") func golden()
        async throws
    {
        try await withSessions { file in
            try await file.fill()
            #expect(try sessions("list", file.path) == Self.list)
            #expect(try sessions("list", "sqlite:" + file.path) == Self.list)
            #expect(try sessions("stats", file.path) == Self.stats)
            let shown = try sessions("show", file.path, "a1a1a1a1")
            #expect(shown.replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/, with: "DATE") == Self.show)
            let all = Self.list + Self.stats + shown + (try sessions("show", file.path, "d1d1d1d1d1d1"))
            #expect(all.split(separator: "\n").allSatisfy { $0.count <= 80 })
            // Whoever only looks neither waits for a writer nor leaves anything in the file.
            let before = FileManager.default.contents(atPath: file.path + "-wal")
            let other = try SQL(file.path)
            try other.execute("BEGIN IMMEDIATE")
            #expect(try sessions("list", file.path) == Self.list)
            #expect(try sessions("check", file.path).contains("in 10 rows"))
            try other.execute("ROLLBACK")
            #expect(FileManager.default.contents(atPath: file.path + "-wal") == before)
            #expect(
                try sessions("list", file.path, "--limit", "2").hasSuffix(
                    "6 live sessions, 4 of them not shown: --limit 6.\n"
                )
            )
        }
    }

    @Test("a list of a subject has that subject's, in that namespace") func subject() async throws {
        try await withSessions { file in
            try await file.fill()
            let ada = try sessions("list", file.path, "--subject", "ada@example.org")
            #expect(ada.split(separator: "\n").map { $0.prefix(2) } == ["SE", "a1", "a2", "2 "])
            for name in ["grace", "late"] {
                let answer = try sessions("list", file.path, "--subject", name)
                #expect(answer == "There is no live session of hardtack/\(name).\n")
            }
            #expect(try sessions("list", file.path, "--subject", "grace", "--namespace", "admin").contains("b1b1b1"))
        }
    }

    @Test("JSON has every field, and times in ISO 8601") func document() async throws {
        struct Session: Decodable {
            let session: String
            let namespace, subject: String?
            let state: String
            let created, lastSeen, idleDeadline, absoluteDeadline: Date
            let authenticated: Date?
        }
        struct List: Decodable { let live: Int; let sessions: [Session] }
        try await withSessions { file in
            try await file.fill()
            let decoder = JSONDecoder()
            decoder.dateDecodingStrategy = .iso8601
            let text = try sessions("list", file.path, "--format", "json")
            let list = try decoder.decode(List.self, from: Data(text.utf8))
            #expect(list.live == 6 && list.sessions.count == 6)
            let ada = try #require(list.sessions.first { $0.session.hasPrefix("a1") })
            #expect(ada.session == "\(SessionsFile.family(0xA1))" && ada.state == "live")
            #expect(ada.namespace == "hardtack" && ada.subject == "ada@example.org")
            let seen = Double(file.now.milliseconds) / 1_000 - 10_920
            #expect(abs(ada.lastSeen.timeIntervalSince1970 - seen) < 1)
            #expect(abs(ada.idleDeadline.timeIntervalSince1970 - seen - 43_200) < 1)
            // What would drive a terminal is escaped as JSON does it, and comes out as it was.
            let wild = try #require(list.sessions.first { $0.session.hasPrefix("d1") }?.subject)
            #expect(wild == "\u{1B}[31m\u{202E}caf\u{E9}\n\u{9B}2J")
        }
    }

    @Test("T11 nothing that is stored can drive a terminal, in either form") func escaping() async throws {
        try await withSessions { file in
            try await file.fill()
            for verb in [["list"], ["show"], ["stats"]] {
                for format in ["table", "json"] {
                    let handle = verb == ["show"] ? ["d1d1d1d1d1d1"] : []
                    let text = try sessions(verb + [file.path] + handle + ["--format", format])
                    for scalar in text.unicodeScalars where scalar != "\n" {
                        let isPlain = scalar.isASCII && scalar.value >= 0x20 && scalar.value != 0x7F
                        #expect(
                            isPlain
                                || "\u{E9}\u{2588}\u{2589}\u{258A}\u{258B}\u{258C}\u{258D}\u{258E}\u{258F}"
                                    .unicodeScalars.contains(scalar)
                        )
                    }
                }
            }
        }
    }

    @Test("F4 times at the ends of their range, and a subject of nobody's, are shown and end nothing") func extremes()
        async throws
    {
        try await withSessions { file in
            _ = try await file.store.create(file.record(1, "no-slash", seen: 0, age: 0), admission: nil, now: file.now)
            for value in [Int64.min, .max, 0] {
                try file.execute(
                    """
                    UPDATE sessions SET created = \(value), last_seen = \(value), renew_at = \(value),
                        authenticated = \(value), absolute_deadline = \(Int64.max), idle_deadline = \(Int64.max)
                    """
                )
                for format in ["table", "json"] {
                    for arguments in [["list"], ["stats"], ["show", "01010101"], ["check"]] {
                        let text = try sessions(
                            [arguments[0], file.path] + arguments.dropFirst() + ["--format", format]
                        )
                        #expect(!text.isEmpty && text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
                    }
                }
            }
        }
    }

    @Test("T20 it shows no ID, no key and no value; device labels only to who has the server's key") func secrets()
        async throws
    {
        try await withSessions { file in
            let (mine, other) = (file.path + ".key", file.path + "-other.key")
            try RootKey.generate().write(toNewFile: mine)
            try RootKey.generate().write(toNewFile: other)
            let manager = try SessionManager(store: file.store, keys: KeyRing(contentsOf: mine))
            let session = try await manager.begin([:])
            try session.login(subject: "ada")
            session.secret = "verysecret"
            try session.setDeviceLabel("Firefox\u{1B}[2J on Linux")
            var response = HTTPFields()
            try await manager.commit(session, to: &response)
            let cookie = try #require(response[values: .setCookie].first { $0.hasPrefix("__Host-id=") })
            let id = String(cookie.dropFirst("__Host-id=".count).prefix(43))
            let record = try #require(try await file.store.list(subject: "hardtack/ada", now: file.now).first)
            let payload = record.payload.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            let hash = (0..<32).map { String(record.key.hash[$0], radix: 16) }.joined()
            let sealedLabel = String(decoding: try #require(record.label), as: UTF8.self)
            for format in ["table", "json"] {
                for arguments in [["list"], ["show", "\(record.family)"], ["stats"], ["check"], ["purge"]] {
                    let command = [arguments[0], file.path] + arguments.dropFirst() + ["--format", format]
                    let text = try sessions(command)
                    for secret in ["verysecret", "secret", id, payload, hash, sealedLabel, "Firefox"] {
                        #expect(!text.contains(secret), "\(command)")
                    }
                    guard ["list", "show"].contains(arguments[0]) else { continue }
                    #expect(try sessions(command + ["--keys", mine]).contains("Firefox"))
                    #expect(try !sessions(command + ["--keys", mine]).contains("\u{1B}"))
                    #expect(try !sessions(command + ["--keys", other]).contains("Firefox"))
                }
            }
        }
    }

    @Test("F3 what is no session database is one line, and is left as it is") func failures() async throws {
        try await withSessions { file in
            await file.store.close()
            let folder = String(file.path.dropLast("sessions.sqlite".count))
            let (garbage, empty, foreign, newer) = (
                folder + "garbage", folder + "empty", folder + "foreign", folder + "newer"
            )
            try write(String(repeating: "no database ", count: 400), garbage)
            try write("", empty)
            try SQL.execute("CREATE TABLE accounts (a)", in: foreign)
            try FileManager.default.copyItem(atPath: file.path, toPath: newer)
            try SQL.execute("PRAGMA user_version = 99", in: newer)
            let table: [(path: String, status: Int32, word: String)] = [
                (folder + "none", 1, "no session database"), (folder + "no/none", 1, "no session database"),
                (folder, 1, "not a file"), (garbage, 65, "no SQLite database"), (empty, 65, "empty"),
                (foreign, 65, "not one that this kit has made"), (newer, 1, "Upgrade the kit"), ("", 1, "path"),
                ("mongo:cache", 1, "called mongo"), ("sqlite:", 1, "path"),
            ]
            for (path, status, word) in table {
                let before = FileManager.default.contents(atPath: path)
                for arguments in [
                    ["list"], ["list", "--subject", "a"], ["show", "a1a1a1a1"], ["revoke", "--all", "--yes"], ["purge"],
                    ["stats"], ["check"], ["backup", folder + "copy"],
                ] {
                    let result = try Tool.run(["sessions", arguments[0], path] + arguments.dropFirst())
                    result.expectFailure(status, mentioning: word)
                }
                #expect(FileManager.default.contents(atPath: path) == before)
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            #expect(left == ["empty", "foreign", "garbage", "newer", "sessions.sqlite"])
            try Tool.run(["sessions", "list", file.path, "--table", "guests"]).expectFailure(
                1,
                mentioning: "it has sessions"
            )
            try Tool.run(["sessions", "list", file.path, "--table", "a\"b"]).expectFailure(1, mentioning: "table name")
            try Tool.run(["sessions", "show", file.path, "a1a1a1a1"]).expectFailure(1, mentioning: "no such session")
            for handle in ["a1a1a1a", "A1A1A1A1", "a1a1a1ax", String(repeating: "a", count: 33)] {
                try Tool.run(["sessions", "show", file.path, handle]).expectFailure(64, mentioning: "hexadecimal")
            }
            try Tool.run(["sessions", "list", file.path, "--limit", "0"]).expectFailure(64, mentioning: "--limit")
        }
    }

    @Test("a file that this user may not use is one line") func permissions() async throws {
        try await withSessions { file in
            await file.store.close()
            try withoutPrivileges { user in
                for verb in ["list", "stats", "check", "purge"] {
                    try Tool.run(["sessions", verb, file.path], user: user).expectFailure(1, mentioning: "may not")
                }
            }
        }
    }
}

/// The output of a command that works, and says nothing on standard error.
func sessions(_ arguments: String...) throws -> String { try sessions(arguments) }

func sessions(_ arguments: [String]) throws -> String {
    let result = try Tool.run(["sessions"] + arguments)
    #expect(result.status == 0 && result.error.isEmpty, "\(arguments): \(result.error)")
    return result.text
}
