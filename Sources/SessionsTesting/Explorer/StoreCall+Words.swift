import Sessions

/// A call in words for schedules, and in numbers for fingerprints.
extension StoreCall {
    /// Whether rows may have changed.
    var mayWrite: Bool {
        switch self {
        case .load, .list, .notBefore, .count: false
        default: true
        }
    }

    /// What a request did, in words that hold no ID.
    func summary(_ reply: Reply, _ ledger: Ledger) -> String {
        switch (self, reply) {
        case (_, .failed): "finds the store failing"
        case (.create(let record, _, _), .created(let outcome)):
            "creates a \(record.subject == nil ? "visitor's" : "logged-in") session\(outcome.remark)"
        case (.load(let key), .loaded(let record)): "loads \(ledger.name(key)): \(record.word)"
        case (.update(let key, _, _, _), .updated(let outcome)): "updates \(ledger.name(key)): \(outcome)"
        case (.touch(let key, _, _, _), .touched(let wasLive)):
            "touches \(ledger.name(key)): \(wasLive ? "done" : "missing")"
        case (.rotate(let key, _, _, .forwarding, _, _), .rotated(let outcome)):
            "renews \(ledger.name(key))\(outcome.remark)"
        case (.rotate(let key, _, _, .superseded, _, _), .rotated(let outcome)):
            "replaces \(ledger.name(key))\(outcome.remark)"
        case (.confirm(let key, _), .confirmed(let done)):
            "confirms \(ledger.name(key))\(done ? "" : ": was already")"
        case (.deleteFamily(let family, _), .deleted(let wasLive)):
            "ends the session of \(ledger.families[family]?.name ?? "nobody")\(wasLive ? "" : ": was not live")"
        case (.list, .listed(let records)): "lists \(records.count) sessions"
        case (.deleteAll, .counted(let count)): "ends \(count) sessions"
        default: "asks the store"
        }
    }

    /// What the answer tells the request, for its history.
    func add(_ reply: Reply, to print: inout Fingerprint, _ ledger: Ledger) {
        print.add(summary(reply, ledger))
        let records: [SessionRecord]
        switch reply {
        case .loaded(let record?): records = [record]
        case .listed(let listed): records = listed
        default: return
        }
        for record in records {
            print.add(ledger.name(record.key))
            print.add(UInt64(bitPattern: record.version))
            for time in [record.lastSeen, record.idleDeadline, record.absoluteDeadline, record.renewAt] {
                print.add(time)
            }
            print.add(record.confirmedAt)
            if case .closed(_, let time) = record.state { print.add(time) }
            if let entry = ledger.entries[record.key] { print.add(entry.content) }
        }
    }
}

extension Visit {
    /// Takes down what it has seen.
    mutating func note(_ call: StoreCall, _ reply: StoreCall.Reply, _ ledger: Ledger) {
        call.add(reply, to: &history, ledger)
        guard reading == nil, case .load(let key) = call, case .loaded(let record) = reply else { return }
        if let record, record.state == .live { loaded = record }
        if presented.contains(key), let until = ledger.entries[key]?.supersededUntil, began < until,
            record?.state == .superseded
        {
            hasMetSuperseded = true
        }
    }

    /// Takes down what it has done.
    mutating func noteEffect(_ call: StoreCall, _ reply: StoreCall.Reply) {
        switch (call, reply) {
        case (.create(let record, _, _), .created(.created)): effects.append(.created(record.key))
        case (.update(let key, _, _, _), .updated(.updated)): effects.append(.updated(key))
        case (.rotate(let key, _, let record, _, _, _), .rotated(.rotated)):
            effects.append(.rotated(from: key, to: record.key))
        case (.deleteFamily(let family, _), .deleted(let wasLive)):
            effects.append(.ended(family, wasLive: wasLive))
        case (.deleteAll, .counted): effects.append(.endedAll)
        default: break
        }
    }
}

extension CreateOutcome {
    fileprivate var remark: String {
        switch self {
        case .created: ""
        case .exists: ": the ID exists"
        case .refusedByNotBefore, .refusedByLimit: ": refused"
        }
    }
}

extension RotateOutcome {
    fileprivate var remark: String {
        switch self {
        case .rotated: ""
        case .conflict: ": conflict"
        case .missing: ": missing"
        case .exists: ": the ID exists"
        case .refusedByNotBefore, .refusedByLimit: ": refused"
        }
    }
}

extension SessionRecord? {
    fileprivate var word: String {
        switch self?.state {
        case nil: "nothing"
        case .live: "live"
        case .forwarding: "forwarding"
        case .closed: "closed"
        case .superseded: "superseded"
        }
    }
}
