import Foundation
import ProcessTesting
import Sessions
import SessionsSQLite
import Testing

@Suite struct SessionsChangingTests {
    @Test("revoke of a session ends that one, and a server that has the file open sees it at once") func one()
        async throws
    {
        try await withSessions { file in
            try await file.fill()
            for format in [[], ["--format", "json"]] {
                let number = format.isEmpty ? 0xA1 : 0xB1
                let handle = String("\(SessionsFile.family(number))".prefix(8))
                let text = try sessions(["revoke", file.path, handle, "--yes"] + format)
                #expect(text == (format.isEmpty ? "Ended 1 session.\n" : "{\n  \"ended\" : 1\n}\n"))
            }
            let rows = try await file.store.page(after: nil, limit: 100).records
            // With all its tombstones.
            #expect(!rows.contains { $0.family == SessionsFile.family(0xA1) || $0.family == SessionsFile.family(0xB1) })
            #expect(rows.count == 5)
            #expect(try await file.store.notBefore(subject: "hardtack/ada@example.org") == nil)
            #expect(try sessions("revoke", file.path, "a1a1a1a1", "--yes") == "There was no live session.\n")
            // One that has expired is no live one.
            #expect(try sessions("revoke", file.path, "e1e1e1e1", "--yes") == "There was no live session.\n")
        }
    }

