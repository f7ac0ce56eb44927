import Glibc
import Testing

@testable import SecureTokens

@Suite struct KeyFileTests {
    @Test("a written key has mode 0600 and is read again") func roundTrip() throws {
        try withDirectory { directory in
            let path = directory + "/key"
            let key = try RootKey.generate()
            try key.write(toNewFile: path)
            #expect(try RootKey(contentsOf: path).id == key.id)
            #expect(try KeyRing(contentsOf: path).primaryID == key.id)
            var status = stat()
            #expect(unsafe stat(path, &status) == 0)
            #expect(status.st_mode & 0o7777 == 0o600)
            #expect(status.st_size == 68)
        }
    }

    @Test("an existing file is never overwritten") func exists() throws {
        try withDirectory { directory in
            let path = directory + "/key"
            try write(RootKeyTests.text, path)
            #expect(code { try RootKey.generate().write(toNewFile: path) } == .exists)
            #expect(try RootKey(contentsOf: path).id == fixedKey().id)
            let link = directory + "/link"
            #expect(unsafe symlink(directory + "/elsewhere", link) == 0)
            #expect(code { try RootKey.generate().write(toNewFile: link) } == .exists)
        }
    }

    @Test(
        "modes that let others in are refused, unless allowed by name",
        arguments: [0o640, 0o604, 0o644, 0o620, 0o602, 0o610, 0o601, 0o666, 0o777] as [mode_t]
    )
    func modes(mode: mode_t) throws {
        try withDirectory { directory in
            let path = directory + "/key"
            try write(RootKeyTests.text, path, mode)
            #expect(code { try RootKey(contentsOf: path) } == .readableByOthers)
            #expect(code { try KeyRing(contentsOf: path) } == .readableByOthers)
            #expect(code { try KeyRing.loadOrCreate(path) } == .readableByOthers)
            #expect(try RootKey(contentsOf: path, access: .anyMode).id == fixedKey().id)
        }
    }

    @Test("modes that keep others out are accepted", arguments: [0o600, 0o400, 0o700] as [mode_t])
    func goodModes(mode: mode_t) throws {
        try withDirectory { directory in
            try write(RootKeyTests.text + "\n", directory + "/key", mode)
            #expect(try RootKey(contentsOf: directory + "/key").id == fixedKey().id)
        }
    }

    @Test("T9 each bad content is an error of its own", arguments: rows)
    func contents(text: String, expected: KeyError.Code) throws {
        try withDirectory { directory in
            try write(text, directory + "/key")
            #expect(code { try RootKey(contentsOf: directory + "/key") } == expected)
        }
    }

    private static let rows: [(String, KeyError.Code)] = [
        ("", .empty), ("\n\n", .empty), ("# only a comment\n", .empty), ("password\n", .malformed),
        ("\u{feff}" + RootKeyTests.text, .malformed),
        (String(RootKeyTests.text.dropLast()) + "0", .checksum),
        // 31 bytes, and 32 zero bytes with their right checksum.
        ("hardtack-key-v1:" + Base64URL.encode([UInt8](repeating: 1, count: 31).span) + "00000000", .malformed),
        (zeroKeyText, .allEqual),
        (RootKeyTests.text + " " + RootKeyTests.text, .malformed),
        (RootKeyTests.text + "\n" + RootKeyTests.text, .tooLarge),
        (String(repeating: "#", count: KeyFile.maximumLength + 1), .tooLarge),
    ]

    private static let zeroKeyText = "hardtack-key-v1:" + String(repeating: "A", count: 43) + "49616b58"

