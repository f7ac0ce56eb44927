package import Sessions

/// Each call that a store has, once: what holds for all of them, such as the answer of a store that is closed.
package func everyCall(
    of store: any IterableSessionStore
) -> [(name: String, make: @Sendable () async throws -> Void)] {
    let record = sample(1)
    let rotation: @Sendable () async throws -> Void = {
        _ = try await store.rotate(
            record.key,
            expecting: 1,
            to: sample(2),
            leaving: .superseded(until: soon),
            admission: nil,
            now: start
        )
    }
    return [
        ("create", { _ = try await store.create(sample(2), admission: nil, now: start) }),
        ("admit", { _ = try await store.create(sample(2), admission: Admission(requestBegan: soon), now: start) }),
        ("load", { _ = try await store.load(record.key) }),
        ("update", { _ = try await store.update(record.key, expecting: 1, to: record, now: start) }),
        ("touch", { _ = try await store.touch(record.key, lastSeen: soon, idleDeadline: idleEnd, now: start) }),
        ("rotate", rotation),
        ("confirm", { _ = try await store.confirm(record.key, now: start) }),
        ("deleteFamily", { _ = try await store.deleteFamily(record.family, now: start) }),
        ("list", { _ = try await store.list(subject: "ann", now: start) }),
        ("deleteAll", { _ = try await store.deleteAll(subject: "ann", except: nil, now: start) }),
        ("notBefore", { _ = try await store.notBefore(subject: "ann") }),
        ("deleteExpired", { _ = try await store.deleteExpired(limit: 1, now: start) }),
        ("count", { _ = try await store.count(now: start) }),
        ("page", { _ = try await store.page(after: nil, limit: 1) }),
    ]
}
