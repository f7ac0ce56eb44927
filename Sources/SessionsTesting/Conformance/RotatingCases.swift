import Sessions

extension StoreConformance {
    static let rotating: [Case] = [
        Case("a renewal leaves a forwarding tombstone with nothing of the payload") { store, check in
            let record = Fixture.record(1, subject: "ann")
            try await store.add(record, check)
            let next = try await store.renew(record, to: 2, sealed: [4, 5, 6], check)
            check.equal(try await store.load(next.key), next, "the successor")
            check.equal(
                try await store.load(record.key),
                Fixture.forwarding(record, to: [4, 5, 6]),
                "the tombstone"
            )
            check.equal(try await store.list(subject: "ann", now: Fixture.soon), [next], "list after renewal")
            check.equal(try await store.count(now: Fixture.soon), 1, "count after renewal")
        },
        Case("a change of privilege supersedes the old row and every tombstone of its family") { store, check in
            let bystander = Fixture.record(50)
            try await store.add(bystander, check)
            let other = try await store.renew(bystander, to: 51, check)
            let first = Fixture.record(1)
            try await store.add(first, check)
            let second = try await store.renew(first, to: 2, confirm: true, check)
            let third = try await store.renew(second, to: 3, check)
            var login = Fixture.record(4, subject: "ann")
            login.created = Fixture.later
            let until = Fixture.later + .seconds(10)
            check.equal(
                try await store.rotate(
                    third.key,
                    expecting: 1,
                    to: login,
                    leaving: .superseded(until: until),
                    admission: nil,
                    now: Fixture.later
                ),
                .rotated(ended: []),
                "login"
            )
            check.equal(try await store.load(login.key), login, "the new record")
            for old in [first, second, third] {
                check.equal(try await store.load(old.key), Fixture.superseded(old, until: until), "an old row")
            }
            check.equal(try await store.load(other.key), other, "a live record of another family")
            check.equal(
                try await store.load(bystander.key),
                Fixture.forwarding(bystander, to: [9]),
                "a tombstone of another family"
            )
            check.equal(try await store.count(now: Fixture.later), 2, "count after login")
        },
        Case("a change of privilege may keep the family") { store, check in
            let record = Fixture.record(1, subject: "ann")
            try await store.add(record, check)
            let next = Fixture.record(2, family: 1, subject: "ann", at: Fixture.soon)
            let until = Fixture.soon + .seconds(10)
            check.equal(
                try await store.rotate(
                    record.key,
                    expecting: 1,
                    to: next,
                    leaving: .superseded(until: until),
                    admission: nil,
                    now: Fixture.soon
                ),
                .rotated(ended: []),
                "step-up"
            )
            check.equal(try await store.load(next.key), next, "the new record")
            check.equal(try await store.load(record.key), Fixture.superseded(record, until: until), "the old row")
        },
        Case("rotate in another version is a conflict and changes nothing") { store, check in
            let record = Fixture.record(1)
            try await store.add(record, check)
            for version in [Int64.min, 0, 2, .max] {
                check.equal(
                    try await store.rotate(
                        record.key,
                        expecting: version,
                        to: Fixture.record(2),
                        leaving: .superseded(until: Fixture.later),
                        admission: nil,
                        now: Fixture.soon
                    ),
                    .conflict,
                    "rotate expecting \(version) of a row in version 1"
                )
            }
            check.equal(try await store.load(record.key), record, "the old row after conflicts")
            try await check.absent(Fixture.key(2), in: store, "load of the new key after conflicts")
        },
        Case("rotate of a tombstone is missing and changes nothing") { store, check in
            for key in try await store.addOneOfEachState(from: 1, check).dropFirst(2) {
                let before = try await store.load(key)
                check.equal(
                    try await store.rotate(
                        key,
                        expecting: before?.version ?? 1,
                        to: Fixture.record(60),
                        leaving: .forwarding(successor: [1]),
                        admission: nil,
                        now: Fixture.soon
                    ),
                    .missing,
                    "rotate of a tombstone"
                )
                check.equal(try await store.load(key), before, "the tombstone after rotate")
                try await check.absent(Fixture.key(60), in: store, "load of the new key")
            }
        },
        Case("rotate finds a record missing from the millisecond of either deadline") { store, check in
            for (number, deadline) in Deadline.allCases.enumerated() {
                let record = deadline.set(Fixture.record(number), to: Fixture.soon)
                try await store.add(record, check)
                func rotate(at now: Timestamp) async throws -> RotateOutcome {
                    try await store.rotate(
                        record.key,
                        expecting: 1,
                        to: Fixture.record(number + 10),
                        leaving: .superseded(until: Fixture.later),
                        admission: nil,
                        now: now
                    )
                }
                check.equal(try await rotate(at: Fixture.soon), .missing, "rotate at the \(deadline) deadline")
                check.equal(try await store.load(record.key), record, "the row after rotate at a deadline")
                try await check.absent(Fixture.key(number + 10), in: store, "load of the new key")
                check.equal(
                    try await rotate(at: Fixture.soon + .milliseconds(-1)),
                    .rotated(ended: []),
                    "rotate a millisecond before the \(deadline) deadline"
                )
            }
        },
        Case("rotate leaves a row under the new key alone, in whatever state, and the old record too") { store, check in
            let record = Fixture.record(50)
            try await store.add(record, check)
            for key in try await store.addOneOfEachState(from: 1, check) + [record.key] {
                let before = try await store.load(key)
                var next = Fixture.record(51)
                next.key = key
                check.equal(
                    try await store.rotate(
                        record.key,
                        expecting: 1,
                        to: next,
                        leaving: .superseded(until: Fixture.later),
                        admission: nil,
                        now: Fixture.soon
                    ),
                    .exists,
                    "rotate onto a row"
                )
                check.equal(try await store.load(key), before, "the row under the new key")
                check.equal(try await store.load(record.key), record, "the old record")
            }
        },
        Case("a family keeps its sixteen newest tombstones") { store, check in
            var record = Fixture.record(0)
            try await store.add(record, check)
            // Last seen in an order that is not that of insertion.
            let seen = (0..<20).map { Fixture.start + .seconds($0 * 7 % 20) }
            for number in 1...20 {
                _ = try await store.touch(
                    record.key,
                    lastSeen: seen[number - 1],
                    idleDeadline: Fixture.idleEnd,
                    now: Fixture.start
                )
                record = try await store.renew(record, to: number, confirm: true, check)
                var kept: [Int] = []
                for old in 0..<number where try await store.load(Fixture.key(old)) != nil { kept.append(old) }
                check.equal(kept.count, min(number, 16), "tombstones after \(number) renewals")
                check.that(
                    try await store.load(Fixture.key(number - 1)) != nil,
                    "the tombstone that renewal \(number) was to leave is not there"
                )
            }
            var left: [Int] = []
            for old in 0..<20 where try await store.load(Fixture.key(old)) != nil { left.append(old) }
            // Of 17 the one with the lowest last seen goes, but never the one just made.
            var wanted: [Int] = []
            for number in 0..<20 {
                if wanted.count == 16, let oldest = wanted.min(by: { seen[$0] < seen[$1] }) {
                    wanted.removeAll { $0 == oldest }
                }
                wanted.append(number)
            }
            check.equal(left, wanted, "renewals whose tombstones are left")
            check.equal(try await store.load(record.key), record, "the live record at the end of the chain")
        },
        Case("a change of privilege keeps at most sixteen tombstones") { store, check in
            var record = Fixture.record(0)
            try await store.add(record, check)
            for number in 1...16 {
                record = try await store.renew(
                    record,
                    to: number,
                    confirm: true,
                    at: Fixture.start + .seconds(number),
                    check
                )
            }
            check.equal(
                try await store.rotate(
                    record.key,
                    expecting: 1,
                    to: Fixture.record(17, subject: "ann"),
                    leaving: .superseded(until: Fixture.idleEnd),
                    admission: nil,
                    now: Fixture.later
                ),
                .rotated(ended: []),
                "login"
            )
            try await check.absent(Fixture.key(0), in: store, "the oldest tombstone")
            for number in 1...16 {
                check.equal(
                    try await store.load(Fixture.key(number))?.state,
                    .superseded,
                    "state of tombstone \(number)"
                )
            }
        },
    ]

