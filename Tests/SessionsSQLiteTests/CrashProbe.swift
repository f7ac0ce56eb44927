import Foundation
import ProcessTesting

/// A run of the program that is killed, see `Tests/CrashTest/Probe`. It is built beside the bundle of these tests.
final class CrashProbe {
    struct NotStarted: Error {}
    struct EndedByItself: Error {
        let status: Int32
    }

    private let process: ChildProcess
    private let output = Pipe()
    private var rest: ArraySlice<UInt8> = []

    /// - Parameter input: a file; a pipe that nobody reads any more would end this process with a signal.
    init(_ arguments: [String], input: String) throws {
        guard let handle = FileHandle(forReadingAtPath: input) else { throw NotStarted() }
        process = try ChildProcess(
            [BuiltProgram.path("CrashProbe")] + arguments,
            input: .file(handle),
            output: .pipe(output)
        )
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
    ///
    /// - Throws: ``EndedByItself`` if it was over before.
    func kill() throws -> [String] {
        Foundation.kill(process.identifier, SIGKILL)
        let last = lines()
        let status = process.waitForEnd()
        guard status == -SIGKILL else { throw EndedByItself(status: status) }
        return last
    }

    func waitForEnd() -> Int32 {
        process.waitForEnd()
    }
}

/// Runs what blocks on a thread of its own, so that the other tests go on.
func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
    }
}
