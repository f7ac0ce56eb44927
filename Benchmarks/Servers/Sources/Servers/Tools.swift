import Foundation

/// A program that is started, and what may be written to it and read from it.
final class Program {
    private let process = Process()
    private let (input, output) = (Pipe(), Pipe())
    private var buffer = Data()

    init(_ command: [String]) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardInput = input
        process.standardOutput = output
        try Self.launch(process)
    }

    /// Starts it with no signal blocked: the threads of tasks block nearly all, and a child inherits that.
    private static func launch(_ process: Process) throws {
        var (none, before) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try process.run()
    }

    deinit {
        end()
    }

    /// Closes its input, which ends all that are started here, and waits.
    func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// For one that reads nothing.
    func terminate() {
        process.terminate()
        end()
    }

    func write(_ data: Data) throws {
        try input.fileHandleForWriting.write(contentsOf: data)
    }

    /// The next line without its end; `nil` when there is no more.
    func line() -> String? {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: buffer[buffer.startIndex..<end], as: UTF8.self)
                buffer = Data(buffer[(end + 1)...])
                return line
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { return nil }
            buffer.append(more)
        }
    }

    /// Runs one to its end and gives what it has written.
    static func output(_ command: [String], input: Data = Data()) throws -> String {
        let program = try Program(command)
        try program.write(input)
        try? program.input.fileHandleForWriting.close()
        let data = program.output.fileHandleForReading.readDataToEndOfFile()
        program.process.waitUntilExit()
        guard program.process.terminationStatus == 0 else {
            throw Failure(description: "\(command.first ?? "") has failed")
        }
        return String(decoding: data, as: UTF8.self)
    }
}

/// Servers that are there as long as this: `Benchmarks/Servers/hold`.
final class HeldServers {
    /// Where they are.
    let places: [String]
    private let program: Program

    init(_ kind: String) throws {
        guard let hold = ProcessInfo.processInfo.environment["HOLD"] else {
            throw Failure(description: "HOLD names no program: run by Benchmarks/run")
        }
        program = try Program([hold, kind])
        guard let line = program.line() else { throw Failure(description: "the servers for \(kind) did not start") }
        places = line.split(separator: " ").map(String.init)
    }

    func end() { program.end() }
}
