import ArgumentParser
import Sessions
import SessionsSQLite

extension SessionsCommand {
    /// `hardtack sessions stats`
    struct Stats: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Count sessions by state, age, namespace and server key, and show what they take.",
            discussion: """
                A server key that no session uses any more can leave the key file when the
                tokens that it made have expired too.

                EXAMPLES
                  hardtack sessions stats sessions.sqlite
                  hardtack sessions stats sessions.sqlite --format json
                """
        )

        @OptionGroup var options: Options

        func validate() throws {
            try options.requireNothingFollowing()
        }

        func run() async throws {
            try await options.withStore { opened in
                var census = SessionCensus(now: Moment.now)
                try await opened.forEachPage("Counting") { census.add($0) }
                let sizes = try await opened.sqlite?.sizes()
                try options.show(StatsDocument(census, sizes)) {
                    StatsText(census, sizes, terminal: .standard).text
                }
            }
        }
    }
}

/// What there is in a store, counted row by row.
struct SessionCensus {
    /// Time since a live session was last seen. The longest that the defaults allow is half an hour; remembered sessions
    /// live for days.
    static let ages: [(name: String, below: Duration)] = [
        ("under a minute", .seconds(60)), ("1 to 5 minutes", .seconds(300)), ("5 to 30 minutes", .seconds(1_800)),
        ("30 minutes to 2 hours", .seconds(7_200)), ("2 to 8 hours", .seconds(28_800)),
        ("8 to 24 hours", .seconds(86_400)), ("1 to 7 days", .seconds(7 * 86_400)),
        ("7 to 30 days", .seconds(30 * 86_400)), ("over 30 days", .seconds(Int64.max / 1_000)),
    ]
    static let states = ["live", "expired", "forwarding", "closed", "superseded"]

    let now: Timestamp
    private(set) var states: [String: Int] = [:]
    private(set) var unreadable = 0
    /// Tombstones among them that are past their deadline.
    private(set) var purgeable = 0
    private(set) var visitors = 0
    private(set) var subjects: Set<String> = []
    /// Live ones with a subject.
    private(set) var namespaces: [String: Int] = [:]
    private(set) var keys: [String: Int] = [:]
    private(set) var ages = Array(repeating: 0, count: Self.ages.count)
    private(set) var payloadBytes = 0
    private(set) var largestPayload = 0
    private(set) var oldest: Timestamp?

    init(now: Timestamp) {
        self.now = now
    }

    var rows: Int { states.values.reduce(unreadable, +) }
    var live: Int { states["live"] ?? 0 }

    mutating func add(_ page: StorePage) {
        unreadable += page.unreadable
        for record in page.records { add(record) }
    }

    private mutating func add(_ record: SessionRecord) {
        states[record.stateName(at: now), default: 0] += 1
        if record.isExpired(at: now) { purgeable += 1 }
        guard record.isLive(at: now) else { return }
        if let subject = record.subject {
            subjects.insert(subject)
            namespaces[StoredSubject(subject).namespace ?? "", default: 0] += 1
        } else {
            visitors += 1
        }
        keys[record.keyName, default: 0] += 1
        let age = now - record.lastSeen
        ages[Self.ages.firstIndex { age < $0.below } ?? Self.ages.count - 1] += 1
        payloadBytes += record.payload.count
        largestPayload = max(largestPayload, record.payload.count)
        oldest = min(oldest ?? record.created, record.created)
    }
}

/// The counts as machines read them.
struct StatsDocument: Encodable {
    struct Age: Encodable { let lastSeen: String; let live: Int }

    let states: [String: Int]
    let rows, purgeable, visitors, loggedIn, subjects: Int
    let liveByNamespace, liveByServerKey: [String: Int]
    let liveByAge: [Age]
    let payloadBytes, largestPayload: Int
    /// Of a file only.
    let fileBytes, freeBytes: Int?
    let oldest: String?

    init(_ census: SessionCensus, _ sizes: SQLiteStore.Sizes?) {
        var states = census.states
        for state in SessionCensus.states { states[state, default: 0] += 0 }
        states["unreadable"] = census.unreadable
        self.states = states
        rows = census.rows
        purgeable = census.purgeable
        visitors = census.visitors
        loggedIn = census.live - census.visitors
        subjects = census.subjects.count
        liveByNamespace = census.namespaces
        liveByServerKey = census.keys
        liveByAge = zip(SessionCensus.ages, census.ages).map { Age(lastSeen: $0.name, live: $1) }
        payloadBytes = census.payloadBytes
        largestPayload = census.largestPayload
        fileBytes = sizes?.bytes
        freeBytes = sizes?.free
        oldest = census.oldest.map(Moment.absolute)
    }
}
