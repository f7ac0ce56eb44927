import Sessions

extension StoreConformance {
    static let listing: [Case] = [
        Case("list gives the live records of the subject, last seen first") { store, check in
            var records = (0..<5).map {
                Fixture.record($0 * 100, subject: "ann", at: Fixture.start + .seconds($0 * 3 % 5))
            }
            for record in records { try await store.add(record, check) }
            try await store.add(Fixture.record(1_000, subject: "bob"), check)
            try await store.add(Fixture.record(1_100), check)
            func expectList(_ what: String) async throws {
                check.equal(
                    try await store.list(subject: "ann", now: Fixture.soon),
                    records.sorted { $0.lastSeen > $1.lastSeen },
                    what
                )
            }
            try await expectList("list")
            records[0].lastSeen = Fixture.soon
            _ = try await store.touch(
                records[0].key,
                lastSeen: Fixture.soon,
                idleDeadline: records[0].idleDeadline,
                now: Fixture.soon
            )
            try await expectList("list after touch")
            records[1] = Fixture.changed(records[1])
            records[1].lastSeen = Fixture.later
            _ = try await store.update(records[1].key, expecting: 1, to: records[1], now: Fixture.soon)
            try await expectList("list after update")
            records[2] = try await store.renew(records[2], to: 201, at: Fixture.start + .seconds(7), check)
            try await expectList("list after renewal")
            _ = try await store.deleteFamily(records[3].family, now: Fixture.soon)
            records.remove(at: 3)
            try await expectList("list after deleteFamily")
        },
        Case("list and count leave out a record from the millisecond of either deadline") { store, check in
            for (number, deadline) in Deadline.allCases.enumerated() {
                let record = deadline.set(Fixture.record(number, subject: "ann"), to: Fixture.soon)
                try await store.add(record, check)
                let before = Fixture.soon + .milliseconds(-1)
                check.equal(
                    try await store.list(subject: "ann", now: before),
                    [record],
                    "list a millisecond before the \(deadline) deadline"
                )
                check.equal(
                    try await store.count(now: before),
                    1,
                    "count a millisecond before the \(deadline) deadline"
                )
                check.equal(
                    try await store.list(subject: "ann", now: Fixture.soon),
                    [],
                    "list at the \(deadline) deadline"
                )
                check.equal(try await store.count(now: Fixture.soon), 0, "count at the \(deadline) deadline")
                _ = try await store.deleteFamily(record.family, now: Fixture.soon)
            }
        },
        Case("list and count leave out tombstones") { store, check in
            _ = try await store.addOneOfEachState(from: 1, check)
            // Live: the first, the successors of the renewed and of the closed one, and the login.
            check.equal(try await store.count(now: Fixture.soon), 4, "count")
            check.equal(
                try await store.list(subject: "login", now: Fixture.soon).map(\.key),
                [Fixture.key(8)],
                "list after login"
            )
            let record = Fixture.record(101, subject: "ann")
            try await store.add(record, check)
            let next = try await store.renew(record, to: 102, check)
            check.equal(try await store.list(subject: "ann", now: Fixture.soon), [next], "list after renewal")
        },
        Case("a subject is compared byte by byte") { store, check in
            let subjects = ["\u{E9}", "e\u{301}", "E", "e", "e ", "e\u{0}", "e\u{0}x", "", "K", "\u{212A}"]
            let limit = Admission(requestBegan: Fixture.later, limit: .refuse(over: 1))
            for (number, subject) in subjects.enumerated() {
                check.equal(
                    try await store.create(
                        Fixture.record(number * 100, subject: subject),
                        admission: limit,
                        now: Fixture.soon
                    ),
                    .created(ended: []),
                    "first login of subject \(number)"
                )
            }
            try await store.add(Fixture.record(5_000), check)
            for (number, subject) in subjects.enumerated() {
                check.equal(
                    try await store.list(subject: subject, now: Fixture.soon).map(\.family),
                    [Fixture.family(number * 100)],
                    "list of subject \(number)"
                )
                check.equal(
                    try await store.deleteAll(
                        subject: subject,
                        except: nil,
                        now: Fixture.soon + .milliseconds(number)
                    ),
                    1,
                    "deleteAll of subject \(number)"
                )
            }
            for (number, subject) in subjects.enumerated() {
                check.equal(
                    try await store.notBefore(subject: subject),
                    Fixture.soon + .milliseconds(number),
                    "not-before of subject \(number)"
                )
            }
            check.that(try await store.load(Fixture.key(5_000)) != nil, "the visitor's record is not there")
        },
    ]

