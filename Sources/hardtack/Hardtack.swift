import ArgumentParser
import Foundation

/// The command line tool.
@main
struct Hardtack: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hardtack",
        abstract: "Keys, tokens and checks for hardened cookies and sessions.",
        discussion: """
            Exit status: 0 done, 1 failed, 64 wrong usage, 65 bad data.

            EXAMPLES
              hardtack keygen --out server.key
              hardtack keys show server.key
              printf %s ada | hardtack token seal --keys server.key --purpose invite \\
                --name link --for 3600
              curl -sI https://example.org/ | hardtack lint --url https://example.org/
              hardtack explain 'Cookie: id=1; theme=dark'
              hardtack sessions stats sessions.sqlite
              hardtack audit
            """,
        version: "0.1.0",
        subcommands: [
            Keygen.self, Keys.self, Token.self, Lint.self, Explain.self, SessionsCommand.self, AuditCommand.self,
        ]
    )

    /// One line on standard error for whatever goes wrong; help and version on standard output.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            fail(failure.description, status: failure.status)
        } catch let code as ExitCode {
            // What is to be said has been printed.
            Foundation.exit(code.rawValue)
        } catch {
            let status = exitCode(for: error).rawValue
            guard status != 0 else {
                print(fullMessage(for: error))
                Foundation.exit(0)
            }
            let message = message(for: error)
            fail("\(message)\(message.hasSuffix(".") ? "" : ".") See hardtack --help.", status: status)
        }
    }

    private static func fail(_ text: String, status: Int32) -> Never {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        FileHandle.standardError.write(Data("hardtack: \(Terminal.tame(line))\n".utf8))
        Foundation.exit(status)
    }
}
