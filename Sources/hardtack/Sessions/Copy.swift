import ArgumentParser
import Sessions

extension SessionsCommand {
    /// `hardtack sessions copy`
    struct Copy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy live sessions, and what their earlier IDs left, into another store.",
            discussion: """
                Nobody is logged out: browsers keep their cookies, and the payloads stay
                sealed as they are. Servers of both stores need the same keys.

                Stop the servers of the first store, copy, start them with the second. Or
                copy while they run, then stop them and copy again: what is there already
                is left, and what has changed since is brought up to date. A copy that was
                interrupted is taken up in the same way.

                A session that is in the second store only was begun there, or was ended in
                the first one between two copies: --end-missing ends those. Before any
                server uses the second store that is what you want; afterwards it is not.

                EXAMPLES
                  hardtack sessions copy sessions.sqlite postgres://localhost/app
                  hardtack sessions copy sqlite:a.sqlite redis://localhost --end-missing
                """
        )

        @Argument(help: "The store to copy from: a file, sqlite:FILE, postgres://... or redis://...")
        var from: String
        @Argument(help: "The store to copy to; tables that it lacks are made.")
        var to: String
        @Option(help: "The table to copy from; with Redis the prefix of the keys.")
        var table: String?
        @Option(help: "The table to copy to; with Redis the prefix of the keys.")
        var toTable: String?
        @Flag(help: "End sessions that the second store has and the first has not.")
        var endMissing = false
        @Option(help: "How to print the result.")
        var format = Format.table

        func validate() throws {
            guard from != to || table != toTable else { throw ValidationError("A store is not copied to itself.") }
        }

        func run() async throws {
            let result = try await openStore(StoreLocation(from), table: table).closed { source in
                try await openStore(StoreLocation(to), table: toTable, makesTables: true).closed { target in
                    try await StoreCopy(from: source, to: target, now: Moment.now).run(endingMissing: endMissing)
                }
            }
            switch format {
            case .table: print(text(result))
            case .json: print(Terminal.tameJSON(try json(result)))
            }
        }

        private func text(_ result: StoreCopy.Result) -> String {
            var lines = [
                "Copied \(count(result.sessions, "session"))"
                    + (result.tombstones > 0 ? " and \(count(result.tombstones, "earlier ID"))." : ".")
            ]
            if result.updated > 0 { lines.append("Brought \(count(result.updated, "row")) up to date.") }
            if result.present > 0 { lines.append("Left \(count(result.present, "row")) as there already.") }
            if result.unreadable > 0 {
                lines.append("Could not read \(count(result.unreadable, "row")): see hardtack sessions check.")
            }
            if result.ended > 0 {
                lines.append("Ended \(count(result.ended, "session")) that the first store has not.")
            }
            if result.missing > 0 {
                lines.append(
                    Terminal.wrap(
                        "\(count(result.missing, "session")) of the second store \(result.missing == 1 ? "is" : "are") "
                            + "not in the first: begun there, or ended here since an earlier copy. If no server has used "
                            + "the second store yet, end them: copy again with --end-missing.",
                        indent: 0
                    )
                )
            }
            return lines.joined(separator: "\n")
        }
    }
}

/// Brings the rows of one store into another. May be repeated: what is there is not touched unless it is older.
struct StoreCopy {
    struct Result: Encodable, Sendable {
        /// Rows that were added.
        var sessions = 0
        var tombstones = 0
        /// Rows that were there in an older version.
        var updated = 0
        /// Rows that were there, the same or newer.
        var present = 0
        /// Rows of the first store that no session can be made of.
        var unreadable = 0
        /// Live sessions of the second store only: ended now, or left.
        var ended = 0
        var missing = 0
    }

    /// What became of a row.
    fileprivate enum Outcome {
        case created, updated, present
        /// The second store has the ID live, the first one has replaced it since: all of that family is brought anew.
        case replaced
    }

    private let source: OpenedStore
    private let target: OpenedStore
    private let now: Timestamp
    /// So many rows are on their way at a time: stores put those who wait together into one transaction.
    private static let concurrency = 64

    init(from source: OpenedStore, to target: OpenedStore, now: Timestamp) {
        self.source = source
        self.target = target
        self.now = now
    }

    func run(endingMissing: Bool) async throws -> Result {
        var result = Result()
        var families: Set<SessionFamily> = []
        var replaced: Set<SessionFamily> = []
        try await source.forEachPage("Copying") { page in
            result.unreadable += page.unreadable
            let rows = page.records.filter { !$0.isExpired(at: now) }
            for row in rows where row.state == .live { families.insert(row.family) }
            for (row, outcome) in try await bring(rows) {
                if outcome == .replaced { replaced.insert(row.family) }
                result.count(row, outcome)
            }
        }
        if !replaced.isEmpty { try await bringAnew(replaced, &result) }
        try await settle(families, ending: endingMissing, &result)
        return result
    }

    /// One after the other on each lane.
    private func bring(_ rows: [SessionRecord]) async throws -> [(SessionRecord, Outcome)] {
        try await withThrowingTaskGroup(of: [(SessionRecord, Outcome)].self) { group in
            for lane in 0..<min(Self.concurrency, rows.count) {
                group.addTask {
                    var outcomes: [(SessionRecord, Outcome)] = []
                    for index in stride(from: lane, to: rows.count, by: Self.concurrency) {
                        outcomes.append((rows[index], try await bring(rows[index])))
                    }
                    return outcomes
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private func bring(_ row: SessionRecord) async throws(StoreError) -> Outcome {
        // Twice: a row that expired there, or was purged, in between.
        for _ in 0..<2 {
            if case .created = try await target.store.create(row, admission: nil, now: now) { return .created }
            guard let there = try await target.store.load(row.key) else { continue }
            switch (row.state, there.state) {
            case (.live, .live) where there.version < row.version:
                let outcome = try await target.store.update(row.key, expecting: there.version, to: row, now: now)
                if outcome == .updated { return .updated }
            case (.live, _): return .present
            case (_, .live): return .replaced
            default: return .present
            }
            return .present
        }
        return .present
    }

    private func bringAnew(_ families: Set<SessionFamily>, _ result: inout Result) async throws {
        for family in families { _ = try await target.store.deleteFamily(family, now: now) }
        try await source.forEachPage("Bringing up to date") { page in
            let rows = page.records.filter { families.contains($0.family) && !$0.isExpired(at: now) }
            for (_, outcome) in try await bring(rows) where outcome == .created { result.updated += 1 }
        }
    }

    /// What has been ended in the first store must not live on in the second.
    private func settle(_ families: Set<SessionFamily>, ending: Bool, _ result: inout Result) async throws {
        var missing: Set<SessionFamily> = []
        try await target.forEachPage("Comparing") { page in
            for row in page.records where row.isLive(at: now) && !families.contains(row.family) {
                missing.insert(row.family)
            }
        }
        guard ending else {
            result.missing = missing.count
            return
        }
        for family in missing where try await target.store.deleteFamily(family, now: now) { result.ended += 1 }
    }
}

extension StoreCopy.Result {
    fileprivate mutating func count(_ row: SessionRecord, _ outcome: StoreCopy.Outcome) {
        switch outcome {
        case .created where row.state == .live: sessions += 1
        case .created: tombstones += 1
        case .updated: updated += 1
        case .present: present += 1
        case .replaced: break
        }
    }
}
