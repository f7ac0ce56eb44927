import Foundation
import SecureTokens
import Testing

@Suite struct KeysTests {
    static let first = "hardtack-key-v1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh875eae2ae"
    static let firstID = "4e16ac5b"

    @Test("show lists ids and ages and never a key") func show() throws {
        try withFolder { folder in
            let second = try RootKey.generate()
            let path = folder + "/keys"
            try write(
                """
                # made 2026-11-21T08:00:00Z
                \(second.exposedText())
                # made 2020-01-07T12:00:00Z, retired 2026-11-21T08:00:00Z
                \(Self.first)

                """,
                path
            )
            let result = try Tool.run(["keys", "show", path])
            let lines = result.text.split(separator: "\n").map { $0.split(separator: " ") }
            #expect(result.status == 0 && result.error.isEmpty)
            #expect(lines.count == 3)
            #expect(lines[1].starts(with: ["\(second.id)", "primary", "2026-11-21"]))
            #expect(lines[2].starts(with: [Self.firstID[...], "accepted", "2020-01-07"]))
            #expect(lines[2].last == "2026-11-21")
            #expect(!result.text.contains("hardtack-key") && !result.text.contains("AAEC"))
        }
    }

    private static let bad: [(text: String, mode: Int, status: Int32, word: String)] = [
        (String(first.dropLast()) + "0", 0o600, 65, "checksum"),
        // 31 bytes, and 32 zero bytes with their right checksum.
        ("hardtack-key-v1:" + String(repeating: "A", count: 42) + "00000000", 0o600, 65, "not a key"),
        ("hardtack-key-v1:" + String(repeating: "A", count: 43) + "49616b58", 0o600, 65, "equal bytes"),
        ("", 0o600, 65, "no key"), ("secret passphrase", 0o600, 65, "not a key"),
        ("\(first)\n\(first)", 0o600, 65, "twice"),
        (first, 0o640, 1, "chmod 600"), (first, 0o604, 1, "chmod 600"),
    ]

    @Test("a key file that is no good is refused by every command, without a word of it", arguments: bad.indices)
    func refused(row: Int) throws {
        let (text, mode, status, word) = Self.bad[row]
        try withFolder { folder in
            let path = folder + "/keys"
            try write(text, path, mode: mode)
            let token = ["--keys", path, "--purpose", "p", "--name", "n"]
            for arguments in [
                ["keys", "show", path], ["keys", "rotate", path], ["token", "seal", "--for", "9"] + token,
                ["token", "open"] + token, ["token", "sign", "--unlimited"] + token, ["token", "verify"] + token,
            ] {
                let result = try Tool.run(arguments)
                result.expectFailure(status, mentioning: word)
                // The folder's random name may hold anything.
                let said = result.error.replacing(folder, with: "")
                #expect(!said.contains("AAEC") && !said.contains("passphrase"))
            }
            #expect(contents(path) == text)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["keys"])
        }
    }

    @Test("a directory, a missing file and no permission are one line and status 1") func places() throws {
        try withFolder { folder in
            try Tool.run(["keys", "show", folder]).expectFailure(1, mentioning: "directory")
            try Tool.run(["keys", "show", folder + "/none"]).expectFailure(1, mentioning: "does not exist")
            let path = folder + "/keys"
            try write(Self.first, path, mode: 0)
            try withoutPrivileges { user in
                for verb in ["show", "rotate"] {
                    try Tool.run(["keys", verb, path], user: user).expectFailure(1, mentioning: "no permission")
                }
            }
        }
    }

    @Test("a line end behind the key, of either kind, is accepted", arguments: ["", "\n", "\r\n", "\n\n"])
    func lineEnds(end: String) throws {
        try withFolder { folder in
            try write(Self.first + end, folder + "/keys")
            let result = try Tool.run(["keys", "show", folder + "/keys"])
            #expect(result.status == 0 && result.text.contains(Self.firstID))
        }
    }

    @Test("rotate puts a new primary in front, dates both, and keeps comments, order and mode") func rotate() throws {
        try withFolder { folder in
            let second = try RootKey.generate()
            let path = folder + "/keys"
            let secondText = try second.exposedText()
            try write(
                "# the shop's keys\n# made 2026-01-02T03:04:05Z\n\(secondText)\n# older\n\(Self.first)\n# the end\n",
                path
            )
            let result = try Tool.run(["keys", "rotate", path])
            let ring = try KeyRing(contentsOf: path)
            let lines = contents(path).split(separator: "\n").map(String.init)
            #expect(result.status == 0 && result.error.isEmpty)
            #expect(result.text.contains("\(ring.primaryID)") && result.text.contains("\(second.id)"))
            #expect(!result.text.contains("hardtack-key"))
            #expect(ring.ids.count == 3 && ring.ids[1] == second.id && ring.ids[2].description == Self.firstID)
            #expect(try mode(path) == 0o600)
            #expect(lines.count == 8)
            #expect(lines[0].wholeMatch(of: /# made \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)
            #expect(lines[2] == "# the shop's keys")
            #expect(
                lines[3].wholeMatch(of: /# made 2026-01-02T03:04:05Z, retired \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil
            )
            #expect(Array(lines[4...]) == [secondText, "# older", Self.first, "# the end"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["keys"])

            // What the old primary sealed opens still, and a second rotation leaves the first one's dates alone.
            let retired = lines[3]
            #expect(try Tool.run(["keys", "rotate", path]).status == 0)
            #expect(contents(path).contains(retired + "\n" + secondText + "\n"))
            #expect(try KeyRing(contentsOf: path).ids.count == 4)
        }
    }
}
