import Sessions

extension StoreConformance {
    static let ending: [Case] = [
        Case("deleteFamily deletes the record and all its tombstones, of that family only") { store, check in
            let bystander = Fixture.record(50, subject: "ann")
            try await store.add(bystander, check)
            let first = Fixture.record(1, subject: "ann")
            try await store.add(first, check)
            let second = try await store.renew(first, to: 2, confirm: true, check)
            let third = try await store.renew(second, to: 3, check)
            check.equal(try await store.deleteFamily(first.family, now: Fixture.soon), true, "deleteFamily")
            for old in [first, second, third] {
                try await check.absent(old.key, in: store, "load after deleteFamily")
            }
            check.equal(try await store.deleteFamily(first.family, now: Fixture.soon), false, "deleteFamily again")
            check.equal(try await store.load(bystander.key), bystander, "a session of another family")
            check.equal(try await store.list(subject: "ann", now: Fixture.soon), [bystander], "list")
            check.equal(try await store.count(now: Fixture.soon), 1, "count")
        },
        Case("deleteFamily deletes superseded tombstones and says that nothing was live") { store, check in
            let guest = Fixture.record(1)
            try await store.add(guest, check)
            _ = try await store.rotate(
                guest.key,
                expecting: 1,
                to: Fixture.record(2, subject: "ann"),
                leaving: .superseded(until: Fixture.later),
                admission: nil,
                now: Fixture.soon
            )
            check.equal(try await store.deleteFamily(guest.family, now: Fixture.soon), false, "deleteFamily")
            try await check.absent(guest.key, in: store, "the tombstone")
            check.that(try await store.load(Fixture.key(2)) != nil, "the session of the new family is not there")
        },
        Case("deleteFamily counts a record as live until the millisecond of either deadline") { store, check in
            for (number, deadline) in Deadline.allCases.enumerated() {
                for (offset, wanted) in [(0, false), (-1, true)] {
                    let record = deadline.set(Fixture.record(number * 10 + offset + 1), to: Fixture.soon)
                    try await store.add(record, check)
                    check.equal(
                        try await store.deleteFamily(record.family, now: Fixture.soon + .milliseconds(offset)),
                        wanted,
                        "deleteFamily \(-offset) ms before the \(deadline) deadline"
                    )
                    try await check.absent(record.key, in: store, "load after deleteFamily")
                }
            }
        },
        Case("nothing brings back what deleteFamily has ended") { store, check in
            let (record, next) = try await predecessorAndSuccessor(in: store, check)
            _ = try await store.deleteFamily(record.family, now: Fixture.soon)
            try await attemptResurrection(of: [record, next], in: store, check)
        },
        Case("nothing brings back what deleteAll has ended") { store, check in
            let (record, next) = try await predecessorAndSuccessor(in: store, check)
            _ = try await store.deleteAll(subject: "ann", except: nil, now: Fixture.soon)
            try await attemptResurrection(of: [record, next], in: store, check)
        },
        Case("nothing brings back what the limit of a subject has ended") { store, check in
            let (record, next) = try await predecessorAndSuccessor(in: store, check)
            check.equal(
                try await store.create(
                    Fixture.record(50, subject: "ann", at: Fixture.later),
                    admission: Admission(requestBegan: Fixture.soon, limit: .endOldest(over: 1)),
                    now: Fixture.soon
                ),
                .created(ended: [record.family]),
                "login"
            )
            try await attemptResurrection(of: [record, next], in: store, live: 1, check)
        },
        Case("nothing brings back what has expired and been purged") { store, check in
            let (record, next) = try await predecessorAndSuccessor(in: store, check)
            check.equal(try await store.deleteExpired(limit: 10, now: Fixture.absoluteEnd), 2, "deleteExpired")
            try await attemptResurrection(of: [record, next], in: store, check)
        },
        Case("nothing brings back the old ID of a rotation") { store, check in
            let record = Fixture.record(1)
            try await store.add(record, check)
            let next = try await store.renew(record, to: 2, check)
            check.equal(
                try await store.update(record.key, expecting: 1, to: Fixture.changed(record), now: Fixture.soon),
                .missing,
                "update under the old key"
            )
            check.equal(
                try await store.touch(
                    record.key,
                    lastSeen: Fixture.soon,
                    idleDeadline: Fixture.idleEnd,
                    now: Fixture.soon
                ),
                false,
                "touch under the old key"
            )
            check.equal(
                try await store.rotate(
                    record.key,
                    expecting: 1,
                    to: Fixture.record(3, family: 1),
                    leaving: .forwarding(successor: [3]),
                    admission: nil,
                    now: Fixture.soon
                ),
                .missing,
                "a second rotation of the old key"
            )
            check.equal(
                try await store.load(record.key),
                Fixture.forwarding(record, to: [9]),
                "the tombstone"
            )
            check.equal(try await store.load(next.key), next, "the successor")
            check.equal(try await store.count(now: Fixture.soon), 1, "live records of the family")
        },
        Case("deleteAll ends every session of the subject but one, tombstones included") { store, check in
            let subject = "ann"
            let kept = Fixture.record(1, subject: subject)
            try await store.add(kept, check)
            let keptNext = try await store.renew(kept, to: 2, check)
            let ended = Fixture.record(101, subject: subject)
            try await store.add(ended, check)
            let endedNext = try await store.renew(ended, to: 102, confirm: true, check)
            let single = Fixture.record(201, subject: subject)
            let stranger = Fixture.record(301, subject: "bob")
            let visitor = Fixture.record(401)
            for record in [single, stranger, visitor] { try await store.add(record, check) }
            check.equal(
                try await store.deleteAll(subject: subject, except: kept.family, now: Fixture.later),
                2,
                "live records that deleteAll ended"
            )
            for record in [ended, endedNext, single] {
                try await check.absent(record.key, in: store, "a row of the subject after deleteAll")
            }
            check.equal(
                try await store.load(kept.key),
                Fixture.forwarding(kept, to: [9]),
                "the tombstone of the kept family"
            )
            for record in [keptNext, stranger, visitor] {
                check.equal(try await store.load(record.key), record, "a row that was to stay")
            }
            check.equal(try await store.notBefore(subject: subject), Fixture.later, "not-before of the subject")
            check.equal(try await store.notBefore(subject: "bob"), nil, "not-before of another subject")
            check.equal(
                try await store.deleteAll(subject: subject, except: nil, now: Fixture.later),
                1,
                "live records that a second deleteAll without exception ended"
            )
            for record in [kept, keptNext] {
                try await check.absent(record.key, in: store, "a row of the subject after the second deleteAll")
            }
        },
        Case("deleteAll deletes what has expired without counting it") { store, check in
            for (number, deadline) in Deadline.allCases.enumerated() {
                let record = deadline.set(Fixture.record(number, subject: "ann"), to: Fixture.soon)
                try await store.add(record, check)
                let later = deadline.set(
                    Fixture.record(number + 10, subject: "ann"),
                    to: Fixture.soon + .milliseconds(1)
                )
                try await store.add(later, check)
            }
            check.equal(
                try await store.deleteAll(subject: "ann", except: nil, now: Fixture.soon),
                2,
                "live records that deleteAll ended"
            )
            for number in [0, 1, 10, 11] {
                try await check.absent(Fixture.key(number), in: store, "a row after deleteAll")
            }
        },
        Case("the not-before of a subject never moves back, and needs no session") { store, check in
            check.equal(
                try await store.deleteAll(subject: "ann", except: nil, now: Fixture.soon),
                0,
                "live records that deleteAll ended"
            )
            check.equal(try await store.notBefore(subject: "ann"), Fixture.soon, "not-before")
            _ = try await store.deleteAll(subject: "ann", except: nil, now: Fixture.start)
            check.equal(try await store.notBefore(subject: "ann"), Fixture.soon, "not-before after an earlier one")
            _ = try await store.deleteAll(subject: "ann", except: nil, now: Fixture.later)
            check.equal(try await store.notBefore(subject: "ann"), Fixture.later, "not-before after a later one")
        },
        Case("a not-before is kept for 400 days") { store, check in
            _ = try await store.deleteAll(subject: "ann", except: nil, now: Fixture.start)
            let end = Fixture.start + .seconds(400 * 86_400)
            _ = try await store.deleteExpired(limit: 10, now: end + .milliseconds(-1))
            check.equal(try await store.notBefore(subject: "ann"), Fixture.start, "not-before after purging")
        },
    ]

