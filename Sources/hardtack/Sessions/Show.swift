import ArgumentParser
import CookieHeaders
import Sessions

extension SessionsCommand {
    /// `hardtack sessions show`
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one session: whose it is, its times and what its earlier IDs left behind.",
            discussion: """
                EXAMPLE
                  hardtack sessions show sessions.sqlite 3f0c2a9b41d7
                """
        )

        @OptionGroup var options: Options
        @Argument(help: "The session's handle, or its first digits.")
        var session: String?
        @Option(help: ArgumentHelp("Show the device label, which these keys open.", valueName: "file"))
        var keys: String?

        func validate() throws {
            guard try prefix != nil else { throw ValidationError("Name the session that is to be shown.") }
        }

        private var prefix: FamilyPrefix? {
            get throws { try options.following(session).map(FamilyPrefix.init) }
        }

        func run() async throws {
            guard let prefix = try prefix else { return }
            try await options.withStore { opened in
                let now = Moment.now
                let labels = try LabelReader(store: opened.store, keyFile: keys)
                let rows = try await prefix.rows(in: opened)
                // What stands for the session: its live row, or the last of what it has left.
                guard
                    let record = rows.first(where: { $0.state == .live })
                        ?? rows.max(by: { $0.lastSeen < $1.lastSeen })
                else { throw Failure(.failed, "There is no such session.") }
                let device = try await labels?.label(of: record)
                let tombstones = rows.filter { $0.state != .live }.map { $0.stateName(at: now) }
                let document = Document(
                    session: SessionDocument(record, device: device, now: now),
                    earlierIDs: tombstones.sorted()
                )
                try options.show(document) { text(record, device, tombstones, now, hasDevice: labels != nil) }
            }
        }

        private struct Document: Encodable {
            let session: SessionDocument
            /// The states of its tombstones.
            let earlierIDs: [String]
        }

        private func text(
            _ record: SessionRecord,
            _ device: String?,
            _ tombstones: [String],
            _ now: Timestamp,
            hasDevice: Bool
        ) -> String {
            let stored = record.subject.map(StoredSubject.init)
            func moment(_ time: Timestamp) -> String {
                let relative = Moment.relative(time, to: now)
                return relative + String(repeating: " ", count: max(2, 18 - relative.count)) + Moment.absolute(time)
            }
            var lines = [
                ["session", "\(record.family)"], ["state", record.stateName(at: now)],
                [
                    "subject",
                    stored.map { wrapped(PrintableText.escape($0.subject.utf8, limit: 1_024)) } ?? "(visitor)",
                ],
            ]
            if let namespace = stored?.namespace {
                lines.append(["namespace", PrintableText.escape(namespace.utf8, limit: 64)])
            }
            if hasDevice {
                lines.append(["device", device.map { wrapped(PrintableText.escape($0.utf8, limit: 1_024)) } ?? "-"])
            }
            lines += [["began", moment(record.created)], ["last seen", moment(record.lastSeen)]]
            if let authenticated = record.authenticated {
                lines.append(["authenticated", moment(authenticated) + "  level \(record.assurance.rawValue)"])
            }
            if record.state == .live { lines.append(["new ID due", moment(record.renewAt)]) }
            lines += [["idle until", moment(record.idleDeadline)], ["ends", moment(record.absoluteDeadline)]]
            lines += [["server key", record.keyName], ["payload", bytes(record.payload.count)]]
            let counts = Set(tombstones).sorted().map { name in "\(tombstones.count { $0 == name }) \(name)" }
            lines.append(["earlier IDs", counts.isEmpty ? "-" : counts.joined(separator: ", ")])
            return table(lines)
        }

        /// Behind a column of 13 and two spaces.
        private func wrapped(_ text: String) -> String {
            var (rest, lines) = (Substring(text), [Substring]())
            repeat {
                lines.append(rest.prefix(Terminal.width - 15))
                rest = rest.dropFirst(Terminal.width - 15)
            } while !rest.isEmpty
            return lines.joined(separator: "\n" + String(repeating: " ", count: 15))
        }
    }
}

/// The first digits of a session's handle, or all of them.
struct FamilyPrefix: Sendable {
    /// So many that no two of a million sessions are likely to share them.
    private static let fewestDigits = 8

    let digits: String

    init(_ text: String) throws {
        let isHexadecimal = text.utf8.allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
        }
        guard isHexadecimal, (Self.fewestDigits...32).contains(text.utf8.count) else {
            throw ValidationError(
                "A session is named by the 32 hexadecimal digits of its handle, or the first 8 or more."
            )
        }
        digits = text
    }

    /// All rows of the one session that it names; empty if there is none.
    func rows(in opened: OpenedStore) async throws -> [SessionRecord] {
        var rows: [SessionRecord] = []
        try await opened.forEachPage("Looking") { page in
            rows += page.records.filter { "\($0.family)".hasPrefix(digits) }
        }
        guard Set(rows.map(\.family)).count <= 1 else {
            throw Failure(.failed, "More than one session begins with \(digits): give more digits.")
        }
        return rows
    }
}
