#if Redis
    import Foundation
    import ProcessTesting

    /// A program that ends with this process, however that ends: a shell waits beside it for its input to close.
    final class ServerProcess: Sendable {
        struct NotStarted: Error, CustomStringConvertible {
            let description: String
        }

        let identifier: pid_t
        private let shell: ChildProcess
        private let input = Pipe()

        init(_ program: String, _ arguments: [String]) throws {
            let path = try Self.path(of: program)
            let output = Pipe()
            let script = #""$@" >/dev/null 2>&1 & echo $!; read -r _; kill -9 $! 2>/dev/null; wait"#
            shell = try ChildProcess(
                ["/bin/sh", "-c", script, "sh", path] + arguments,
                input: .pipe(input),
                output: .pipe(output)
            )
            guard let line = output.firstLine() else { throw NotStarted(description: "\(program) was not started.") }
            guard let identifier = pid_t(line) else { throw NotStarted(description: "\(program): \(line)") }
            self.identifier = identifier
        }

        deinit {
            end()
        }

        func send(_ signal: Int32) {
            kill(identifier, signal)
        }

        /// Kills it, and returns once it is gone.
        func end() {
            try? input.fileHandleForWriting.close()
            shell.waitForEnd()
        }

        private static func path(of program: String) throws -> String {
            let paths = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map { "\($0)/\(program)" }
            guard let path = paths.first(where: FileManager.default.isExecutableFile(atPath:)) else {
                throw NotStarted(
                    description:
                        "There is no \(program) here, which these tests need: apt-get install redis-server redis-tools"
                )
            }
            return path
        }

        /// Runs a program to its end and gives what it has written.
        static func run(_ program: String, _ arguments: [String]) throws -> String {
            let path = try path(of: program)
            let (status, text) = try ChildProcess.run([path] + arguments)
            guard status == 0 else { throw NotStarted(description: "\(program): \(text)") }
            return text
        }
    }
#endif