    /// A renewed session of "ann" whose successor is not confirmed.
    private static func predecessorAndSuccessor(
        in store: any SessionStore,
        _ check: Check
    ) async throws -> (SessionRecord, SessionRecord) {
        let record = Fixture.record(1, subject: "ann")
        try await store.add(record, check)
        return (record, try await store.renew(record, to: 2, check))
    }

    /// Does what a slow request may still do with records that it has read before they were ended (T6).
    private static func attemptResurrection(
        of records: [SessionRecord],
        in store: any SessionStore,
        live: Int = 0,
        _ check: Check
    ) async throws {
        let now = Fixture.soon
        for (number, record) in records.enumerated() {
            check.equal(
                try await store.update(record.key, expecting: record.version, to: Fixture.changed(record), now: now),
                .missing,
                "update of what was ended"
            )
            check.equal(
                try await store.touch(record.key, lastSeen: now, idleDeadline: Fixture.idleEnd, now: now),
                false,
                "touch of what was ended"
            )
            for tombstone in [Tombstone.forwarding(successor: [1]), .superseded(until: Fixture.idleEnd)] {
                check.equal(
                    try await store.rotate(
                        record.key,
                        expecting: record.version,
                        to: Fixture.record(20 + number, family: 1, subject: "ann"),
                        leaving: tombstone,
                        admission: nil,
                        now: now
                    ),
                    .missing,
                    "rotate of what was ended"
                )
            }
            check.equal(try await store.confirm(record.key, now: now), false, "confirm of what was ended")
            try await check.absent(record.key, in: store, "a row that was ended")
            try await check.absent(Fixture.key(20 + number), in: store, "a successor of what was ended")
        }
        check.equal(try await store.count(now: now), live, "live records")
        check.equal(try await store.list(subject: "ann", now: now).count, live, "live records of the subject")
    }
}
