import HTTPTypes
import Sessions

/// What must hold when every request is done: every ID that was ever handed out is presented once more.
extension Story {
    /// What an ID should lead to.
    private enum Fate {
        case alive
        case dead(Set<SessionEvent.Kind>)
    }

    func checkEnd() async throws {
        laboratory.stage.enter(.free)
        try await checkCount()
        let ids = ledger.ids.sorted { ledger.name($0.value) < ledger.name($1.value) }
        let isLive = { [ledger] (key: StoreKey) in ledger.entries[key]?.row?.state == .live }
        let (old, live) = (ids.filter { !isLive($0.value) }, ids.filter { isLive($0.value) })
        try await present(old)
        try await checkNames()
        try await checkBrowser()
        laboratory.clock.advance(by: .seconds(11))
        try await checkBrowser()
        // The old ones first, for presenting a new one closes them.
        try await present(old + live)
        laboratory.clock.advance(by: .seconds(11))
        try await present(old + live)
        laboratory.clock.advance(by: Tombstone.successorLifetime)
        try await present(old + live)
        laboratory.clock.advance(by: SessionExplorer.policy.absoluteTimeout)
        for (value, _) in ids {
            guard try await look(jar(of: value)).reading == Stage.Reading() else {
                throw Broken("a session outlives its absolute deadline")
            }
        }
    }

    /// Nobody was given a session that is not in the ledger.
    private func checkCount() async throws {
        let count = try await laboratory.stepping.store.count(now: now)
        let expected = ledger.families.values.count { $0.end == nil }
        guard count == expected else { throw Broken("R5: there are \(count) sessions, and \(expected) are known") }
    }

    // MARK: IDs

    private func present(_ ids: [(key: String, value: StoreKey)]) async throws {
        for (value, key) in ids {
            guard let entry = ledger.entries[key], let family = ledger.families[entry.family] else { continue }
            let fate = fate(of: entry, family)
            let (reading, events) = try await look(jar(of: value))
            switch fate {
            case .alive:
                guard reading.family == entry.family else { throw Broken("R7: \(entry.name) has stopped to work") }
                try check(reading, of: family)
            case .dead(let kinds):
                guard reading == Stage.Reading() else { throw Broken("\(entry.name) is dead and reads something") }
                guard !events.isEmpty, kinds.isSuperset(of: events) else {
                    throw Broken(
                        "R9: replaying \(entry.name) raises \(events.map(\.rawValue)), not \(kinds.map(\.rawValue))"
                    )
                }
            }
        }
    }

    /// The cookie of a visitor is none of a logged-in session, and the reverse.
    private func checkNames() async throws {
        for (value, key) in ledger.ids where ledger.entries[key]?.row?.state == .live {
            let own = jar(of: value).values.keys.first
            let other = own == Cookies.guest ? Cookies.identified : Cookies.guest
            guard try await look(TwoCookieJar([other: value])).reading == Stage.Reading() else {
                throw Broken("R10: \(ledger.name(key)) works under the other cookie's name")
            }
        }
    }

    private func jar(of value: String) -> TwoCookieJar {
        let family = ledger.ids[value].flatMap { ledger.entries[$0] }?.family
        let isGuest = family.flatMap { ledger.families[$0] }?.subject == nil
        return TwoCookieJar([isGuest ? Cookies.guest : Cookies.identified: value])
    }

    private func fate(of entry: Ledger.Entry, _ family: Ledger.Family) -> Fate {
        if family.end == .deleted { return .dead([.unknownID]) }
        if let until = entry.supersededUntil { return .dead([now < until ? .supersededID : .unknownID]) }
        if family.end == .expired { return .dead([.expired, .unknownID, .lateID, .replayedID]) }
        guard let successor = entry.successor.flatMap({ ledger.entries[$0] }) else { return .alive }
        guard let closed = successor.confirmed ?? successor.presented else { return .alive }
        switch now - closed {
        case ..<SessionExplorer.overlap: return .alive
        case ..<Tombstone.successorLifetime: return .dead([.lateID])
        default: return .dead([.replayedID])
        }
    }

    /// What was acknowledged is there, and nothing else.
    private func check(_ reading: Stage.Reading, of family: Ledger.Family) throws(Broken) {
        let names = reading.names.subtracting([SessionExplorer.countValue])
        guard names.isSuperset(of: family.written) else { throw Broken("an acknowledged write is lost") }
        guard names.isSubset(of: family.written) else { throw Broken("R2: a value is there that nobody has written") }
        guard reading.count ?? 0 == family.count else {
            throw Broken("\(family.count) additions were acknowledged, the sum is \(reading.count ?? 0)")
        }
    }

    /// A request of that browser's that changes nothing.
    private func look(_ jar: TwoCookieJar) async throws -> (reading: Stage.Reading, events: [SessionEvent.Kind]) {
        _ = laboratory.stage.takeEvents()
        let session = try await laboratory.explored.begin(jar.fields)
        let reading = Stage.Reading(
            family: session.family,
            subject: session.subject,
            names: Set(session.keys),
            count: session[SessionExplorer.count]
        )
        _ = laboratory.stage.takeReports()
        for value in jar.values.values {
            if let key = ledger.ids[value], ledger.entries[key]?.presented == nil, reading.family != nil {
                ledger.entries[key]?.presented = now
            }
        }
        return (reading, laboratory.stage.takeEvents())
    }

    // MARK: The browser

    private func checkBrowser() async throws {
        let isQuiet = visits.allSatisfy { $0.action.isQuiet && $0.sender == .browser }
        if isQuiet, let family = beginning.family, ledger.families[family]?.end == nil {
            guard try await look(browser).reading.family == family else {
                throw Broken("R7: a browser is logged out by a renewal")
            }
        }
        guard let login, let entry = ledger.entries[login], let family = ledger.families[entry.family],
            family.end == nil, family.epoch == entry.epoch
        else { return }
        guard try await look(browser).reading.family == entry.family else {
            throw Broken("R10: a late response overwrites a login")
        }
    }
}
