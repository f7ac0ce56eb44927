import Foundation
import Sessions
import SessionsSQLite
import Testing

@Suite struct SessionsCopyTests {
    @Test("copy brings every row that has not expired, as it is") func whole() async throws {
        try await withSessions { file in
            try await file.fill()
            let to = file.path + ".copy"
            let text = try sessions("copy", file.path, "sqlite:" + to)
            #expect(text == "Copied 6 sessions and 3 earlier IDs.\n")
            let all = try await rows(of: file.path)
            let copied = try await rows(of: to)
            #expect(copied == all.filter { !$0.isExpired(at: file.now) })
            #expect(copied.count == 9)
            // A server makes its files for itself alone, and so does this.
            #expect(try mode(to) == 0o600)
        }
    }

    @Test("a copy that is done again leaves what is there, and takes up what was interrupted") func again() async throws
    {
        try await withSessions { file in
            try await file.fill()
            let to = file.path + ".copy"
            _ = try sessions("copy", file.path, to)
            let first = try await rows(of: to)
            try SQL.execute("DELETE FROM sessions WHERE id > 4", in: to)
            #expect(
                try sessions("copy", file.path, to)
                    == "Copied 2 sessions and 3 earlier IDs.\nLeft 4 rows as there already.\n"
            )
            #expect(try await rows(of: to) == first)
            #expect(try sessions("copy", file.path, to) == "Copied 0 sessions.\nLeft 9 rows as there already.\n")
        }
    }

    @Test("T6 what has changed or ended in the first store since is brought up to date in the second")
    func upToDate() async throws {
        try await withSessions { file in
            try await file.fill()
            let to = file.path + ".copy"
            _ = try sessions("copy", file.path, to)

            // One saved something, one logged in again under a new ID, one logged out.
            var saved = file.record(0xB1, "admin/grace", seen: 60, age: 7_320, payload: 1_700)
            saved.version = 2
            #expect(try await file.store.update(saved.key, expecting: 1, to: saved, now: file.now) == .updated)
            let old = file.record(0xD1, nil, seen: 0, age: 0)
            let new = file.record(0x55, "hardtack/eve", seen: 0, age: 10)
            let outcome = try await file.store.rotate(
                old.key,
                expecting: 1,
                to: new,
                leaving: .superseded(until: file.now + .seconds(600)),
                admission: nil,
                now: file.now
            )
            #expect(outcome == .rotated(ended: []))
            #expect(try await file.store.deleteFamily(SessionsFile.family(0xC1), now: file.now))

            let text = try sessions("copy", file.path, to)
            #expect(text.contains("Copied 1 session.\n"), "\(text)")
            #expect(text.contains("Brought 2 rows up to date."), "\(text)")
            #expect(text.contains("1 session of the second store is not in the first"), "\(text)")
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
            let copy = try SQLiteStore(path: to)
            #expect(try await copy.load(saved.key)?.payload == saved.payload)
            #expect(try await copy.load(old.key)?.state == .superseded)
            #expect(try await copy.load(new.key) == new)

            let ending = try sessions("copy", file.path, to, "--end-missing", "--format", "json")
            #expect(ending.contains(#""ended" : 1"#) && ending.contains(#""missing" : 0"#), "\(ending)")
            #expect(try await rows(of: to) == rows(of: file.path).filter { !$0.isExpired(at: file.now) })
            await copy.close()
        }
    }

    @Test("what is newer in the second store stays") func newer() async throws {
        try await withSessions { file in
            try await file.fill()
            let to = file.path + ".copy"
            _ = try sessions("copy", file.path, to)
            let copy = try SQLiteStore(path: to)
            var saved = file.record(0xB1, "admin/grace", seen: 60, age: 7_320, payload: 1_700)
            saved.version = 2
            #expect(try await copy.update(saved.key, expecting: 1, to: saved, now: file.now) == .updated)
            let began = file.record(0x66, "hardtack/new", seen: 0, age: 0)
            #expect(try await copy.create(began, admission: nil, now: file.now) == .created(ended: []))
            let before = try await rows(of: to)
            let text = try sessions("copy", file.path, to)
            #expect(text.contains("Left 9 rows as there already."), "\(text)")
            #expect(try await rows(of: to) == before)
            await copy.close()
        }
    }

    @Test("several pages go over whole") func many() async throws {
        try await withSessions { file in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0x100..<0x1100 {
                    group.addTask {
                        var record = file.record(number, nil, seen: 1, age: 2, family: 1)
                        record.family = SessionFamily(high: 9, low: UInt64(number))
                        record.key = StoreKey(
                            tag: UInt32(number),
                            hash: InlineArray { UInt8(truncatingIfNeeded: ($0 == 0 ? number >> 8 : number) &+ $0) }
                        )
                        _ = try await file.store.create(record, admission: nil, now: file.now)
                    }
                }
                try await group.waitForAll()
            }
            let to = file.path + ".copy"
            #expect(try sessions("copy", file.path, to) == "Copied 4,096 sessions.\n")
            #expect(Set(try await rows(of: to).map(\.key)) == Set(try await rows(of: file.path).map(\.key)))
        }
    }

    @Test("a store that cannot be is one line, and nothing of an address is in it") func failures() async throws {
        try await withSessions { file in
            try await file.fill()
            try Tool.run(["sessions", "copy", file.path, "mongo://u:secret@h"]).expectFailure(1, mentioning: "mongo")
            try Tool.run(["sessions", "copy", file.path, file.path]).expectFailure(64, mentioning: "itself")
            try Tool.run(["sessions", "copy", file.path + ".not", file.path]).expectFailure(1, mentioning: "no")
            try Tool.run(["sessions", "copy", file.path]).expectFailure(64, mentioning: "to")
            for address in ["postgres://u:secret@127.0.0.1:1/none", "redis://u:secret@127.0.0.1:1"] {
                for command in [["stats", address], ["copy", file.path, address]] {
                    let result = try Tool.run(["sessions"] + command)
                    result.expectFailure(1, mentioning: "hardtack")
                    #expect(!result.error.contains("secret"), "\(result.error)")
                }
            }
        }
    }

    @Test("the store may stand behind --store, and only once") func option() async throws {
        try await withSessions { file in
            try await file.fill()
            let handle = "\(SessionsFile.family(0xB1))"
            #expect(try sessions("list", "--store", file.path) == sessions("list", file.path))
            #expect(try sessions("stats", "--store", "sqlite:" + file.path) == sessions("stats", file.path))
            #expect(try sessions("show", "--store", file.path, handle) == sessions("show", file.path, handle))
            #expect(try sessions("purge", "--store", file.path) == "Purged 1 row.\n")
            #expect(try sessions("check", "--store", file.path) == sessions("check", file.path))
            let copy = file.path + ".backup"
            #expect(try sessions("backup", "--store", file.path, copy).hasPrefix("Copied the database to \(copy)"))
            #expect(try sessions("revoke", "--store", file.path, handle, "--yes") == "Ended 1 session.\n")
            #expect(try sessions("revoke", "--store", file.path, "--all", "--yes") == "Ended 5 sessions.\n")
            #expect(try Tool.run(["sessions", "list", "env:NO_SUCH_STORE"]).error.contains("NO_SUCH_STORE"))
            let named = try Tool.run(
                ["sessions", "stats", "env:HARDTACK_TEST_STORE"],
                environment: ["HARDTACK_TEST_STORE": "sqlite:" + file.path]
            )
            #expect(try named.text == sessions("stats", file.path))
            for command in [
                ["list", file.path, "--store", file.path], ["show", file.path, handle, "--store", file.path],
                ["revoke", "--all", "--yes", "--store", file.path, file.path],
            ] { try Tool.run(["sessions"] + command).expectFailure(64, mentioning: "hardtack") }
            for command in [
                ["list"], ["show"], ["show", "--store", file.path], ["backup", file.path], ["revoke", "--all"],
            ] {
                try Tool.run(["sessions"] + command).expectFailure(64, mentioning: "hardtack")
            }
        }
    }

    /// In the order of their keys.
    private func rows(of path: String) async throws -> [SessionRecord] {
        let store = try SQLiteStore(path: path)
        let rows = try await store.page(after: nil, limit: 10_000).records
        await store.close()
        return rows.sorted { $0.key.tag < $1.key.tag }
    }
}
