import Foundation

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A run of the program that is killed, see `Tests/CrashTest/Probe`. It is built beside the bundle of these tests.
final class CrashProbe {
    struct NotStarted: Error {}

    static let url: URL = {
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
        let folder = bundle?.bundleURL.deletingLastPathComponent() ?? Bundle.main.bundleURL
        return folder.appendingPathComponent("CrashProbe")
    }()

    private let process = Process()
    private let output = Pipe()
    private var rest: ArraySlice<UInt8> = []

    /// - Parameter input: a file; a pipe that nobody reads any more would end this process with a signal.
    init(_ arguments: [String], input: String) throws {
        guard let handle = FileHandle(forReadingAtPath: input) else { throw NotStarted() }
        process.executableURL = Self.url
        process.arguments = arguments
        process.standardInput = handle
        process.standardOutput = output
        try process.run()
    }

    /// Reads until there are that many lines, or to the end.
    func lines(_ count: Int = .max) -> [String] {
        var lines: [String] = []
        while true {
            while lines.count < count, let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                lines.append(String(decoding: rest[..<end], as: UTF8.self))
                rest = rest[(end + 1)...]
            }
            if lines.count == count { return lines }
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { return lines }
            rest = rest + Array(more)
        }
    }

    /// Kills it now, waits for its end and gives the lines that it had written and nobody had read.
    func kill() -> [String] {
        #if canImport(Darwin)
            Darwin.kill(process.processIdentifier, SIGKILL)
        #else
            Glibc.kill(process.processIdentifier, SIGKILL)
        #endif
        let last = lines()
        process.waitUntilExit()
        return last
    }

    func waitForEnd() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }
}

/// Runs what blocks on a thread of its own, so that the other tests go on.
func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
    }
}
