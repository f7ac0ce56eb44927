import HTTPTypes
import Logging
import SecureTokens
import Sessions
import Testing

extension SessionKeys {
    fileprivate var counter: SessionKey<Int> { "counter" }
    fileprivate var ballast: SessionKey<String> { "ballast" }
}

/// What the browsers of a killed process were told, and what must therefore be in the store.
struct CrashModel {
    private struct Asked {
        let number: Int
        let verb: String
        let family: String?
        let time: Int64
    }

    private struct Browser {
        /// The last request, answered or not.
        var number = 0
        /// `name=value`; `-` without a cookie.
        var cookie = "-"
        /// What its session holds; `nil` if it has none.
        var value: Int?
        /// Its session, once a request has told which.
        var family: String?
        /// What was asked and not answered.
        var asked: Asked?
        /// Cookies that lead nowhere any more: replaced at a login or a change of privilege, or logged out.
        var dead: [String] = []
        /// Cookies that were renewed: they lead to the same session, or nowhere.
        var renewed: [(cookie: String, family: String)] = []
    }

    private var browsers: [Int: Browser] = [:]
    /// Sessions that were logged out or revoked.
    private var gone: Set<String> = []
    /// Sessions whose cookie never arrived, because the process was killed before.
    private var orphans: Set<String> = []
    /// The latest time that any process has seen, in milliseconds.
    private(set) var time: Int64 = 1_800_000_000_000
    private(set) var acknowledged = 0
    private(set) var interrupted = 0
    /// How many operations that were not acknowledged turned out to be stored.
    private(set) var storedUnacknowledged = 0

    /// What the next process goes on from.
    var state: String {
        browsers.map { "\($0.key) \($0.value.number) \($0.value.cookie)\n" }.sorted().joined()
    }

    // MARK: Reading what a process wrote