    static let expiring: [Case] = [
        Case("deleteExpired deletes rows from the millisecond of either deadline, and no others") { store, check in
            for (number, deadline) in Deadline.allCases.enumerated() {
                let record = deadline.set(Fixture.record(number, subject: "ann"), to: Fixture.soon)
                try await store.add(record, check)
                check.equal(
                    try await store.deleteExpired(limit: 10, now: Fixture.soon + .milliseconds(-1)),
                    0,
                    "deleteExpired a millisecond before the \(deadline) deadline"
                )
                check.equal(try await store.load(record.key), record, "the row before its deadline")
                check.equal(
                    try await store.deleteExpired(limit: 10, now: Fixture.soon),
                    1,
                    "deleteExpired at the \(deadline) deadline"
                )
                try await check.absent(record.key, in: store, "the row after its deadline")
            }
        },
        Case("deleteExpired follows every move of a deadline") { store, check in
            let extended = Fixture.record(1)
            let shortened = Fixture.record(2)
            let touched = Fixture.record(3)
            let touchedBack = Fixture.record(4)
            for record in [extended, shortened, touched, touchedBack] { try await store.add(record, check) }
            var next = Fixture.changed(extended)
            next.idleDeadline = Fixture.idleEnd + .seconds(60)
            _ = try await store.update(extended.key, expecting: 1, to: next, now: Fixture.soon)
            next = Fixture.changed(shortened)
            next.absoluteDeadline = Fixture.later
            next.idleDeadline = Fixture.later
            _ = try await store.update(shortened.key, expecting: 1, to: next, now: Fixture.soon)
            for (record, deadline) in [
                (touched, Fixture.idleEnd + .seconds(120)), (touchedBack, Fixture.later + .seconds(1)),
            ] {
                _ = try await store.touch(
                    record.key,
                    lastSeen: Fixture.soon,
                    idleDeadline: deadline,
                    now: Fixture.soon
                )
            }
            for (time, wanted) in [
                (Fixture.soon, [1, 2, 3, 4]),
                (Fixture.later, [1, 3, 4]),
                (Fixture.later + .seconds(1), [1, 3]),
                (Fixture.idleEnd, [1, 3]),
                (Fixture.idleEnd + .seconds(60), [3]),
                (Fixture.idleEnd + .seconds(120) + .milliseconds(-1), [3]),
                (Fixture.idleEnd + .seconds(120), []),
            ] {
                _ = try await store.deleteExpired(limit: 100, now: time)
                var left: [Int] = []
                for number in 1...4 where try await store.load(Fixture.key(number)) != nil { left.append(number) }
                check.equal(left, wanted, "rows left \(time - Fixture.start) after the start")
            }
        },
        Case("deleteExpired deletes tombstones at their deadlines") { store, check in
            let renewed = Fixture.record(1)
            let guest = Fixture.record(101)
            for record in [renewed, guest] { try await store.add(record, check) }
            _ = try await store.renew(renewed, to: 2, check)
            let until = Fixture.soon + .seconds(10)
            _ = try await store.rotate(
                guest.key,
                expecting: 1,
                to: Fixture.record(102, subject: "ann"),
                leaving: .superseded(until: until),
                admission: nil,
                now: Fixture.soon
            )
            for (time, number) in [(until, 101), (Fixture.absoluteEnd, 1)] {
                _ = try await store.deleteExpired(limit: 10, now: time + .milliseconds(-1))
                check.that(try await store.load(Fixture.key(number)) != nil, "a tombstone went before its deadline")
                _ = try await store.deleteExpired(limit: 10, now: time)
                try await check.absent(Fixture.key(number), in: store, "a tombstone after its deadline")
            }
        },
        Case("deleteExpired deletes no more than its limit, and fewer only when no more are left") { store, check in
            for number in 0..<250 {
                try await store.add(Fixture.record(number), check)
                try await store.add(Fixture.record(number + 1_000), check)
            }
            // The second half is in use: whoever looks for rows due by their first deadline meets these as well.
            for number in 0..<250 {
                _ = try await store.touch(
                    Fixture.key(number + 1_000),
                    lastSeen: Fixture.soon,
                    idleDeadline: Fixture.idleEnd + .seconds(1),
                    now: Fixture.soon
                )
            }
            for wanted in [0, 100, 100, 50, 0] {
                let limit = wanted == 0 ? 0 : 100
                check.equal(
                    try await store.deleteExpired(limit: limit, now: Fixture.idleEnd),
                    wanted,
                    "deleteExpired with limit \(limit)"
                )
            }
            check.equal(try await store.count(now: Fixture.idleEnd), 250, "live records after purging")
            check.equal(
                try await store.deleteExpired(limit: 1_000, now: Fixture.idleEnd + .seconds(1)),
                250,
                "deleteExpired of the rest"
            )
        },
        Case("deleteExpired wipes the successor of a tombstone 60 s after it was closed") { store, check in
            let record = Fixture.record(1)
            try await store.add(record, check)
            let next = try await store.renew(record, to: 2, sealed: [4, 5], confirm: true, check)
            var closed = Fixture.forwarding(record, to: [])
            closed.state = .closed(successor: [4, 5], at: Fixture.soon)
            let end = Fixture.soon + .seconds(60)
            check.equal(
                try await store.deleteExpired(limit: 10, now: end + .milliseconds(-1)),
                0,
                "rows purged before"
            )
            check.equal(try await store.load(record.key), closed, "the tombstone before")
            check.equal(try await store.deleteExpired(limit: 10, now: end), 1, "rows purged at 60 s")
            check.equal(try await store.deleteExpired(limit: 10, now: end), 0, "rows purged once more")
            closed.state = .closed(successor: nil, at: Fixture.soon)
            check.equal(try await store.load(record.key), closed, "the tombstone at 60 s")
            check.equal(try await store.load(next.key), next, "the successor")
        },
        Case("deleteExpired leaves the successor of a tombstone that still forwards") { store, check in
            let record = Fixture.record(1)
            try await store.add(record, check)
            _ = try await store.renew(record, to: 2, sealed: [4, 5], check)
            _ = try await store.deleteExpired(limit: 10, now: Fixture.absoluteEnd + .milliseconds(-1))
            check.equal(
                try await store.load(record.key)?.state,
                .forwarding(successor: [4, 5]),
                "state of the tombstone"
            )
        },
        Case("deleteExpired wipes no more successors than its limit") { store, check in
            for number in 0..<5 {
                let record = Fixture.record(number * 100)
                try await store.add(record, check)
                _ = try await store.renew(record, to: number * 100 + 1, confirm: true, check)
            }
            for (limit, wiped, wanted) in [(0, 0, 5), (2, 2, 3), (2, 2, 1), (2, 1, 0)] {
                let purged = try await store.deleteExpired(limit: limit, now: Fixture.soon + .seconds(60))
                // Whoever purges has to know whether there are more.
                check.equal(purged, wiped, "rows purged with limit \(limit)")
                var left = 0
                for number in 0..<5 {
                    let state = try await store.load(Fixture.key(number * 100))?.state
                    if state == .closed(successor: [9], at: Fixture.soon) { left += 1 }
                }
                check.equal(left, wanted, "sealed successors left after limit \(limit)")
            }
        },
    ]
}