    @Test("T9 a directory, a missing file, a pipe, and no permission are errors of their own") func places() throws {
        try withDirectory { directory in
            #expect(code { try RootKey(contentsOf: directory) } == .notAFile)
            #expect(code { try RootKey(contentsOf: directory + "/none") } == .missing)
            #expect(code { try RootKey.generate().write(toNewFile: directory + "/none/key") } == .missing)
            #expect(unsafe mkfifo(directory + "/pipe", 0o600) == 0)
            #expect(code { try RootKey(contentsOf: directory + "/pipe") } == .notAFile)
            try write(RootKeyTests.text, directory + "/key", 0)
            // The superuser may read anything: there is nothing to see then.
            if geteuid() != 0 { #expect(code { try RootKey(contentsOf: directory + "/key") } == .permission) }
        }
    }

    @Test("no permission is an error of its own, seen by another user") func permission() throws {
        guard geteuid() == 0 else { return }
        try withDirectory { directory in
            try write(RootKeyTests.text, directory + "/key", 0o600)
            let report = try ChildProcess.run {
                guard setuid(65_534) == 0 else { return [2] }
                do throws(KeyError) {
                    _ = try RootKey(contentsOf: directory + "/key")
                    return [1]
                } catch {
                    return error.code == .permission ? [0] : [3]
                }
            }
            #expect(report == [0])
        }
    }

    @Test("a ring is one key a line, the first the primary; comments and blank lines do not count") func ring() throws {
        try withDirectory { directory in
            let text = try [
                "# made in spring", fixedKey(5).exposedText(), "", "  # older", "\t" + fixedKey(6).exposedText() + "\r",
            ].joined(separator: "\n")
            try write(text, directory + "/keys")
            let ring = try KeyRing(contentsOf: directory + "/keys")
            #expect(try ring.ids == [fixedKey(5).id, fixedKey(6).id])
            try write(text + "\n" + fixedKey(5).exposedText(), directory + "/twice")
            #expect(code { try KeyRing(contentsOf: directory + "/twice") } == .duplicate)
        }
    }

    @Test("an error names the line and never the key") func line() throws {
        try withDirectory { directory in
            try write("# one\n" + RootKeyTests.text.dropLast() + "0\n", directory + "/keys")
            let error = #expect(throws: KeyError.self) { try KeyRing(contentsOf: directory + "/keys") }
            #expect(error?.code == .checksum)
            #expect(error?.description.contains("line 2") == true)
            #expect(error?.description.contains("AAEC") == false)
        }
    }

    @Test("loadOrCreate makes a key once and reads it ever after") func loadOrCreate() throws {
        try withDirectory { directory in
            let path = directory + "/key"
            let first = try KeyRing.loadOrCreate(path)
            #expect(try KeyRing.loadOrCreate(path).ids == first.ids)
            try write("rubbish", directory + "/bad")
            #expect(code { try KeyRing.loadOrCreate(directory + "/bad") } == .malformed)
            #expect(code { try KeyRing.loadOrCreate(directory + "/none/key") } == .missing)
        }
    }

    @Test("a program that dies while it makes a key file leaves nothing in its place") func death() throws {
        try withDirectory { directory in
            let path = directory + "/key"
            let key = try fixedKey()
            let failure = #expect(throws: ChildProcess.Failure.self) {
                try ChildProcess.run {
                    // The first byte that is written to any file kills the child.
                    signal(SIGXFSZ, SIG_DFL)
                    var limit = rlimit(rlim_cur: 0, rlim_max: 0)
                    unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
                    unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
                    try? key.write(toNewFile: path)
                    return []
                }
            }
            #expect(failure.map { $0.status & 0x7f } == SIGXFSZ)
            #expect(code { try KeyRing(contentsOf: path) } == .missing)
            #expect(try KeyRing.loadOrCreate(path).primaryID == RootKey(contentsOf: path).id)
        }
    }

    @Test("replacing keeps the file's owner, refuses a link to it and leaves nothing else") func replace() throws {
        try withDirectory { directory in
            try write("old", directory + "/keys")
            // Only the superuser can make a file of another's.
            let owner: uid_t = geteuid() == 0 ? 65_534 : geteuid()
            #expect(unsafe chown(directory + "/keys", owner, gid_t.max) == 0)
            try KeyFile.replace(directory + "/keys", with: Array(RootKeyTests.text.utf8))
            #expect(try RootKey(contentsOf: directory + "/keys").id == fixedKey().id)
            var status = stat()
            #expect(unsafe lstat(directory + "/keys", &status) == 0 && status.st_mode & 0o7777 == 0o600)
            #expect(status.st_uid == owner)
            #expect(unsafe symlink("keys", directory + "/link") == 0)
            #expect(code { try KeyFile.replace(directory + "/link", with: [1]) } == .notAFile)
            #expect(code { try KeyFile.replace(directory + "/none", with: [1]) } == .missing)
            #expect(try names(in: directory) == ["keys", "link"])
        }
    }

    @Test("what an interrupted replacement left is named, not overwritten") func interrupted() throws {
        try withDirectory { directory in
            let path = directory + "/keys"
            try write("old", path)
            try write("half", path + ".new")
            let error = #expect(throws: KeyError.self) { try KeyFile.replace(path, with: [1]) }
            #expect(error?.code == .exists)
            #expect(error?.description.contains("remove \(path).new") == true)
            unsafe unlink(path + ".new")
        }
    }

    /// The test's own files could not be made.
    private struct Unusable: Error {}

    private func withDirectory(_ body: (String) throws -> Void) throws {
        let path = try makeDirectory()
        defer { removeDirectory(path) }
        try body(path)
    }

    private func makeDirectory() throws -> String {
        var template = Array("/tmp/hardtack-keys-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw Unusable() }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        unsafe chmod(path, 0o755)
        return path
    }

    private func removeDirectory(_ path: String) {
        for name in (try? names(in: path)) ?? [] { unsafe unlink(path + "/" + name) }
        unsafe rmdir(path)
    }

    private func names(in path: String) throws -> [String] {
        guard let directory = unsafe opendir(path) else { throw Unusable() }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private func write(_ text: String, _ path: String, _ mode: mode_t = 0o600) throws {
        guard let file = unsafe fopen(path, "w") else { throw Unusable() }
        let bytes = Array(text.utf8)
        let count = unsafe fwrite(bytes, 1, bytes.count, file)
        guard unsafe fclose(file) == 0, count == bytes.count, unsafe chmod(path, mode) == 0 else {
            throw Unusable()
        }
    }
}