    mutating func read(_ lines: [String]) throws {
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            guard words.count >= 2, let first = Int64(words[1]) else {
                Issue.record("the process wrote \(line)")
                continue
            }
            let browser = Int(first)
            switch (words[0], words.count) {
            case ("T", 2): time = max(time, first)
            case ("I", 6): try ask(browser, words)
            case ("A", 5): answer(browser, cookie: words[3], time: Int64(words[4]) ?? 0)
            default: Issue.record("the process wrote \(line)")
            }
        }
    }

    private mutating func ask(_ number: Int, _ words: [String]) throws {
        var browser = browsers[number] ?? Browser()
        defer { browsers[number] = browser }
        browser.number = Int(words[2]) ?? 0
        let family = words[4] == "-" ? nil : words[4]
        let asked = Asked(number: browser.number, verb: words[3], family: family, time: Int64(words[5]) ?? 0)
        time = max(time, asked.time)
        try #require((family != nil) == (browser.value != nil), "browser \(number) before its \(asked.verb)")
        if let known = browser.family { try #require(family == known, "browser \(number) has got another session") }
        browser.family = family
        browser.asked = asked
    }

    private mutating func answer(_ number: Int, cookie: String, time: Int64) {
        guard var browser = browsers[number], let asked = browser.asked else {
            Issue.record("an answer to nothing")
            return
        }
        acknowledged += 1
        self.time = max(self.time, time)
        let old = browser.cookie
        browser.cookie = cookie
        browser.asked = nil
        switch asked.verb {
        case "create":
            browser.value = asked.number
        case "write":
            browser.value = asked.number
            if old != cookie, let family = asked.family {
                browser.renewed = browser.renewed.suffix(3) + [(old, family)]
            }
        case "login":
            // From a visitor's session it leads into a new one, whose family the next request tells.
            if old.hasPrefix("__Host-guest=") { browser.family = nil }
            browser.value = asked.number
            if old != "-" { browser.dead = browser.dead.suffix(3) + [old] }
        case "rotate":
            browser.dead = browser.dead.suffix(3) + [old]
        default:
            browser.dead = browser.dead.suffix(3) + [old]
            browser.value = nil
            browser.family = nil
            browser.cookie = "-"
            if let family = asked.family { gone.insert(family) }
        }
        browsers[number] = browser
    }

    // MARK: Holding the store against it

    /// Checks everything, and learns what became of the requests that were not answered.
    mutating func verify(_ store: some IterableSessionStore, keys: KeyRing) async throws {
        let now = Timestamp(milliseconds: time)
        var policy = SessionPolicy()
        policy.absoluteTimeout = .seconds(400 * 86_400)
        policy.idleTimeout = policy.absoluteTimeout
        policy.maximumRememberedLifetime = nil
        let manager = try SessionManager(
            store: store,
            keys: keys,
            policy: policy,
            clock: WallClock { now.milliseconds },
            logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        )
        let rows = try await families(in: store)
        try check(rows)
        var known: Set<String> = []
        for (number, browser) in browsers.sorted(by: { $0.key < $1.key }) {
            let verified = try await verify(browser, number, rows, manager, store)
            browsers[number] = verified
            if let family = verified.family { known.insert(family) }
        }
        let asked = browsers.values.compactMap(\.asked)
        interrupted += asked.count
        let live = Set(rows.filter { $0.value.contains { $0.state == .live } }.keys)
        let created = live.subtracting(known).subtracting(orphans)
        let possible = asked.count { ["create", "login", "rotate"].contains($0.verb) }
        try #require(created.count <= possible, "\(created.count) sessions that nobody asked for")
        storedUnacknowledged += created.count
        for family in orphans.subtracting(live) {
            // A subject's are ended with all his others.
            try #require(rows[family] == nil, "half a session is left")
        }
        orphans = orphans.intersection(live).union(created)
        for number in browsers.keys { browsers[number]?.asked = nil }
    }

    /// What holds of every session, whatever was asked.
    private func check(_ families: [String: [SessionRecord]]) throws {
        for (family, rows) in families {
            let live = rows.filter { $0.state == .live }
            try #require(live.count <= 1, "two IDs of one session live")
            try #require(rows.count - live.count <= Tombstone.maximumPerFamily)
            try #require(!gone.contains(family), "a session that was ended is there, or part of it")
            for row in rows where row.state != .live { try #require(row.payload.isEmpty) }
            for case .forwarding in rows.map(\.state) { try #require(live.count == 1, "an ID leads to nothing") }
        }
        try #require(
            orphans.allSatisfy { families[$0] != nil || !isVisitor($0) },
            "a visitor's session is lost"
        )
    }

    private var visitors: Set<String> = []

    private func isVisitor(_ family: String) -> Bool { visitors.contains(family) }

    private mutating func families(
        in store: some IterableSessionStore
    ) async throws -> [String: [SessionRecord]] {
        var families: [String: [SessionRecord]] = [:]
        var cursor: StoreCursor?
        repeat {
            let page = try await store.page(after: cursor, limit: 500)
            try #require(page.unreadable == 0)
            for record in page.records {
                families["\(record.family)", default: []].append(record)
                if record.subject == nil { visitors.insert("\(record.family)") }
            }
            cursor = page.next
        } while cursor != nil
        return families
    }

    private mutating func verify(
        _ browser: Browser,
        _ number: Int,
        _ rows: [String: [SessionRecord]],
        _ manager: SessionManager,
        _ store: some IterableSessionStore
    ) async throws -> Browser {
        var browser = browser
        for cookie in browser.dead {
            try #require(await manager.begin([.cookie: cookie]).family == nil, "browser \(number): a dead ID lives")
        }
        for (cookie, family) in browser.renewed {
            let seen = try await manager.begin([.cookie: cookie]).family.map { "\($0)" }
            try #require(seen == nil || seen == family, "browser \(number): a renewed ID leads elsewhere")
        }
        let fields: HTTPFields = browser.cookie == "-" ? [:] : [.cookie: browser.cookie]
        let session = try await manager.begin(fields)
        let isAlive = session.family != nil
        let told = Comment(
            rawValue: "browser \(number), request \(browser.number), \(browser.asked?.verb ?? "answered")"
        )
        if isAlive {
            let value = try #require(session.counter, told)
            let isNew = browser.asked?.number == value && browser.asked?.verb != "rotate"
            try #require(value == browser.value || isNew, told)
            if isNew { storedUnacknowledged += 1 }
            let ballast = session.ballast ?? ""
            let lengths = [value &* 7_919 % 3_000, value &* 7_919 % 40_000]
            try #require(
                lengths.contains(ballast.utf8.count) && ballast.utf8.allSatisfy { $0 == ballast.utf8.first },
                told
            )
            browser.value = value
        }
        let family = session.family.map { "\($0)" }
        if let known = browser.family, isAlive { try #require(family == known, told) }
        let before = browser.family ?? browser.asked?.family
        switch browser.asked?.verb {
        case nil, "write", "create":
            try #require(isAlive == (browser.value != nil), told)
        case "login" where browser.cookie.hasPrefix("__Host-guest=") || browser.cookie == "-":
            let subject = "hardtack/u\(number)"
            let others = try await store.list(subject: subject, now: Timestamp(milliseconds: time))
                .map { "\($0.family)" }.filter { !orphans.contains($0) }
            // The visitor's ID is dead if and only if the one after the login lives.
            if browser.cookie == "-" {
                try #require(others.count <= 1, told)
            } else {
                try #require(others.count == (isAlive ? 0 : 1), told)
            }
        case "login", "rotate":
            let live = rows[before ?? ""]?.count { $0.state == .live }
            try #require(live == 1, told)
        default:
            let left = rows[before ?? ""]?.count ?? 0
            try #require(isAlive == (left > 0), told)
            if !isAlive { storedUnacknowledged += 1 }
            if !isAlive, let before { gone.insert(before) }
            if browser.asked?.verb == "revoke" {
                let notBefore = try await store.notBefore(subject: "hardtack/u\(number)")?.milliseconds ?? 0
                try #require(isAlive == (notBefore < browser.asked?.time ?? 0), told)
            }
        }
        if !isAlive { (browser.cookie, browser.value) = ("-", nil) }
        browser.family = family
        return browser
    }
}
