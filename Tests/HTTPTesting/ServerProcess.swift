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
            guard let port = output.firstLine().flatMap(Int.init) else { throw ConnectionClosed() }
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
