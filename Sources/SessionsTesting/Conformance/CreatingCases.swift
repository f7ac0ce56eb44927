import Sessions

extension StoreConformance {
    static let creating: [Case] = [
        Case("an empty store holds nothing and changes nothing") { store, check in
            let record = Fixture.record(1, subject: "ann")
            let now = Fixture.soon
            try await check.absent(record.key, in: store, "load")
            check.equal(
                try await store.update(record.key, expecting: 1, to: Fixture.changed(record), now: now),
                .missing,
                "update"
            )
            check.equal(
                try await store.touch(record.key, lastSeen: now, idleDeadline: Fixture.idleEnd, now: now),
                false,
                "touch"
            )
            check.equal(
                try await store.rotate(
                    record.key,
                    expecting: 1,
                    to: Fixture.record(2),
                    leaving: .forwarding(successor: [1]),
                    admission: nil,
                    now: now
                ),
                .missing,
                "rotate"
            )
            check.equal(try await store.confirm(record.key, now: now), false, "confirm")
            check.equal(try await store.deleteFamily(record.family, now: now), false, "deleteFamily")
            check.equal(try await store.list(subject: "ann", now: now), [], "list")
            check.equal(try await store.notBefore(subject: "ann"), nil, "notBefore")
            check.equal(try await store.deleteExpired(limit: 10, now: Fixture.absoluteEnd), 0, "deleteExpired")
            check.equal(try await store.count(now: now), 0, "count")
            try await check.absent(record.key, in: store, "load after update, touch, rotate and confirm")
            try await check.absent(Fixture.key(2), in: store, "load of the key that a rotation was to create")
        },
        Case("create stores every field as it was given") { store, check in
            var extreme = Fixture.record(1, subject: "a\u{0}b\u{1F36A}")
            extreme.version = .max
            extreme.created = Timestamp(milliseconds: -1)
            extreme.authenticated = Timestamp(milliseconds: .min)
            extreme.renewAt = Timestamp(milliseconds: .max)
            extreme.idleDeadline = Timestamp(milliseconds: .max)
            extreme.absoluteDeadline = Timestamp(milliseconds: .max)
            extreme.keyID = .max
            extreme.assurance = AssuranceLevel(rawValue: 255)
            extreme.payload = (0..<65_536).map { UInt8(truncatingIfNeeded: $0) }
            extreme.label = Array(0...255)
            var bare = Fixture.record(2)
            bare.payload = []
            var hollow = Fixture.record(3, subject: "")
            hollow.label = []
            hollow.confirmedAt = nil
            for record in [extreme, bare, hollow] {
                try await store.add(record, check)
                check.equal(try await store.load(record.key), record, "load after create")
            }
        },
        Case("create stores a tombstone as it was given, so that sessions can be copied between stores") {
            store,
            check in
            let states: [SessionRecord.State] = [
                .forwarding(successor: [1, 2]), .closed(successor: [3], at: Fixture.soon),
                .closed(successor: nil, at: Fixture.soon), .superseded,
            ]
            for (number, state) in states.enumerated() {
                var record = Fixture.record(number)
                record.state = state
                record.payload = []
                try await store.add(record, check)
                check.equal(try await store.load(record.key), record, "load after create")
            }
        },
        Case("create leaves a row under its key alone, in whatever state") { store, check in
            for key in try await store.addOneOfEachState(from: 1, check) {
                let before = try await store.load(key)
                var record = Fixture.record(50, subject: "ann")
                record.key = key
                check.equal(
                    try await store.create(record, admission: nil, now: Fixture.soon),
                    .exists,
                    "create over a row"
                )
                check.equal(try await store.load(key), before, "the row that was there")
            }
            check.equal(try await store.list(subject: "ann", now: Fixture.soon), [], "list of the refused subject")
        },
        Case("load gives a row that is past its deadlines until it is purged") { store, check in
            let record = Fixture.record(1)
            try await store.add(record, check)
            _ = try await store.count(now: Fixture.absoluteEnd)
            check.equal(try await store.load(record.key), record, "load after the deadlines")
        },
    ]
}
