#if Hummingbird
    import Foundation
    import ProcessTesting

    /// A server in a process of its own, ended with this value's ``end()``.
    public final class ServerProcess: Sendable {
        /// Talks to it.
        public let client: HTTPClient
        private let process: ChildProcess
        private let input: Pipe

        /// Starts a program that lies beside the tests and prints its port.
        public init(_ name: String, _ arguments: [String]) throws {
            let (input, output) = (Pipe(), Pipe())
            process = try ChildProcess(
                [BuiltProgram.path(name)] + arguments,
                input: .pipe(input),
                output: .pipe(output)
            )
            var line = Data()
            while line.last != UInt8(ascii: "\n") {
                let more = output.fileHandleForReading.availableData
                guard !more.isEmpty else { throw ConnectionClosed() }
                line += more
            }
            guard let port = Int(String(decoding: line.dropLast(), as: UTF8.self)) else { throw ConnectionClosed() }
            client = HTTPClient(port: port)
            self.input = input
        }

        /// Lets it shut down in order; returns its exit status.
        @discardableResult
        public func end() -> Int32 {
            try? input.fileHandleForWriting.close()
            return process.waitForEnd()
        }
    }
#endif
