import HTTPTypes
import Sessions

/// One schedule while it is carried out: who stands where, what the browser holds, what was seen.
final class Story {
    enum Choice: Hashable {
        case begin(Int)
        case release(Int)
        case deliver(Int)
        case tick(Int)
        case end
    }

    let scenario: SessionExplorer.Scenario
    let laboratory: Laboratory
    let beginning: Laboratory.Beginning
    var ledger: Ledger
    var visits: [Visit]
    var browser: TwoCookieJar
    var thief: TwoCookieJar
    private(set) var ticks: Int
    private(set) var hasEnded = false
    /// The last login that the browser was given, until the response to another change of privilege arrives.
    var login: StoreKey?
    /// Each step in words.
    private(set) var trail: [String] = []
    private var words: [String] = []

    init(_ scenario: SessionExplorer.Scenario, in laboratory: Laboratory, from beginning: Laboratory.Beginning) {
        self.scenario = scenario
        self.laboratory = laboratory
        self.beginning = beginning
        ledger = beginning.ledger
        browser = beginning.browser
        thief = beginning.thief
        ticks = scenario.ticks
        visits = scenario.requests.enumerated().map { Visit(index: $0.offset, $0.element) }
    }

    var now: Timestamp { laboratory.clock.now }

    // MARK: Choices

    /// What may happen next; nothing when the story is over.
    var choices: [Choice] {
        if hasEnded { return [] }
        var choices: [Choice] = []
        for visit in visits {
            switch visit.phase {
            case .waiting: choices.append(.begin(visit.index))
            case .stopped: choices.append(.release(visit.index))
            // It waits for the turn of another that is stopped.
            case .running: break
            case .done: if isDeliverable(visit) { choices.append(.deliver(visit.index)) }
            }
        }
        if visits.allSatisfy(\.isDone) { return choices + [.end] }
        if ticks > 0, visits.contains(where: { if case .waiting = $0.phase { false } else { true } }) {
            let isBusy = visits.contains(where: \.isUnderWay)
            for (index, stride) in scenario.strides.enumerated()
            // Rule R9: no request takes longer than that.
            where !isBusy || stride < Tombstone.successorLifetime { choices.append(.tick(index)) }
        }
        return choices
    }

    private func isDeliverable(_ visit: Visit) -> Bool {
        !visit.isAnswered && now - visit.committed < Tombstone.successorLifetime
    }

    /// Takes one step and checks what must hold after it.
    func carryOut(_ choice: Choice) async throws {
        defer {
            trail.append(words.joined(separator: ", "))
            words = []
        }
        switch choice {
        case .begin(let index): try await begin(index)
        case .release(let index):
            if case .stopped(.commit) = visits[index].phase { words.append("\(visits[index].name) commits") }
            visits[index].phase = .running
            await laboratory.stage.release(index)
            try await digest()
        case .deliver(let index): deliver(index)
        case .tick(let index):
            ticks -= 1
            laboratory.clock.advance(by: scenario.strides[index])
            words.append("the clock moves by \(scenario.strides[index].components.seconds) s")
            try ledger.checkRows(at: now)
        case .end:
            hasEnded = true
            let lost = visits.filter { !$0.isAnswered }.map(\.name)
            words.append(lost.isEmpty ? "all is quiet" : "the response of \(lost.joined(separator: " and ")) is lost")
            try await checkEnd()
        }
    }

    // MARK: Steps

    private func begin(_ index: Int) async throws {
        let jar = visits[index].sender == .browser ? browser : thief
        let action = visits[index].action
        visits[index].began = now
        visits[index].committed = now
        visits[index].history.add(action.rawValue)
        visits[index].history.add(now)
        var fields = HTTPFields()
        if !action.isFromElsewhere {
            fields = jar.fields
            for (_, value) in jar.values.sorted(by: { $0.key < $1.key }) {
                guard let key = ledger.ids[value] else { continue }
                visits[index].presented.append(key)
                visits[index].history.add(ledger.name(key))
                if ledger.entries[key]?.presented == nil { ledger.entries[key]?.presented = now }
            }
        }
        let ids = visits[index].presented.map(ledger.name).joined(separator: " and ")
        let who =
            visits[index].sender == .thief ? "a thief begins \(visits[index].name)" : "\(visits[index].name) begins"
        words.append(
            action.isFromElsewhere ? "\(who) elsewhere" : "\(who) with \(ids.isEmpty ? "no cookie" : ids)"
        )
        visits[index].phase = .running
        RequestTask(
            index: index,
            action: action,
            fields: fields,
            family: beginning.family,
            stage: laboratory.stage,
            clock: laboratory.clock,
            explored: laboratory.explored
        ).start()
        await laboratory.stage.executor.settle()
        try await digest()
    }