    static let confirming: [Case] = [
        Case("confirm marks the successor and closes its predecessor, once") { store, check in
            let record = Fixture.record(1, subject: "ann")
            try await store.add(record, check)
            var next = try await store.renew(record, to: 2, sealed: [4, 5], check)
            let bystander = Fixture.record(50)
            try await store.add(bystander, check)
            let other = try await store.renew(bystander, to: 51, check)
            check.equal(try await store.confirm(next.key, now: Fixture.later), true, "the first confirm")
            next.confirmedAt = Fixture.later
            var closed = Fixture.forwarding(record, to: [4, 5])
            closed.state = .closed(successor: [4, 5], at: Fixture.later)
            for time in [Fixture.later, Fixture.later + .seconds(1)] {
                check.equal(try await store.load(next.key), next, "the successor after confirm")
                check.equal(try await store.load(record.key), closed, "the predecessor after confirm")
                check.equal(try await store.confirm(next.key, now: time), false, "another confirm")
            }
            check.equal(try await store.load(other.key), other, "a successor of another family")
            check.equal(
                try await store.load(bystander.key),
                Fixture.forwarding(bystander, to: [9]),
                "a tombstone of another family"
            )
        },
        Case("confirm does nothing to what is confirmed, not live or not there") { store, check in
            let keys = try await store.addOneOfEachState(from: 1, check)
            for key in keys + [Fixture.key(70)] {
                let before = try await store.load(key)
                check.equal(
                    try await store.confirm(key, now: Fixture.soon),
                    false,
                    "confirm of a row in state \(before.map { "\($0.state)" } ?? "missing")"
                )
                check.equal(try await store.load(key), before, "the row after confirm")
            }
        },
        Case("confirm finds a successor missing from the millisecond of either deadline") { store, check in
            for (index, deadline) in Deadline.allCases.enumerated() {
                let number = index * 10
                let record = Fixture.record(number)
                try await store.add(record, check)
                var next = deadline.set(Fixture.record(number + 1, family: number), to: Fixture.later)
                next.confirmedAt = nil
                check.equal(
                    try await store.rotate(
                        record.key,
                        expecting: 1,
                        to: next,
                        leaving: .forwarding(successor: [1]),
                        admission: nil,
                        now: Fixture.soon
                    ),
                    .rotated(ended: []),
                    "renewal"
                )
                check.equal(
                    try await store.confirm(next.key, now: Fixture.later),
                    false,
                    "confirm at the \(deadline) deadline"
                )
                check.equal(try await store.load(next.key), next, "the successor")
                check.equal(
                    try await store.load(record.key)?.state,
                    .forwarding(successor: [1]),
                    "state of the predecessor"
                )
                check.equal(
                    try await store.confirm(next.key, now: Fixture.later + .milliseconds(-1)),
                    true,
                    "confirm a millisecond before the \(deadline) deadline"
                )
            }
        },
    ]
}
