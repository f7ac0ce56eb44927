import Sessions

extension StoreConformance {
    static let updating: [Case] = [
        Case("update replaces what may change and nothing else") { store, check in
            let record = Fixture.record(1, subject: "ann", confirmed: false)
            try await store.add(record, check)
            var wanted = record
            wanted.version = 2
            wanted.payload = [5, 6]
            wanted.lastSeen = Fixture.soon
            wanted.idleDeadline = Fixture.idleEnd + .seconds(1)
            wanted.absoluteDeadline = Fixture.absoluteEnd + .seconds(1)
            wanted.renewAt = Fixture.later
            wanted.authenticated = Fixture.soon
            wanted.assurance = .aal2
            wanted.keyID = 1
            wanted.label = [1]
            var given = wanted
            given.key = Fixture.key(2)
            given.family = Fixture.family(2)
            given.subject = "bob"
            given.created = Fixture.later
            given.state = .superseded
            given.confirmedAt = Fixture.later
            check.equal(
                try await store.update(record.key, expecting: 1, to: given, now: Fixture.soon),
                .updated,
                "update"
            )
            check.equal(try await store.load(record.key), wanted, "the row after update")
            try await check.absent(Fixture.key(2), in: store, "load of the other record's key")
            check.equal(try await store.list(subject: "bob", now: Fixture.soon).count, 0, "sessions of bob")
            check.equal(try await store.list(subject: "ann", now: Fixture.soon).count, 1, "sessions of ann")

            wanted.version = 3
            wanted.label = nil
            wanted.authenticated = nil
            wanted.payload = []
            check.equal(
                try await store.update(record.key, expecting: 2, to: wanted, now: Fixture.soon),
                .updated,
                "update that clears"
            )
            check.equal(try await store.load(record.key), wanted, "the row after an update that clears")
        },
        Case("update in another version is a conflict and changes nothing") { store, check in
            let record = Fixture.record(1)
            try await store.add(record, check)
            let second = Fixture.changed(record)
            check.equal(
                try await store.update(record.key, expecting: 1, to: second, now: Fixture.soon),
                .updated,
                "update of version 1"
            )
            for version in [Int64.min, -1, 0, 1, 3, .max] {
                check.equal(
                    try await store.update(
                        record.key,
                        expecting: version,
                        to: Fixture.changed(second, payload: [0]),
                        now: Fixture.soon
                    ),
                    .conflict,
                    "update expecting \(version) of a row in version 2"
                )
            }
            check.equal(try await store.load(record.key), second, "the row after conflicts")
        },
        Case("update of a key that is not there is missing and writes nothing") { store, check in
            let record = Fixture.record(1, subject: "ann")
            check.equal(
                try await store.update(record.key, expecting: 1, to: Fixture.changed(record), now: Fixture.soon),
                .missing,
                "update"
            )
            try await check.absent(record.key, in: store, "load after update")
            check.equal(try await store.count(now: Fixture.soon), 0, "count after update")
        },
        Case("update of a tombstone is missing and changes nothing") { store, check in
            for key in try await store.addOneOfEachState(from: 1, check).dropFirst(2) {
                guard let before = try await store.load(key) else { return check.fail("a tombstone is not there") }
                for version in [before.version, before.version + 1] {
                    check.equal(
                        try await store.update(
                            key,
                            expecting: version,
                            to: Fixture.changed(before),
                            now: Fixture.soon
                        ),
                        .missing,
                        "update of a row in state \(before.state)"
                    )
                }
                check.equal(try await store.load(key), before, "the tombstone after update")
            }
        },
        Case("update finds a record missing from the millisecond of either deadline") { store, check in
            for (number, deadline) in Deadline.allCases.enumerated() {
                let record = deadline.set(Fixture.record(number), to: Fixture.soon)
                try await store.add(record, check)
                let next = Fixture.changed(record)
                for version in [record.version, 7] {
                    check.equal(
                        try await store.update(record.key, expecting: version, to: next, now: Fixture.soon),
                        .missing,
                        "update at the \(deadline) deadline"
                    )
                }
                check.equal(try await store.load(record.key), record, "the row after update at a deadline")
                check.equal(
                    try await store.update(
                        record.key,
                        expecting: record.version,
                        to: next,
                        now: Fixture.soon + .milliseconds(-1)
                    ),
                    .updated,
                    "update a millisecond before the \(deadline) deadline"
                )
            }
        },
    ]

    static let touching: [Case] = [
        Case("touch sets last seen and the idle deadline and nothing else") { store, check in
            let record = Fixture.record(1, subject: "ann", confirmed: false)
            try await store.add(record, check)
            for (seen, deadline) in [(Fixture.later, Fixture.idleEnd + .seconds(9)), (Fixture.soon, Fixture.idleEnd)] {
                check.equal(
                    try await store.touch(record.key, lastSeen: seen, idleDeadline: deadline, now: Fixture.soon),
                    true,
                    "touch"
                )
                var wanted = record
                wanted.lastSeen = seen
                wanted.idleDeadline = deadline
                check.equal(try await store.load(record.key), wanted, "the row after touch")
            }
        },
        Case("touch cuts the idle deadline at the absolute one") { store, check in
            let record = Fixture.record(1)
            try await store.add(record, check)
            for beyond in [Fixture.absoluteEnd + .milliseconds(1), Timestamp(milliseconds: .max)] {
                _ = try await store.touch(record.key, lastSeen: Fixture.soon, idleDeadline: beyond, now: Fixture.soon)
                check.equal(
                    try await store.load(record.key)?.idleDeadline,
                    Fixture.absoluteEnd,
                    "idle deadline after touch"
                )
            }
        },
        Case("touch finds a record missing from the millisecond of either deadline") { store, check in
            for (number, deadline) in Deadline.allCases.enumerated() {
                let record = deadline.set(Fixture.record(number), to: Fixture.soon)
                try await store.add(record, check)
                check.equal(
                    try await store.touch(
                        record.key,
                        lastSeen: Fixture.soon,
                        idleDeadline: Fixture.idleEnd,
                        now: Fixture.soon
                    ),
                    false,
                    "touch at the \(deadline) deadline"
                )
                check.equal(try await store.load(record.key), record, "the row after touch at a deadline")
                check.equal(
                    try await store.touch(
                        record.key,
                        lastSeen: Fixture.soon,
                        idleDeadline: Fixture.idleEnd,
                        now: Fixture.soon + .milliseconds(-1)
                    ),
                    true,
                    "touch a millisecond before the \(deadline) deadline"
                )
            }
        },
        Case("touch of a tombstone does nothing") { store, check in
            for key in try await store.addOneOfEachState(from: 1, check).dropFirst(2) {
                let before = try await store.load(key)
                check.equal(
                    try await store.touch(
                        key,
                        lastSeen: Fixture.later,
                        idleDeadline: Fixture.idleEnd,
                        now: Fixture.soon
                    ),
                    false,
                    "touch of a tombstone"
                )
                check.equal(try await store.load(key), before, "the tombstone after touch")
            }
        },
    ]
}

/// One of a record's two deadlines.
enum Deadline: CaseIterable {
    case idle, absolute

    /// The record with this deadline moved, and the other one far off.
    func set(_ record: SessionRecord, to time: Timestamp) -> SessionRecord {
        var record = record
        switch self {
        case .idle: record.idleDeadline = time
        case .absolute:
            record.absoluteDeadline = time
            // Later than the absolute one, which no manager writes: so that this one alone decides.
            record.idleDeadline = time + .seconds(1_000)
        }
        return record
    }
}
