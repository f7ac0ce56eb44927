import Foundation
import SecureTokens

/// A key file with what its comments say of each key: when it was made and when it was retired.
///
/// ```
/// # made 2026-11-21T08:00:00Z
/// hardtack-key-v1:…
/// # made 2026-01-07T12:00:00Z, retired 2026-11-21T08:00:00Z
/// hardtack-key-v1:…
/// ```
/// Other comments are kept. A file as `hardtack keygen` makes it has none: its key is as old as the file.
struct KeyRingFile {
    struct Entry {
        let key: RootKey
        var made: Date?
        var retired: Date?
        /// Comment lines above the key that are not ours.
        var comments: [String] = []
    }

    let path: String
    /// The primary first; never empty.
    private(set) var entries: [Entry] = []
    /// Comment lines below the last key.
    private var trailing: [String] = []

    init(path: String) throws {
        self.path = path
        // Refuses a file that others can read, a directory and a damaged key, and says what to do.
        _ = try withKeyErrors { () throws(KeyError) in try KeyRing(contentsOf: path) }
        let text: String
        let attributes: [FileAttributeKey: Any]
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
            attributes = try FileManager.default.attributesOfItem(atPath: path)
        } catch {
            throw Failure(.failed, "\(path) could not be read.")
        }
        var dates: (made: Date?, retired: Date?) = (nil, nil)
        for line in text.split(whereSeparator: \.isNewline).map({ $0.trimmingCharacters(in: .whitespaces) }) {
            if line.isEmpty { continue }
            if let found = Self.dates(in: line) {
                dates = found
            } else if line.hasPrefix("#") {
                trailing.append(line)
            } else {
                let key = try withKeyErrors { () throws(KeyError) in try RootKey(text: line) }
                entries.append(Entry(key: key, made: dates.made, retired: dates.retired, comments: trailing))
                dates = (nil, nil)
                trailing = []
            }
        }
        if entries.count == 1, entries[0].made == nil { entries[0].made = attributes[.modificationDate] as? Date }
    }

    /// Puts a new key in front and notes when the one before it was retired.
    mutating func rotate(to key: RootKey, now: Date) {
        entries[0].retired = now
        entries.insert(Entry(key: key, made: now), at: 0)
    }

    /// Puts the new text in the file's place at once: a crash leaves the old file or the new one, whole.
    func replaceFile() throws {
        let contents = Array(try text().utf8)
        try withKeyErrors { () throws(KeyError) in try KeyFile.replace(path, with: contents) }
    }

    private func text() throws -> String {
        var lines: [String] = []
        for entry in entries {
            lines += entry.comments
            let dates = [("made", entry.made), ("retired", entry.retired)].compactMap { name, date in
                date.map { "\(name) \($0.formatted(.iso8601))" }
            }
            if !dates.isEmpty { lines.append("# " + dates.joined(separator: ", ")) }
            lines.append(try withKeyErrors { () throws(KeyError) in try entry.key.exposedText() })
        }
        return (lines + trailing).joined(separator: "\n") + "\n"
    }

    /// The dates of a comment that is ours; `nil` for any other line.
    private static func dates(in line: String) -> (made: Date?, retired: Date?)? {
        guard line.hasPrefix("# made ") || line.hasPrefix("# retired ") else { return nil }
        var dates: (made: Date?, retired: Date?) = (nil, nil)
        for part in line.dropFirst(2).split(separator: ",") {
            let words = part.split(separator: " ")
            guard words.count == 2, let date = try? Date(String(words[1]), strategy: .iso8601) else { return nil }
            switch words[0] {
            case "made": dates.made = date
            case "retired": dates.retired = date
            default: return nil
            }
        }
        return dates
    }

    /// The calendar day of a date, in UTC.
    static func day(_ date: Date) -> String {
        String(date.formatted(.iso8601).prefix(10))
    }
}
