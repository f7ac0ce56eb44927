import HTTPTypes
import Sessions

/// What a request may read, and what its response may say.
extension Ledger {
    /// When the handler runs.
    func checkReading(of visit: Visit, _ reading: Stage.Reading) throws(Broken) {
        guard let family = reading.family else {
            guard reading.names.isEmpty, reading.subject == nil else { throw Broken("a visitor reads something") }
            return
        }
        guard let loaded = visit.loaded, loaded.family == family, may(visit.presented, use: loaded.key) else {
            throw Broken("R4: an ID from before a change of privilege reads what came after it")
        }
        guard let facts = families[family], loaded.subject == facts.subject else {
            throw Broken("a request reads a session that is nobody's")
        }
        guard (reading.subject == nil) == (facts.subject == nil) else { throw Broken("a session has another subject") }
        guard reading.names.subtracting([SessionExplorer.countValue]).isSubset(of: facts.written) else {
            throw Broken("R2: a value crosses a login")
        }
    }

    /// When a request is done. The rows are those of that moment.
    mutating func checkFinish(of visit: Visit, _ finish: Stage.Finish, at now: Timestamp) throws(Broken) {
        if visit.action.isFromElsewhere { return try checkRevocation(visit, finish) }
        let cookies = Cookies(finish.response)
        if let failure = finish.failure { return try checkFailure(visit, failure, finish.response) }
        let family = visit.reading?.family
        switch visit.action {
        case .read, .write, .modify:
            guard cookies.deleted.isEmpty else { throw Broken("R12: a request that ends nothing deletes a cookie") }
            if visit.action == .read {
                guard !cookies.set.isEmpty else { break }
                guard family != nil else { throw Broken("R12: a request without a session is given a cookie") }
            } else {
                guard visit.hasStored else { throw Broken("a write is acknowledged and not stored") }
                guard family != nil || cookies.set.map(\.name) == [Cookies.guest] else {
                    throw Broken("R10: a visitor's first write sets anything but the visitor's cookie")
                }
            }
            try checkRenewal(of: visit, at: now)
        case .login, .loginAsAnother:
            guard visit.hasStored, cookies.set.map(\.name) == [Cookies.identified], cookies.deleted == [Cookies.guest]
            else { throw Broken("R10: a login sets one cookie and deletes the other") }
        case .elevate, .rotate:
            guard visit.hasStored, cookies.set.count == 1, cookies.deleted.isEmpty else {
                throw Broken("R4: a change of privilege sets the new ID")
            }
        case .logout:
            let wasLive = visit.effects.contains { if case .ended(_, true) = $0 { true } else { false } }
            let name = visit.reading?.subject == nil ? Cookies.guest : Cookies.identified
            guard cookies.set.isEmpty, cookies.deleted == (wasLive ? [name] : []) else {
                throw Broken("R12: a logout deletes the cookie that it came by, if it ended a session")
            }
            if let family {
                families[family]?.end = .deleted
                try checkRows(at: now)
            }
        case .revoke, .revokeAll: break
        }
        try checkSet(cookies.set, by: visit)
    }

    /// An ID that is set is live, of the session that the request came with or made, and new to the browser.
    private mutating func checkSet(_ set: [(name: String, value: String)], by visit: Visit) throws(Broken) {
        guard set.count <= 1 else { throw Broken("R12: a response sets two IDs") }
        guard let (name, value) = set.first else { return }
        if ids[value] == nil {
            for case .created(let key) in visit.effects { ids[value] = key }
            for case .rotated(_, let key) in visit.effects { ids[value] = key }
        }
        guard let key = ids[value], let entry = entries[key], entry.row?.state == .live else {
            throw Broken("R12: a response sets an ID that is dead")
        }
        guard !visit.confirmed.contains(key) else {
            throw Broken("R12: a response sets an ID that the browser has shown")
        }
        guard name == (families[entry.family]?.subject == nil ? Cookies.guest : Cookies.identified) else {
            throw Broken("R10: an ID is set under the other cookie's name")
        }
        let isOwn = visit.effects.contains { effect in
            switch effect {
            case .created(key), .rotated(_, key): true
            default: false
            }
        }
        guard isOwn || may(visit.presented, use: key) else {
            throw Broken("R12: a request is given the ID of a session that it did not come with")
        }
    }

    private func checkFailure(_ visit: Visit, _ failure: SessionError, _ response: HTTPFields) throws(Broken) {
        guard response.isEmpty else { throw Broken("R12: a request that failed sets or deletes something") }
        guard !visit.hasStored else { throw Broken("a write is stored and reported as failed") }
        switch failure.code {
        case .sessionEnded:
            guard let family = visit.reading?.family else {
                guard visit.hasMetSuperseded else { throw Broken("a first write fails for no reason") }
                return
            }
            guard !visit.action.isLogin else { throw Broken("R2: a login fails because its session has ended") }
            guard !isOpen(family, to: visit.presented) else {
                throw Broken("R6: a request fails though its session is there")
            }
        case .loginRefused:
            guard visit.action.isLogin, notBefores.values.contains(where: { visit.began <= $0 }) else {
                throw Broken("a login is refused for no reason")
            }
        default:
            throw Broken("a request fails with \(failure.code)")
        }
    }

    private mutating func checkRevocation(_ visit: Visit, _ finish: Stage.Finish) throws(Broken) {
        guard finish.failure == nil else { throw Broken("a revocation fails") }
        if visit.action == .revokeAll {
            guard visit.effects.contains(where: { if case .endedAll = $0 { true } else { false } }) else {
                throw Broken("a revocation of all sessions ends none")
            }
            return
        }
        guard let family = families.first(where: { $0.value.name == "S0" }) else { return }
        guard finish.hasRevoked == true || family.value.end != nil else {
            throw Broken("a revocation leaves a session alive")
        }
        if finish.hasRevoked == true, family.value.end == nil {
            throw Broken("a revocation ends nothing and says it did")
        }
    }

    /// An ID that is due is replaced by the first request that presents it (OS-14).
    private func checkRenewal(of visit: Visit, at now: Timestamp) throws(Broken) {
        guard let loaded = visit.loaded, visit.presented.contains(loaded.key), visit.reading?.family != nil,
            let confirmed = loaded.confirmedAt, visit.committed >= loaded.renewAt,
            visit.committed - confirmed >= Tombstone.successorLifetime
        else { return }
        if let row = entries[loaded.key]?.row, row.state == .live, !row.isExpired(at: now) {
            throw Broken("R7: an ID that is due is not renewed")
        }
    }
}
