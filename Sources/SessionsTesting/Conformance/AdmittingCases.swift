import Sessions

extension StoreConformance {
    static let admitting: [Case] = [
        Case("a login whose request began at or before the not-before is refused, to the millisecond") { store, check in
            let guest = Fixture.record(1)
            try await store.add(guest, check)
            _ = try await store.deleteAll(subject: "ann", except: nil, now: Fixture.soon)
            for began in [Fixture.start, Fixture.soon] {
                let login = Fixture.record(2, subject: "ann", at: Fixture.later)
                check.equal(
                    try await store.create(login, admission: Admission(requestBegan: began), now: Fixture.later),
                    .refusedByNotBefore,
                    "create for a request of \(began), not-before \(Fixture.soon)"
                )
                check.equal(
                    try await Self.login(guest, as: login, began: began, in: store),
                    .refusedByNotBefore,
                    "rotate for a request of \(began), not-before \(Fixture.soon)"
                )
                try await check.absent(login.key, in: store, "the record of a refused login")
                check.equal(try await store.load(guest.key), guest, "the guest's record")
            }
            let after = Fixture.soon + .milliseconds(1)
            check.equal(
                try await store.create(
                    Fixture.record(3, subject: "ann", at: Fixture.later),
                    admission: Admission(requestBegan: after),
                    now: Fixture.later
                ),
                .created(ended: []),
                "create for a request of a millisecond later"
            )
            check.equal(
                try await login(guest, as: Fixture.record(4, subject: "ann"), began: after, in: store),
                .rotated(ended: []),
                "rotate for a request of a millisecond later"
            )
        },
        Case("a not-before binds its own subject only, and only with an admission") { store, check in
            _ = try await store.deleteAll(subject: "ann", except: nil, now: Fixture.later)
            let early = Admission(requestBegan: Fixture.start)
            check.equal(
                try await store.create(Fixture.record(1, subject: "bob"), admission: early, now: Fixture.later),
                .created(ended: []),
                "login of another subject"
            )
            check.equal(
                try await store.create(Fixture.record(2, subject: "ann"), admission: nil, now: Fixture.later),
                .created(ended: []),
                "create without an admission"
            )
        },
        Case("a login over the limit is refused and writes nothing") { store, check in
            let limit = Admission(requestBegan: Fixture.soon, limit: .refuse(over: 2))
            for number in [1, 101] {
                check.equal(
                    try await store.create(
                        Fixture.record(number, subject: "ann"),
                        admission: limit,
                        now: Fixture.soon
                    ),
                    .created(ended: []),
                    "login within the limit"
                )
            }
            let guest = Fixture.record(201)
            try await store.add(guest, check)
            let third = Fixture.record(202, subject: "ann")
            check.equal(
                try await store.create(third, admission: limit, now: Fixture.soon),
                .refusedByLimit,
                "create over the limit"
            )
            check.equal(
                try await login(guest, as: third, limit: .refuse(over: 2), in: store),
                .refusedByLimit,
                "rotate over the limit"
            )
            try await check.absent(third.key, in: store, "the record of a refused login")
            check.equal(try await store.load(guest.key), guest, "the guest's record")
            check.equal(try await store.list(subject: "ann", now: Fixture.soon).count, 2, "sessions of the subject")
            check.equal(
                try await store.create(
                    Fixture.record(301, subject: "bob"),
                    admission: limit,
                    now: Fixture.soon
                ),
                .created(ended: []),
                "login of another subject"
            )
        },
        Case("the limit counts live families only, to the millisecond") { store, check in
            for (index, deadline) in Deadline.allCases.enumerated() {
                let subject = "subject \(index)"
                let first = index * 1_000
                let expiring = deadline.set(Fixture.record(first, subject: subject), to: Fixture.soon)
                try await store.add(expiring, check)
                let renewed = Fixture.record(first + 100, subject: subject)
                try await store.add(renewed, check)
                _ = try await store.renew(renewed, to: first + 101, confirm: true, check)
                for (offset, wanted) in [(-1, CreateOutcome.refusedByLimit), (0, .created(ended: []))] {
                    check.equal(
                        try await store.create(
                            Fixture.record(first + 200, subject: subject, at: Fixture.soon),
                            admission: Admission(requestBegan: Fixture.soon, limit: .refuse(over: 2)),
                            now: Fixture.soon + .milliseconds(offset)
                        ),
                        wanted,
                        "login \(-offset) ms before the \(deadline) deadline of one of two sessions"
                    )
                }
            }
        },
        Case("a limit that ends the oldest deletes whole families and names them") { store, check in
            for number in 0..<5 {
                let record = Fixture.record(number * 100, subject: "ann", at: Fixture.start + .seconds(number % 3))
                try await store.add(record, check)
            }
            // Made earliest, seen last.
            _ = try await store.touch(
                Fixture.key(0),
                lastSeen: Fixture.soon,
                idleDeadline: Fixture.idleEnd,
                now: Fixture.soon
            )
            guard let oldest = try await store.load(Fixture.key(300)) else { return check.fail("a row is not there") }
            var renewed = oldest
            renewed.key = Fixture.key(301)
            renewed.confirmedAt = nil
            _ = try await store.rotate(
                oldest.key,
                expecting: 1,
                to: renewed,
                leaving: .forwarding(successor: [1]),
                admission: nil,
                now: Fixture.start
            )
            let outcome = try await store.create(
                Fixture.record(500, subject: "ann", at: Fixture.later),
                admission: Admission(requestBegan: Fixture.soon, limit: .endOldest(over: 3)),
                now: Fixture.soon
            )
            // Last seen: 0 at 10 s, 100 and 400 at 1 s, 200 at 2 s, 300 at 0 s.
            guard case .created(let ended) = outcome else { return check.fail("create: saw \(outcome)") }
            check.equal(
                Set(ended),
                [Fixture.family(100), Fixture.family(300), Fixture.family(400)],
                "families that were ended"
            )
            check.equal(ended.count, 3, "how many families were named")
            for number in [100, 300, 301, 400] {
                try await check.absent(Fixture.key(number), in: store, "a row of an ended family")
            }
            check.equal(
                try await store.list(subject: "ann", now: Fixture.soon).map(\.family),
                [500, 0, 200].map(Fixture.family),
                "families that are left"
            )
        },
        Case("the family of the old record does not count and is not ended") { store, check in
            let first = Fixture.record(1, subject: "ann")
            let second = Fixture.record(101, subject: "ann", at: Fixture.soon)
            for record in [first, second] { try await store.add(record, check) }
            check.equal(
                try await login(first, as: Fixture.record(2, subject: "ann"), limit: .refuse(over: 2), in: store),
                .rotated(ended: []),
                "login into a new family with two of two sessions"
            )
            check.equal(
                try await login(
                    Fixture.record(2, subject: "ann"),
                    as: Fixture.record(3, family: 2, subject: "ann"),
                    limit: .refuse(over: 2),
                    in: store
                ),
                .rotated(ended: []),
                "login that keeps the family with two of two sessions"
            )
            check.equal(
                try await login(
                    Fixture.record(3, subject: "ann"),
                    as: Fixture.record(4, subject: "ann"),
                    limit: .endOldest(over: 1),
                    in: store
                ),
                .rotated(ended: [second.family]),
                "login that ends all but one"
            )
            check.equal(try await store.load(Fixture.key(3))?.state, .superseded, "state of the old row")
            try await check.absent(second.key, in: store, "the session that made room")
        },
        Case("a login that finds its key taken ends nobody") { store, check in
            let other = Fixture.record(101, subject: "ann")
            let taken = Fixture.record(1)
            let guest = Fixture.record(2)
            for record in [other, taken, guest] { try await store.add(record, check) }
            let login = Fixture.record(1, family: 3, subject: "ann")
            check.equal(
                try await store.create(
                    login,
                    admission: Admission(requestBegan: Fixture.soon, limit: .endOldest(over: 1)),
                    now: Fixture.soon
                ),
                .exists,
                "create"
            )
            check.equal(
                try await Self.login(guest, as: login, limit: .endOldest(over: 1), in: store),
                .exists,
                "rotate"
            )
            for record in [other, taken, guest] {
                check.equal(try await store.load(record.key), record, "a row that was there before")
            }
        },
        Case("where no session is allowed none is made room for") { store, check in
            let other = Fixture.record(101, subject: "ann")
            try await store.add(other, check)
            for limit in [
                SubjectLimit.refuse(over: 0), .endOldest(over: 0), .refuse(over: .min), .endOldest(over: .min),
            ] {
                check.equal(
                    try await store.create(
                        Fixture.record(1, subject: "ann"),
                        admission: Admission(requestBegan: Fixture.soon, limit: limit),
                        now: Fixture.soon
                    ),
                    .refusedByLimit,
                    "create with \(limit)"
                )
            }
            for limit in [SubjectLimit.refuse(over: .max), .endOldest(over: .max)] {
                check.equal(
                    try await store.create(
                        Fixture.record(limit == .refuse(over: .max) ? 2 : 3, subject: "ann"),
                        admission: Admission(requestBegan: Fixture.soon, limit: limit),
                        now: Fixture.soon
                    ),
                    .created(ended: []),
                    "create with \(limit)"
                )
            }
            check.equal(try await store.load(other.key), other, "the session that was there before")
        },
    ]

    /// Logs in from a live record in version 1.
    private static func login(
        _ old: SessionRecord,
        as record: SessionRecord,
        began: Timestamp = Fixture.soon,
        limit: SubjectLimit? = nil,
        in store: any SessionStore
    ) async throws -> RotateOutcome {
        try await store.rotate(
            old.key,
            expecting: 1,
            to: record,
            leaving: .superseded(until: Fixture.idleEnd),
            admission: Admission(requestBegan: began, limit: limit),
            now: Fixture.soon
        )
    }
}