    private func deliver(_ index: Int) {
        let visit = visits[index]
        let response = visit.finish?.response ?? HTTPFields()
        visits[index].isAnswered = true
        words.append("the response of \(visit.name) is delivered")
        if visit.sender == .thief { return thief.apply(response) }
        browser.apply(response)
        if visit.action.isLogin {
            login = Cookies(response).set.first.flatMap { ledger.ids[$0.value] }
        } else if !visit.action.isQuiet || isLateRenewal(response) {
            login = nil
        }
    }

    /// Whether it sets the ID of another session of somebody's, or of an earlier epoch of this one: then it logs the
    /// browser out of the new one, which is documented and not prevented (rule R11).
    private func isLateRenewal(_ response: HTTPFields) -> Bool {
        guard let cookie = Cookies(response).set.first, cookie.name == Cookies.identified, let login else {
            return false
        }
        return !ledger.may([login], use: ledger.ids[cookie.value] ?? login)
    }

    /// Takes in what a step has led to. A request that stands before its commit goes on if no clock can come between.
    private func digest() async throws {
        while true {
            var next: Int?
            for report in laboratory.stage.takeReports() {
                if try await take(report), ticks == 0 { next = next ?? report.actor }
            }
            guard let next else { return }
            await laboratory.stage.release(next)
        }
    }

    /// Returns whether the request stands before its commit.
    private func take(_ report: Stage.Report) async throws -> Bool {
        switch report {
        case .stopped(let index, let stop):
            visits[index].phase = .stopped(stop)
            if case .commit = stop { return true }
        case .replied(let actor, let call, let reply):
            guard let actor else { break }
            visits[actor].note(call, reply, ledger)
            words.append("\(visits[actor].name) \(call.summary(reply, ledger))")
            if case .deleteAll = call { laboratory.isSpoilt = true }
            try ledger.note(call, reply, by: visits[actor], at: now)
            visits[actor].noteEffect(call, reply)
            if call.mayWrite {
                try await ledger.look(into: laboratory.stepping.store)
                try ledger.checkRows(at: now)
            }
        case .begun(let index, let reading):
            visits[index].reading = reading
            if visits[index].action == .elevate, reading.subject == nil { visits[index].action = .read }
            if visits[index].action == .rotate, reading.family == nil { visits[index].action = .read }
            try ledger.checkReading(of: visits[index], reading)
        case .committing(let index, let time):
            visits[index].committed = time
            visits[index].confirmed = Set(ledger.entries.filter { $0.value.row?.confirmedAt != nil }.keys)
            visits[index].history.add(time)
        case .finished(let index, let finish):
            visits[index].phase = .done
            visits[index].finish = finish
            visits[index].isAnswered = finish.response[values: .setCookie].isEmpty
            words.append(finish.failure.map { "\(visits[index].name) fails: \($0.code)" } ?? answer(of: visits[index]))
            try await ledger.look(into: laboratory.stepping.store)
            try ledger.checkFinish(of: visits[index], finish, at: now)
            try ledger.checkRows(at: now)
        }
        return false
    }

    private func answer(of visit: Visit) -> String {
        let cookies = Cookies(visit.finish?.response ?? HTTPFields())
        let set = cookies.set.map { "sets \($0.name)" } + cookies.deleted.map { "deletes \($0)" }
        return set.isEmpty ? "\(visit.name) is done" : "\(visit.name) \(set.joined(separator: ", "))"
    }
}

extension Stage.Report {
    fileprivate var actor: Int? {
        switch self {
        case .stopped(let index, _), .begun(let index, _), .committing(let index, _), .finished(let index, _): index
        case .replied(let index, _, _): index
        }
    }
}
