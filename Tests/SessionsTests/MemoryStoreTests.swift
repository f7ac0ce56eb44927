import Sessions
import SessionsTesting
import Testing

@Suite("MemoryStore")
struct MemoryStoreTests {
    @Test("keeps the contract", arguments: StoreConformance.cases)
    func contract(rule: StoreConformance.Case) async throws {
        try await rule.run { MemoryStore() }
    }

    private let clock = TestClock()

    private func record(_ number: Int, subject: String? = nil, lasting life: Duration = .seconds(60)) -> SessionRecord {
        SessionRecord(
            key: StoreKey(tag: 0, hash: InlineArray { $0 == 0 ? UInt8(number & 0xFF) : UInt8(number >> 8 & 0xFF) }),
            version: 1,
            family: SessionFamily(high: 0, low: UInt64(number)),
            subject: subject,
            created: clock.now,
            lastSeen: clock.now,
            idleDeadline: clock.now + life,
            absoluteDeadline: clock.now + life,
            renewAt: clock.now + life,
            authenticated: nil,
            assurance: .none,
            keyID: 0,
            payload: [],
            confirmedAt: clock.now
        )
    }

    @Test("T17 at capacity it refuses rather than end a live session")
    func full() async throws {
        let store = MemoryStore(capacity: 3)
        for number in 0..<3 { _ = try await store.create(record(number), admission: nil, now: clock.now) }
        let error = await #expect(throws: StoreError.self) {
            try await store.create(record(3), admission: nil, now: clock.now)
        }
        #expect(error?.code == .full)
        let rotation = await #expect(throws: StoreError.self) {
            try await store.rotate(
                record(0).key,
                expecting: 1,
                to: record(3),
                leaving: .forwarding(successor: [1]),
                admission: nil,
                now: clock.now
            )
        }
        #expect(rotation?.code == .full)
        for number in 0..<3 { #expect(try await store.load(record(number).key) == record(number)) }
        #expect(try await store.load(record(3).key) == nil)
        #expect(try await store.update(record(0).key, expecting: 1, to: record(0), now: clock.now) == .updated)
        #expect(try await store.deleteFamily(record(0).family, now: clock.now))
        #expect(try await store.create(record(3), admission: nil, now: clock.now) == .created(ended: []))
    }

    @Test("at capacity the expired make room, and those that a limit ends")
    func room() async throws {
        let store = MemoryStore(capacity: 3)
        _ = try await store.create(record(0, lasting: .seconds(1)), admission: nil, now: clock.now)
        _ = try await store.create(record(1), admission: nil, now: clock.now)
        _ = try await store.create(record(2, subject: "ann"), admission: nil, now: clock.now)
        clock.advance(by: .seconds(1))
        #expect(try await store.create(record(3), admission: nil, now: clock.now) == .created(ended: []))
        #expect(try await store.load(record(0).key) == nil)
        #expect(try await store.load(record(1).key) != nil)
        let admission = Admission(requestBegan: clock.now, limit: .endOldest(over: 1))
        #expect(
            try await store.create(record(4, subject: "ann"), admission: admission, now: clock.now)
                == .created(ended: [record(2).family])
        )
        #expect(try await store.count(now: clock.now) == 3)
    }

    @Test("the family's surplus tombstone makes room for the next")
    func tombstones() async throws {
        let store = MemoryStore(capacity: 17)
        _ = try await store.create(record(0), admission: nil, now: clock.now)
        for number in 0..<40 {
            var next = record(number + 1)
            next.family = record(0).family
            let outcome = try await store.rotate(
                record(number).key,
                expecting: 1,
                to: next,
                leaving: .forwarding(successor: [1]),
                admission: nil,
                now: clock.now
            )
            #expect(outcome == .rotated(ended: []))
        }
        #expect(try await store.load(record(40).key) != nil)
    }

    @Test("not-befores are bounded as well, and forgotten after 400 days")
    func notBefores() async throws {
        let store = MemoryStore(capacity: 2)
        for subject in ["a", "b", "a"] { _ = try await store.deleteAll(subject: subject, except: nil, now: clock.now) }
        _ = try await store.create(record(1, subject: "c"), admission: nil, now: clock.now)
        let error = await #expect(throws: StoreError.self) {
            try await store.deleteAll(subject: "c", except: nil, now: clock.now)
        }
        #expect(error?.code == .full)
        #expect(try await store.load(record(1).key) != nil)
        clock.advance(by: .seconds(400 * 86_400))
        #expect(try await store.deleteAll(subject: "c", except: nil, now: clock.now) == 0)
        #expect(try await store.notBefore(subject: "c") == clock.now)
        _ = try await store.deleteExpired(limit: 10, now: clock.now)
        #expect(try await store.notBefore(subject: "a") == nil)
        #expect(try await store.notBefore(subject: "b") == nil)
    }

    @Test("a capacity below one is one")
    func smallest() async throws {
        for capacity in [Int.min, 0, 1] {
            let store = MemoryStore(capacity: capacity)
            #expect(store.capacity == 1)
            #expect(try await store.create(record(1), admission: nil, now: clock.now) == .created(ended: []))
        }
    }

    @Test("times at the ends of their range do no harm")
    func extremes() async throws {
        let store = MemoryStore()
        let ends = [Timestamp(milliseconds: .min), Timestamp(milliseconds: .max)]
        for (number, end) in ends.enumerated() {
            var extreme = record(number)
            extreme.idleDeadline = end
            extreme.state = .closed(successor: [1], at: end)
            _ = try await store.create(extreme, admission: nil, now: end)
            _ = try await store.deleteAll(subject: "ann", except: nil, now: end)
            for now in ends { _ = try await store.deleteExpired(limit: .max, now: now) }
        }
        #expect(try await store.notBefore(subject: "ann") == nil)
    }
}

@Suite("TestClock")
struct TestClockTests {
    @Test("stands still until it is moved, either way")
    func moves() {
        let clock = TestClock(Timestamp(milliseconds: 5))
        #expect(clock.now.milliseconds == 5)
        clock.advance(by: .seconds(1))
        #expect(clock.now.milliseconds == 1_005)
        clock.advance(by: .seconds(-2))
        #expect(clock.now.milliseconds == -995)
        clock.set(Timestamp(milliseconds: 7))
        #expect(clock.now.milliseconds == 7)
    }
}
