import Foundation
import SecureTokens
import Testing

@Suite struct KeygenTests {
    @Test("a key is printed, a new one each time") func printed() throws {
        let first = try Tool.run(["keygen"])
        let second = try Tool.run(["keygen"])
        #expect(first.status == 0 && first.error.isEmpty)
        #expect(first.output != second.output)
        #expect(first.text.wholeMatch(of: /hardtack-key-v1:[A-Za-z0-9_-]{43}[0-9a-f]{8}\n/) != nil)
        #expect(throws: Never.self) { try RootKey(text: first.text) }
    }

    @Test("--out makes a file with mode 0600, whatever the umask, and prints the id alone") func file() throws {
        try withFolder { folder in
            let path = folder + "/server.key"
            let result = try Tool.run(["keygen", "--out", path])
            let key = try RootKey(contentsOf: path)
            #expect(result.status == 0 && result.error.isEmpty)
            #expect(try mode(path) == 0o600)
            #expect(result.text.contains("\(key.id)") && result.text.contains(path))
            #expect(!result.text.contains("hardtack-key"))
        }
    }

    @Test("a file is never overwritten, nor a link followed") func exists() throws {
        try withFolder { folder in
            let path = folder + "/server.key"
            try write("precious", path)
            try Tool.run(["keygen", "--out", path]).expectFailure(1, mentioning: "exists")
            #expect(contents(path) == "precious")
            try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder + "/new")
            try Tool.run(["keygen", "--out", folder + "/link"]).expectFailure(1, mentioning: "exists")
            #expect(!FileManager.default.fileExists(atPath: folder + "/new"))
        }
    }

    @Test("no directory, and no permission, are one line and status 1") func places() throws {
        try withFolder { folder in
            try Tool.run(["keygen", "--out", folder + "/none/key"]).expectFailure(1, mentioning: "does not exist")
            try Tool.run(["keygen", "--out", folder]).expectFailure(1, mentioning: "exists")
            try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder)
            defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder) }
            try withoutPrivileges { user in
                try Tool.run(["keygen", "--out", folder + "/key"], user: user)
                    .expectFailure(1, mentioning: "no permission")
            }
        }
    }

    @Test(
        "wrong usage is one line and status 64",
        arguments: [["keygen", "--bits", "128"], ["keygen", "more"], ["keygen", "--out"], ["keygne"], ["keys"]]
    )
    func usage(arguments: [String]) throws {
        let result = try Tool.run(arguments)
        // `keys` alone prints its help: there is nothing wrong with asking.
        guard arguments != ["keys"] else {
            #expect(result.status == 0 && result.text.contains("keys rotate"))
            return
        }
        result.expectFailure(64, mentioning: "--help")
    }

    @Test(
        "--help has an example on each command",
        arguments: [
            [], ["keygen"], ["keys"], ["keys", "show"], ["keys", "rotate"], ["token"], ["token", "seal"],
            ["token", "open"], ["token", "sign"], ["token", "verify"], ["audit"],
        ]
    )
    func help(command: [String]) throws {
        let result = try Tool.run(command + ["--help"])
        #expect(result.status == 0 && result.error.isEmpty)
        #expect(result.text.contains("EXAMPLE"))
        // The synopsis of a command with many options is one line, which the terminal breaks.
        #expect(result.text.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasPrefix("USAGE") })
    }
}

/// Runs a body with the user to run the tool as so that modes count, which they do not for the superuser: then `nobody`.
func withoutPrivileges(_ body: (UInt32?) throws -> Void) throws {
    guard geteuid() == 0 else { return try body(nil) }
    // Only if that user can reach the tool at all.
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv"),
        try Tool.run(["--version"], user: 65_534).status == 0
    else { return }
    try body(65_534)
}
