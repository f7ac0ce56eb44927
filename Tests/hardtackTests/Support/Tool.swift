import Foundation
import ProcessTesting
import Testing

/// Runs the built command line tool.
struct Tool {
    struct Result {
        let status: Int32
        let output: [UInt8]
        let error: String

        var text: String { String(decoding: output, as: UTF8.self) }

        /// What every failure looks like: nothing on standard output and one line on standard error.
        func expectFailure(_ status: Int32, mentioning word: String, at location: SourceLocation = #_sourceLocation) {
            #expect(self.status == status, sourceLocation: location)
            #expect(output.isEmpty, sourceLocation: location)
            #expect(error.hasPrefix("hardtack: ") && error.hasSuffix("\n"), sourceLocation: location)
            #expect(error.filter(\.isNewline).count == 1, sourceLocation: location)
            #expect(error.contains(word), "\(error)", sourceLocation: location)
        }
    }

    static let path = BuiltProgram.path("hardtack")

    /// Runs the tool with arguments and standard input.
    ///
    /// - Parameters:
    ///   - environment: added to that of the tests.
    ///   - user: the user to run as; only for the superuser.
    static func run(
        _ arguments: [String],
        environment: [String: String] = [:],
        input: [UInt8] = [],
        user: UInt32? = nil
    ) throws -> Result {
        let asUser = user.map { ["/usr/bin/setpriv", "--reuid=\($0)", "--clear-groups"] } ?? []
        // Files, because a pipe that nobody reads stops the process at 64 KiB.
        return try withFolder { folder in
            func file(_ name: String, _ contents: [UInt8]) throws -> FileHandle {
                let path = folder + "/" + name
                guard FileManager.default.createFile(atPath: path, contents: Data(contents)),
                    let handle = FileHandle(forUpdatingAtPath: path)
                else { throw CocoaError(.fileReadNoSuchFile) }
                return handle
            }
            let process = try ChildProcess(
                asUser + [path] + arguments,
                environment: ProcessInfo.processInfo.environment.merging(environment) { $1 },
                input: .file(try file("input", input)),
                output: .file(try file("output", [])),
                error: .file(try file("error", []))
            )
            return Result(
                status: process.waitForEnd(),
                output: Array(FileManager.default.contents(atPath: folder + "/output") ?? Data()),
                error: String(
                    decoding: FileManager.default.contents(atPath: folder + "/error") ?? Data(),
                    as: UTF8.self
                )
            )
        }
    }
}

extension Tool {
    /// Runs the tool with its output on a terminal and returns what it wrote there, some 4,000 bytes at most.
    ///
    /// - Parameters:
    ///   - environment: all of it, but for the terminal's kind.
    ///   - typing: what is typed there; then its input and its errors are on the terminal too, and the answer holds what was
    ///     typed as terminals show it.
    static func onTerminal(
        _ arguments: [String],
        environment: [String: String] = [:],
        typing: String? = nil
    ) throws -> String {
        // TIOCSPTLCK and TIOCGPTN of Linux: unlock the other end, and ask for its number.
        let controller = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK)
        var locked: Int32 = 0
        var number: Int32 = 0
        guard controller >= 0, unsafe ioctl(controller, 0x4004_5431, &locked) == 0,
            unsafe ioctl(controller, 0x8004_5430, &number) == 0,
            let terminal = FileHandle(forUpdatingAtPath: "/dev/pts/\(number)")
        else { throw CocoaError(.fileReadUnknown) }
        defer { close(controller) }
        if let typing {
            // It waits in the terminal until it is asked for.
            let bytes = Array(typing.utf8)
            guard unsafe write(controller, bytes, bytes.count) == bytes.count else {
                throw CocoaError(.fileWriteUnknown)
            }
        }
        let process = try ChildProcess(
            [path] + arguments,
            environment: ["TERM": "xterm"].merging(environment) { $1 },
            input: typing == nil ? .null : .file(terminal),
            output: .file(terminal),
            error: typing == nil ? .inherited : .file(terminal)
        )
        process.waitForEnd()
        defer { try? terminal.close() }
        // The kernel hands over in its own time what the tool has written, and behind it, in this order, what is written here.
        let mark = Array("\u{04}the end\u{04}".utf8)
        try terminal.write(contentsOf: mark)
        var bytes: [UInt8] = []
        while true {
            var waiting = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
            _ = unsafe poll(&waiting, 1, -1)
            bytes += unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
                count = max(0, unsafe read(controller, buffer.baseAddress, buffer.count))
            }
            if let end = bytes.firstRange(of: mark)?.lowerBound {
                return String(decoding: bytes[..<end], as: UTF8.self)
            }
        }
    }
}

/// Lends a folder of its own, which others may look into.
func withFolder<R>(_ body: (String) throws -> R) throws -> R {
    let path = NSTemporaryDirectory() + "hardtack-" + UUID().uuidString
    try FileManager.default.createDirectory(
        atPath: path,
        withIntermediateDirectories: false,
        attributes: [.posixPermissions: 0o755]
    )
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}

/// Writes a file with a mode.
func write(_ text: String, _ path: String, mode: Int = 0o600) throws {
    guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8)) else {
        throw CocoaError(.fileWriteUnknown)
    }
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
}

/// The permissions of a file.
func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
}

/// The contents of a file.
func contents(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
}
