import ArgumentParser
import Foundation
import SecureTokens

/// `hardtack keys`
struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at a key file, or change its primary key.",
        discussion: """
            A key file holds one key a line. The first is the primary: it seals and signs. All of them open and verify.

            EXAMPLES
              hardtack keys show server.key
              hardtack keys rotate server.key
            """,
        subcommands: [Show.self, Rotate.self]
    )

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the ids and ages of the keys in a file; never the keys.",
            discussion: """
                EXAMPLE
                  hardtack keys show server.key
                """
        )

        @Argument(help: "The key file.")
        var file: String

        func run() throws {
            let ring = try KeyRingFile(path: file)
            let now = Date()
            var rows = [["ID", "ROLE", "MADE", "AGE", "RETIRED"]]
            for (index, entry) in ring.entries.enumerated() {
                rows.append([
                    "\(entry.key.id)",
                    index == 0 ? "primary" : "accepted",
                    entry.made.map(KeyRingFile.day) ?? "unknown",
                    entry.made.map { age(from: $0, to: now) } ?? "unknown",
                    entry.retired.map(KeyRingFile.day) ?? "-",
                ])
            }
            print(table(rows))
        }
    }

    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a new primary key; the one before is retired with a date and still opens.",
            discussion: """
                With several servers, hand the file out before you restart the first of them: a server that does not know
                the new key takes what it made for unknown. Remove a retired key from the file when the longest lifetime
                of what it made has passed.

                EXAMPLE
                  hardtack keys rotate server.key
                """
        )

        @Argument(help: "The key file.")
        var file: String

        func run() throws {
            var ring = try KeyRingFile(path: file)
            let old = ring.entries[0].key.id
            let new = try withKeyErrors { () throws(KeyError) in try RootKey.generate() }
            ring.rotate(to: new, now: Date())
            try ring.replaceFile()
            print("Key \(new.id) is the primary now; key \(old) is retired and still opens what it made.")
        }
    }
}

/// A duration in the largest unit that fits.
private func age(from start: Date, to end: Date) -> String {
    let seconds = max(0, Int(end.timeIntervalSince(start)))
    for (unit, length) in [("day", 86_400), ("hour", 3_600), ("minute", 60)] where seconds >= length {
        let count = seconds / length
        return "\(count) \(unit)\(count == 1 ? "" : "s")"
    }
    return "just made"
}

/// Columns side by side.
func table(_ rows: [[String]]) -> String {
    let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
        let cells = zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
        let line = cells.joined(separator: "  ")
        return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
}
