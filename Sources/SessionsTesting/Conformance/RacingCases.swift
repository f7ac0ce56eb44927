import Sessions

extension StoreConformance {
    /// What holds whatever the order. A store that reads and writes in two steps breaks these most of the time, not
    /// always: each case provokes its race often.
    static let racing: [Case] = [
        Case("of a hundred concurrent updates of one version exactly one wins") { store, check in
            for round in 0..<5 {
                let record = Fixture.record(round)
                try await store.add(record, check)
                let outcomes = try await concurrently(100) { index in
                    let next = Fixture.changed(record, payload: [UInt8(index)])
                    return try await store.update(record.key, expecting: 1, to: next, now: Fixture.soon)
                }
                check.equal(outcomes.count { $0 == .updated }, 1, "updates that won")
                check.equal(outcomes.count { $0 == .conflict }, 99, "conflicts")
                if let winner = outcomes.firstIndex(of: .updated) {
                    check.equal(
                        try await store.load(record.key),
                        Fixture.changed(record, payload: [UInt8(winner)]),
                        "what the winner wrote"
                    )
                }
            }
        },
        Case("no update is lost when conflicts are retried") { store, check in
            let record = Fixture.record(1)
            try await store.add(record, check)
            _ = try await concurrently(20) { index in
                for step in 0..<10 {
                    while true {
                        guard let seen = try await store.load(record.key) else { return }
                        let next = Fixture.changed(seen, payload: seen.payload + [UInt8(index * 10 + step)])
                        let outcome = try await store.update(
                            record.key,
                            expecting: seen.version,
                            to: next,
                            now: Fixture.soon
                        )
                        if outcome == .updated { break }
                    }
                }
            }
            let last = try await store.load(record.key)
            check.equal(last?.version, 201, "version after 200 updates")
            check.equal(
                last.map { Set($0.payload.dropFirst(record.payload.count)).count },
                200,
                "distinct additions to the payload"
            )
        },
        Case("of a hundred concurrent rotations of one record exactly one wins") { store, check in
            for round in 0..<5 {
                let first = round * 1_000
                let record = Fixture.record(first)
                try await store.add(record, check)
                let outcomes = try await concurrently(90) { index in
                    let number = first + 1 + index
                    return try await store.rotate(
                        record.key,
                        expecting: 1,
                        to: Fixture.record(number, family: first, confirmed: false),
                        leaving: .forwarding(successor: [UInt8(index)]),
                        admission: nil,
                        now: Fixture.soon
                    )
                }
                check.equal(outcomes.count { $0 == .rotated(ended: []) }, 1, "rotations that won")
                check.equal(outcomes.count { $0 == .missing }, 89, "rotations that found nothing live")
                var successors: [Int] = []
                for index in 0..<90 where try await store.load(Fixture.key(first + 1 + index)) != nil {
                    successors.append(index)
                }
                check.equal(successors.count, 1, "live successors")
                check.equal(
                    try await store.load(record.key)?.state,
                    successors.first.map { .forwarding(successor: [UInt8($0)]) },
                    "what the tombstone leads to"
                )
            }
        },
        Case("of a hundred concurrent confirms exactly one does it") { store, check in
            for round in 0..<5 {
                let record = Fixture.record(round * 100)
                try await store.add(record, check)
                let next = try await store.renew(record, to: round * 100 + 1, check)
                let outcomes = try await concurrently(100) { index in
                    try await store.confirm(next.key, now: Fixture.soon + .milliseconds(index))
                }
                check.equal(outcomes.count { $0 }, 1, "confirms that did it")
                if let winner = outcomes.firstIndex(of: true) {
                    let time = Fixture.soon + .milliseconds(winner)
                    check.equal(try await store.load(next.key)?.confirmedAt, time, "when it was confirmed")
                    check.equal(
                        try await store.load(record.key)?.state,
                        .closed(successor: [9], at: time),
                        "state of the predecessor"
                    )
                }
            }
        },
        Case("of a hundred concurrent creates under one key exactly one wins") { store, check in
            let outcomes = try await concurrently(100) { index in
                var record = Fixture.record(index)
                record.key = Fixture.key(1_000)
                return try await store.create(record, admission: nil, now: Fixture.soon)
            }
            check.equal(outcomes.count { $0 == .created(ended: []) }, 1, "creates that won")
            check.equal(outcomes.count { $0 == .exists }, 99, "creates that found a row")
            check.equal(try await store.count(now: Fixture.soon), 1, "live records")
        },
        Case("a limit of sessions holds under concurrent logins") { store, check in
            let outcomes = try await concurrently(100) { index in
                try await store.create(
                    Fixture.record(index * 100, subject: "ann", at: Fixture.start + .milliseconds(index)),
                    admission: Admission(requestBegan: Fixture.soon, limit: .refuse(over: 5)),
                    now: Fixture.soon
                )
            }
            check.equal(outcomes.count { $0 == .created(ended: []) }, 5, "logins admitted")
            check.equal(outcomes.count { $0 == .refusedByLimit }, 95, "logins refused")
            check.equal(try await store.list(subject: "ann", now: Fixture.soon).count, 5, "sessions")
            let ended = try await concurrently(100) { index -> [SessionFamily] in
                let outcome = try await store.create(
                    Fixture.record(20_000 + index * 100, subject: "bob"),
                    admission: Admission(requestBegan: Fixture.soon, limit: .endOldest(over: 5)),
                    now: Fixture.soon
                )
                guard case .created(let ended) = outcome else { return [] }
                return ended
            }
            check.equal(
                try await store.list(subject: "bob", now: Fixture.soon).count,
                5,
                "sessions where the oldest end"
            )
            check.equal(ended.joined().count, 95, "families ended")
            check.equal(Set(ended.joined()).count, 95, "distinct families ended")
        },
        Case("nothing that a slow request does brings back a session deleted meanwhile") { store, check in
            for round in 0..<100 {
                let record = Fixture.record(round * 100, subject: "ann")
                try await store.add(record, check)
                let next = try await store.renew(record, to: round * 100 + 1, check)
                // Updates, touches, confirms and renewals against one delete, which comes at a different moment each time.
                _ = try await concurrently(6) { index in
                    switch index {
                    case 0:
                        for _ in 0..<round % 8 { _ = try await store.load(next.key) }
                        if round.isMultiple(of: 2) {
                            _ = try await store.deleteFamily(record.family, now: Fixture.soon)
                        } else {
                            _ = try await store.deleteAll(subject: "ann", except: nil, now: Fixture.soon)
                        }
                    case 1, 2:
                        for _ in 0..<4 {
                            guard let seen = try await store.load(next.key) else { return }
                            await Task.yield()
                            let changed = Fixture.changed(seen)
                            _ = try await store.update(
                                next.key,
                                expecting: seen.version,
                                to: changed,
                                now: Fixture.soon
                            )
                        }
                    case 3:
                        for _ in 0..<4 {
                            _ = try await store.touch(
                                next.key,
                                lastSeen: Fixture.later,
                                idleDeadline: Fixture.idleEnd,
                                now: Fixture.soon
                            )
                        }
                    case 4: _ = try await store.confirm(next.key, now: Fixture.soon)
                    default:
                        guard let seen = try await store.load(next.key) else { return }
                        await Task.yield()
                        _ = try await store.rotate(
                            next.key,
                            expecting: seen.version,
                            to: Fixture.record(round * 100 + 2, family: round * 100, subject: "ann"),
                            leaving: .superseded(until: Fixture.idleEnd),
                            admission: nil,
                            now: Fixture.soon
                        )
                    }
                }
                for number in 0..<3 {
                    try await check.absent(Fixture.key(round * 100 + number), in: store, "a row of a deleted family")
                }
            }
            check.equal(try await store.count(now: Fixture.soon), 0, "live records")
            check.equal(try await store.list(subject: "ann", now: Fixture.soon), [], "list")
        },
        Case("no login by an earlier request slips past a concurrent deleteAll") { store, check in
            for round in 0..<100 {
                let subject = "subject \(round)"
                let first = round * 1_000
                for index in 1...4 { try await store.add(Fixture.record(first + index * 100), check) }
                _ = try await concurrently(9) { index in
                    guard index > 0 else {
                        for _ in 0..<round % 16 { await Task.yield() }
                        _ = try await store.deleteAll(subject: subject, except: nil, now: Fixture.soon)
                        return
                    }
                    // Four log in again and again until they are refused, four once each from a guest's session.
                    let admission = Admission(requestBegan: Fixture.soon)
                    if index > 4 {
                        for number in 0..<10 {
                            let outcome = try await store.create(
                                Fixture.record(first + index * 100 + number, subject: subject),
                                admission: admission,
                                now: Fixture.soon
                            )
                            if outcome == .refusedByNotBefore { break }
                        }
                    } else {
                        for _ in 0..<(round + index) % 8 { await Task.yield() }
                        _ = try await store.rotate(
                            Fixture.key(first + index * 100),
                            expecting: 1,
                            to: Fixture.record(first + index * 100 + 1, subject: subject),
                            leaving: .superseded(until: Fixture.idleEnd),
                            admission: admission,
                            now: Fixture.soon
                        )
                    }
                }
                check.equal(
                    try await store.list(subject: subject, now: Fixture.soon).count,
                    0,
                    "sessions by requests that began at the not-before"
                )
            }
        },
        Case("a session that was noted in time is not purged") { store, check in
            for round in 0..<100 {
                let record = Fixture.record(round * 100)
                try await store.add(record, check)
                let outcomes = try await concurrently(2) { index in
                    if index == 0 {
                        return try await store.touch(
                            record.key,
                            lastSeen: Fixture.soon,
                            idleDeadline: Fixture.idleEnd + .seconds(60),
                            now: Fixture.idleEnd + .milliseconds(-1)
                        )
                    }
                    return try await store.deleteExpired(limit: 10, now: Fixture.idleEnd) == 1
                }
                check.that(
                    outcomes[0] != outcomes[1],
                    "touch gave \(outcomes[0]), and the purge deleted: \(outcomes[1])"
                )
                check.equal(try await store.load(record.key) != nil, outcomes[0], "whether the row is there")
                _ = try await store.deleteFamily(record.family, now: Fixture.soon)
            }
        },
    ]

    /// Runs `body` with 0..<`count` at the same time and gives the results in that order.
    private static func concurrently<Value: Sendable>(
        _ count: Int,
        _ body: @escaping @Sendable (Int) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            for index in 0..<count {
                group.addTask { (index, try await body(index)) }
            }
            var results: [Int: Value] = [:]
            for try await (index, value) in group { results[index] = value }
            return (0..<count).compactMap { results[$0] }
        }
    }
}
