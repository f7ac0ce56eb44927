import ArgumentParser
import SessionsSQLite

extension SessionsCommand {
    /// `hardtack sessions check`
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read the whole database and say what is not as a store has written it.",
            discussion: """
                Exit status 1 if something is found.

                EXAMPLE
                  hardtack sessions check sessions.sqlite
                """
        )

        @OptionGroup var options: Options

        func validate() throws {
            try options.requireNothingFollowing()
        }

        func run() async throws {
            let (findings, warnings) = try await options.withStore { opened in
                let store = try opened.file(instead: "use its own tools; hardtack sessions stats reads every row")
                let start = ContinuousClock.now
                let findings = try await Progress.during(
                    "Checking",
                    { Moment.span(ContinuousClock.now - start) },
                    { try await store.check() }
                )
                return (findings, store.warnings)
            }
            try options.show(Document(findings, warnings)) { text(findings, warnings) }
            if !findings.isEmpty { throw ExitCode(1) }
        }

        private struct Document: Encodable {
            let passed: Bool
            let rows, unreadable, unscheduled, unwiped, ambiguous: Int
            let damages, warnings: [String]

            init(_ findings: SQLiteStore.Findings, _ warnings: [String]) {
                passed = findings.isEmpty
                rows = findings.rows
                unreadable = findings.unreadable
                unscheduled = findings.unscheduled
                unwiped = findings.unwiped
                ambiguous = findings.ambiguous
                damages = findings.damages
                self.warnings = warnings
            }
        }

        private func text(_ findings: SQLiteStore.Findings, _ warnings: [String]) -> String {
            let terminal = Terminal.standard
            var blocks: [String] = []
            if findings.damages.isEmpty {
                let rows = [
                    ("file and indexes agree", 0), ("rows that no session can be made of", findings.unreadable),
                    ("rows that a purge would miss", findings.unscheduled),
                    ("earlier IDs with something of a session in them", findings.unwiped),
                    ("sessions with two live IDs", findings.ambiguous),
                ]
                blocks.append(
                    rows.enumerated().map { index, row in
                        let verdict = row.1 == 0 ? terminal.paint("ok", .green) : terminal.paint("bad", .red)
                        let space = row.1 == 0 ? "   " : "  "
                        return verdict + space + row.0 + (index == 0 ? "" : ": \(grouped(row.1))")
                    }.joined(separator: "\n")
                )
            } else {
                // SQLite's words, with names out of a file that is damaged.
                let lines = findings.damages.map { Terminal.wrap(Terminal.tame($0), indent: 5) }
                blocks.append(lines.map { terminal.paint("bad", .red) + "  " + $0 }.joined(separator: "\n"))
            }
            blocks += warnings.map {
                terminal.paint("warning", .yellow) + "  " + Terminal.wrap(Terminal.tame($0), indent: 9)
            }
            blocks.append(
                findings.isEmpty
                    ? "Nothing wrong was found in \(count(findings.rows, "row"))."
                    : Terminal.wrap(
                        "The database is not as it should be. Stop the servers, keep a copy of the file and of its -wal, "
                            + "and restore a backup, or move them away and let everybody log in again.",
                        indent: 0
                    )
            )
            return blocks.joined(separator: "\n\n")
        }
    }
}
