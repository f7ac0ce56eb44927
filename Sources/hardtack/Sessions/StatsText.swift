import CookieHeaders
import Sessions
import SessionsSQLite

/// The counts as people read them, 80 columns wide.
struct StatsText {
    private let census: SessionCensus
    private let sizes: SQLiteStore.Sizes?
    private let terminal: Terminal

    init(_ census: SessionCensus, _ sizes: SQLiteStore.Sizes?, terminal: Terminal) {
        self.census = census
        self.sizes = sizes
        self.terminal = terminal
    }

    var text: String {
        var blocks = [titled("ROWS", states), titled("ROOM", room)]
        guard census.live > 0 else { return blocks.joined(separator: "\n\n") }
        blocks.append(titled("LIVE, BY WHEN THEY WERE LAST SEEN", ages))
        if census.namespaces.count > 1 {
            let named = census.namespaces.map { (PrintableText.escape($0.key.utf8, limit: 30), $0.value) }
            blocks.append(titled("LIVE, BY NAMESPACE", bars(named.sorted { $0.0 < $1.0 })))
        }
        blocks.append(
            titled("LIVE, BY SERVER KEY", bars(census.keys.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
        )
        return blocks.joined(separator: "\n\n")
    }

    private func titled(_ title: String, _ body: String) -> String {
        terminal.paint(title, .bold) + "\n" + body.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
    }

    private var states: String {
        let loggedIn = census.live - census.visitors
        var remarks = [
            "live": census.live == 0
                ? ""
                : "\(grouped(loggedIn)) of \(count(census.subjects.count, "subject")), \(grouped(census.visitors)) of visitors",
            "expired": "over, and not purged yet",
            "forwarding": "renewed: the browser has not shown the new ID yet",
            "closed": "renewed: kept to tell a replay",
            "superseded": "replaced at a login or a change of privilege",
        ]
        var names = SessionCensus.states
        if census.unreadable > 0 {
            names.append("unreadable")
            remarks["unreadable"] = "damaged: see hardtack sessions check"
        }
        var rows = names.map { name in
            [name, grouped(name == "unreadable" ? census.unreadable : census.states[name] ?? 0), remarks[name] ?? ""]
        }
        rows.append([
            "all", grouped(census.rows), census.purgeable > 0 ? "\(grouped(census.purgeable)) for the next purge" : "",
        ])
        return aligned(rows)
    }

    private var room: String {
        let average = census.live > 0 ? census.payloadBytes / census.live : 0
        var rows: [[String]] = []
        if let sizes {
            rows.append(["file", bytes(sizes.bytes), sizes.free > 0 ? "\(bytes(sizes.free)) of it free" : ""])
        }
        rows.append([
            "payloads", bytes(census.payloadBytes),
            census.live > 0 ? "\(bytes(average)) on average, \(bytes(census.largestPayload)) the largest" : "",
        ])
        if let oldest = census.oldest {
            rows.append(["oldest", Moment.span(census.now - oldest), "since the first of the live ones began"])
        }
        return aligned(rows)
    }

    private var ages: String {
        // Without the empty ones at either end.
        let rows = zip(SessionCensus.ages, census.ages).map { ($0.name, $1) }
        let filled = rows.indices.filter { rows[$0].1 > 0 }
        guard let first = filled.first, let last = filled.last else { return "" }
        return bars(Array(rows[first...last]))
    }

    /// A name, a count and a bar for each; the longest bar takes what is left of the line.
    private func bars(_ rows: [(name: String, count: Int)]) -> String {
        let names = rows.map(\.name.count).max() ?? 0
        let counts = rows.map { grouped($0.count).count }.max() ?? 0
        let most = rows.map(\.count).max() ?? 0
        let room = Terminal.width - 2 - names - 2 - counts - 2
        return rows.map { row in
            let number = grouped(row.count)
            let start =
                row.name + String(repeating: " ", count: names - row.name.count + 2 + counts - number.count) + number
            let bar = Self.bar(row.count, of: most, columns: room)
            return bar.isEmpty ? start : start + "  " + terminal.paint(bar, .cyan)
        }.joined(separator: "\n")
    }

    /// In eighths of a column, U+2588 to U+258F; something for whatever is more than nothing.
    static func bar(_ count: Int, of most: Int, columns: Int) -> String {
        guard count > 0, most > 0 else { return "" }
        let eighths = max(1, Int((Double(count) / Double(most) * Double(columns * 8)).rounded()))
        let part = ["", "\u{258F}", "\u{258E}", "\u{258D}", "\u{258C}", "\u{258B}", "\u{258A}", "\u{2589}"]
        return String(repeating: "\u{2588}", count: eighths / 8) + part[eighths % 8]
    }

    /// The middle column to the right.
    private func aligned(_ rows: [[String]]) -> String {
        let width = rows.map { $0[1].count }.max() ?? 0
        return table(rows.map { [$0[0], String(repeating: " ", count: width - $0[1].count) + $0[1], $0[2]] })
    }
}
