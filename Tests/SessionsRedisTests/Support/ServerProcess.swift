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
            guard let path = Self.path(of: program) else {
                throw NotStarted(
                    description:
                        "There is no \(program) here, which these tests need: apt-get install redis-server redis-tools"
                )
            }
            let output = Pipe()
            let script = #""$@" >/dev/null 2>&1 & echo $!; read -r _; kill -9 $! 2>/dev/null"#
            shell = try ChildProcess(
                ["/bin/sh", "-c", script, "sh", path] + arguments,
                input: .pipe(input),
                output: .pipe(output)
            )
            var line = ""
            while !line.hasSuffix("\n") {
                let more = output.fileHandleForReading.availableData
                guard !more.isEmpty else { throw NotStarted(description: "\(program) was not started.") }
                line += String(decoding: more, as: UTF8.self)
            }
            guard let identifier = pid_t(line.dropLast()) else { throw NotStarted(description: "\(program): \(line)") }
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

        static func path(of program: String) -> String? {
            ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map { "\($0)/\(program)" }
                .first { FileManager.default.isExecutableFile(atPath: $0) }
        }

        /// Runs a program to its end and gives what it has written.
        static func run(_ program: String, _ arguments: [String]) throws -> String {
            guard let path = path(of: program) else {
                throw NotStarted(
                    description:
                        "There is no \(program) here, which these tests need: apt-get install redis-server redis-tools"
                )
            }
            let (status, text) = try ChildProcess.run([path] + arguments)
            guard status == 0 else { throw NotStarted(description: "\(program): \(text)") }
            return text
        }
    }
#endif