    @Test("T7 revoke of a subject ends all of his, and refuses a login that is under way") func subject() async throws {
        try await withSessions { file in
            try await file.fill()
            let began = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
            #expect(try sessions("revoke", file.path, "--subject", "ada@example.org", "--yes") == "Ended 2 sessions.\n")
            #expect(try await file.store.list(subject: "hardtack/ada@example.org", now: file.now).isEmpty)
            #expect(try await file.store.count(now: file.now) == 4)
            let late = file.record(0x77, "hardtack/ada@example.org", seen: 0, age: 0)
            #expect(
                try await file.store.create(late, admission: Admission(requestBegan: began), now: file.now)
                    == .refusedByNotBefore
            )
            let answer = try sessions("revoke", file.path, "--subject", "nobody", "--yes")
            #expect(answer == "There was no live session of hardtack/nobody.\n")
            #expect(try await file.store.notBefore(subject: "hardtack/nobody") != nil)
        }
    }

    @Test("revoke of all ends everybody's and every visitor's, and refuses logins that are under way") func all()
        async throws
    {
        try await withSessions { file in
            try await file.fill()
            #expect(try sessions("revoke", file.path, "--all", "--yes") == "Ended 6 sessions.\n")
            let rows = try await file.store.page(after: nil, limit: 100).records
            #expect(rows.isEmpty)
            for subject in ["hardtack/ada@example.org", "admin/grace"] {
                #expect(try await file.store.notBefore(subject: subject) != nil)
            }
        }
    }

    @Test("revoke ends nothing without a yes") func asking() async throws {
        try await withSessions { file in
            try await file.fill()
            let commands = [["a1a1a1a1a1"], ["--subject", "ada@example.org"], ["--all"]]
            for command in commands {
                try Tool.run(["sessions", "revoke", file.path] + command, input: Array("y\n".utf8))
                    .expectFailure(1, mentioning: "--yes")
                for answer in ["\n", "n\n", "no\n", "yess\n", "\u{4}"] {
                    let seen = try Tool.onTerminal(["sessions", "revoke", file.path] + command, typing: answer)
                    #expect(seen.contains("? [y/N] ") && seen.contains("Nothing was ended."), "\(seen)")
                }
            }
            #expect(try await file.store.count(now: file.now) == 6)
            let seen = try Tool.onTerminal(["sessions", "revoke", file.path, "d1d1d1d1"], typing: "y\n")
            #expect(seen.contains(#"of hardtack/\x1B[31m\xE2\x80\xAEcaf"#) && seen.contains("last seen 7 hours ago"))
            #expect(!seen.contains("\u{1B}") && seen.contains("Ended 1 session."), "\(seen)")
            #expect(
                try Tool.onTerminal(["sessions", "revoke", file.path, "--subject", "ada@example.org"], typing: "YES\n")
                    .contains("End 2 sessions of hardtack/ada@example.org? [y/N] ")
            )
            #expect(try Tool.onTerminal(["sessions", "revoke", file.path, "--all"], typing: "y\n").contains("Ended 3"))
            #expect(try await file.store.count(now: file.now) == 0)
        }
    }

    @Test("revoke wants exactly one target, and a handle that names one session") func targets() async throws {
        try await withSessions { file in
            for targets in [[], ["a1a1a1a1", "--all"], ["--all", "--subject", "x"], ["a1a1a1a1", "--subject", "x"]] {
                try Tool.run(["sessions", "revoke", file.path, "--yes"] + targets).expectFailure(
                    64,
                    mentioning: "Give a session"
                )
            }
            for (number, family) in ["aaaaaaaa", "aaaaaaab"].enumerated() {
                var record = file.record(number, nil, seen: 0, age: 0)
                let text = "bbbbbbbb" + family + String(repeating: "0", count: 16)
                record.family = try #require(SessionFamily(text))
                _ = try await file.store.create(record, admission: nil, now: file.now)
            }
            for verb in [["show"], ["revoke", "--yes"]] {
                try Tool.run(["sessions", verb[0], file.path, "bbbbbbbbaaaaaaa"] + verb.dropFirst())
                    .expectFailure(1, mentioning: "More than one")
            }
            #expect(try sessions("revoke", file.path, "bbbbbbbbaaaaaaab", "--yes") == "Ended 1 session.\n")
        }
    }

    @Test("purge deletes what has expired and nothing else") func purge() async throws {
        try await withSessions { file in
            try await file.fill()
            #expect(try sessions("purge", file.path) == "Purged 1 row.\n")
            #expect(try sessions("purge", file.path, "--format", "json") == "{\n  \"purged\" : 0\n}\n")
            #expect(try await file.store.page(after: nil, limit: 100).records.count == 9)
        }
    }

    @Test("check says that all is well, or what is not, with status 1") func check() async throws {
        try await withSessions { file in
            try await file.fill()
            #expect(
                try sessions("check", file.path) == """
                    ok   file and indexes agree
                    ok   rows that no session can be made of: 0
                    ok   rows that a purge would miss: 0
                    ok   earlier IDs with something of a session in them: 0
                    ok   sessions with two live IDs: 0

                    Nothing wrong was found in 10 rows.

                    """
            )
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
            #expect(try sessions("check", file.path).contains("warning  The session database can be used by others"))
            try file.execute(
                "UPDATE sessions SET state = 9 WHERE id = 3; UPDATE sessions SET check_at = 9e15 WHERE id = 4"
            )
            for format in ["table", "json"] {
                let result = try Tool.run(["sessions", "check", file.path, "--format", format])
                #expect(result.status == 1 && result.error.isEmpty)
                if format == "table" {
                    #expect(result.text.contains("bad  rows that no session can be made of: 1\n"))
                    #expect(result.text.contains("bad  rows that a purge would miss: 1\n"))
                    // The path is one word, however long.
                    let lines = result.text.split(separator: "\n").filter { !$0.contains(file.path) }
                    #expect(lines.allSatisfy { $0.count <= 80 }, "\(result.text)")
                } else {
                    #expect(result.text.contains("\"passed\" : false") && result.text.contains("\"unreadable\" : 1"))
                }
            }
            try file.execute(
                """
                DROP INDEX sessions_family; CREATE INDEX sessions_family ON sessions (created);
                PRAGMA writable_schema = ON;
                UPDATE sqlite_schema SET sql = 'CREATE INDEX sessions_family ON sessions (family)'
                    WHERE name = 'sessions_family'
                """
            )
            let result = try Tool.run(["sessions", "check", file.path])
            #expect(result.status == 1)
            #expect(result.text.hasPrefix("bad  row 1 missing from index sessions_family\n"), "\(result.text)")
        }
    }

    @Test("backup makes a whole copy that only its owner can read, while another process is writing") func backup()
        async throws
    {
        try await withSessions { file in
            try await file.fill()
            let copy = file.path + "-copy's"
            let before = try sessions("stats", file.path)
            let other = try SQL(file.path)
            try other.execute("BEGIN IMMEDIATE; DELETE FROM sessions")
            #expect(try sessions("backup", file.path, copy) == "Copied the database to \(copy), 44 KB.\n")
            try other.execute("ROLLBACK")
            #expect(try mode(copy) == 0o600)
            #expect(try sessions("stats", copy) == before)
            #expect(try sessions("check", copy).contains("in 10 rows"))
            let contents = FileManager.default.contents(atPath: copy)
            for (path, word) in [(copy, "already"), (file.path, "already"), (file.path + "/x", "folder"), ("", "path")]
            {
                try Tool.run(["sessions", "backup", file.path, path]).expectFailure(1, mentioning: word)
            }
            #expect(FileManager.default.contents(atPath: copy) == contents)
            let second = try sessions("backup", file.path, copy + "2", "--format", "json")
            #expect(second.contains("\"bytes\" : 45056"))
        }
    }

    @Test("F2 a backup for which there is no room is one line, and leaves nothing behind") func noRoom() async throws {
        try await withSessions { file in
            for number in 0..<20 {
                let record = file.record(number, nil, seen: 0, age: 0, payload: 50_000)
                _ = try await file.store.create(record, admission: nil, now: file.now)
            }
            // 256 KB a file; a write beyond is an error then and no signal.
            let (status, output) = try ChildProcess.run([
                "/bin/sh", "-c", "trap '' XFSZ; ulimit -f 512; exec \"$@\"", "sh", Tool.path, "sessions", "backup",
                file.path, file.path + "-copy",
            ])
            #expect(status == 1)
            #expect(output.hasPrefix("hardtack: ") && output.filter(\.isNewline).count == 1, "\(output)")
            #expect(!FileManager.default.fileExists(atPath: file.path + "-copy"))
            #expect(try await file.store.count(now: file.now) == 20)
        }
    }
}
