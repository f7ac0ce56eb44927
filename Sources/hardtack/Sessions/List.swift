import ArgumentParser
import CookieHeaders
import Sessions

extension SessionsCommand {
    /// `hardtack sessions list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List live sessions, the last used first.",
            discussion: """
                EXAMPLES
                  hardtack sessions list sessions.sqlite
                  hardtack sessions list sessions.sqlite --subject ada --keys server.key
                  hardtack sessions list sessions.sqlite --limit 100000 --format json
                """
        )

        @OptionGroup var options: Options
        @OptionGroup var subject: SubjectOptions
        @Option(help: ArgumentHelp("Show device labels, which these keys open.", valueName: "file"))
        var keys: String?
        @Option(help: "How many to list at most.")
        var limit = 1_000

        func validate() throws {
            try options.requireNothingFollowing()
            guard limit > 0 else { throw ValidationError("--limit is at least 1.") }
        }

        func run() async throws {
            try await options.withStore { opened in
                let now = Moment.now
                let labels = try LabelReader(store: opened.store, keyFile: keys)
                let (records, total) = try await found(in: opened, now: now)
                var rows: [(record: SessionRecord, device: String?)] = []
                for record in records { rows.append((record, try await labels?.label(of: record))) }
                let document = Document(
                    sessions: rows.map { SessionDocument($0.record, device: $0.device, now: now) },
                    live: total
                )
                try options.show(document) { text(rows, total, now, hasDevices: labels != nil) }
            }
        }

        private struct Document: Encodable {
            let sessions: [SessionDocument]
            let live: Int
        }

        /// The last used ones, and how many there are.
        private func found(in opened: OpenedStore, now: Timestamp) async throws -> ([SessionRecord], total: Int) {
            if let subject = subject.storedName {
                let all = try await opened.store.list(subject: subject, now: now)
                return (Array(all.prefix(limit)), all.count)
            }
            var kept: [SessionRecord] = []
            var total = 0
            func trim() {
                kept.sort { ($0.lastSeen, $0.created) > ($1.lastSeen, $1.created) }
                if kept.count > limit { kept.removeLast(kept.count - limit) }
            }
            try await opened.forEachPage("Reading") { page in
                let live = page.records.filter { $0.isLive(at: now) }
                total += live.count
                kept += live
                // Now and then, so that a million sessions need no memory for more than are shown.
                if kept.count > limit + 10_000 { trim() }
            }
            trim()
            return (kept, total)
        }

        /// SESSION 12, LAST SEEN 14 and LEFT 10 columns, and two between each: 36 are left for the rest.
        private func text(
            _ rows: [(record: SessionRecord, device: String?)],
            _ total: Int,
            _ now: Timestamp,
            hasDevices: Bool
        ) -> String {
            guard !rows.isEmpty else { return "There is no live session\(subject.shown)." }
            var lines = [["SESSION", "SUBJECT"] + (hasDevices ? ["DEVICE"] : []) + ["LAST SEEN", "LEFT"]]
            for (record, device) in rows {
                let end = min(record.idleDeadline, record.absoluteDeadline)
                var line = [
                    String("\(record.family)".prefix(12)),
                    record.subject.map { StoredSubject($0).shown(limit: hasDevices ? 17 : 33) } ?? "(visitor)",
                ]
                if hasDevices { line.append(device.map { PrintableText.escape($0.utf8, limit: 11) } ?? "-") }
                lines.append(line + [Moment.relative(record.lastSeen, to: now), Moment.span(end - now)])
            }
            let rest = total - rows.count
            return table(lines) + "\n\n" + count(total, "live session")
                + (rest > 0 ? ", \(grouped(rest)) of them not shown: --limit \(total)." : ".")
        }
    }
}
