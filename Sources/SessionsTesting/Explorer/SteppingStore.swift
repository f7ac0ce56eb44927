import Sessions
import Synchronization

/// Any store, each call of which waits to be released. Stands between the manager and the store of one story after another.
final class SteppingStore: SessionStore {
    private let stage: Stage
    private let current: Mutex<any SessionStore>

    init(_ store: any SessionStore, stage: Stage) {
        current = Mutex(store)
        self.stage = stage
    }

    /// The store behind it.
    var store: any SessionStore {
        get { current.withLock { $0 } }
        set { current.withLock { $0 = newValue } }
    }

    private func step(_ call: StoreCall) async throws(StoreError) -> StoreCall.Reply {
        guard await stage.wait(at: .call(call)) else { throw StoreError(.unavailable, "The story is over.") }
        stage.executor.callLeft()
        defer { stage.executor.callReturned() }
        do {
            let reply = try await call.carryOut(on: store)
            stage.report(.replied(Stage.actor, call, reply))
            return reply
        } catch {
            stage.report(.replied(Stage.actor, call, .failed(error)))
            throw error
        }
    }

    /// No reply is of another kind than its call.
    private var mixedUp: StoreError { StoreError(.corrupt, "A reply does not belong to its call.") }

    func create(
        _ record: SessionRecord,
        admission: Admission?,
        now: Timestamp
    ) async throws(StoreError) -> CreateOutcome {
        guard case .created(let outcome) = try await step(.create(record, admission, now: now)) else { throw mixedUp }
        return outcome
    }

    func load(_ key: StoreKey) async throws(StoreError) -> SessionRecord? {
        guard case .loaded(let record) = try await step(.load(key)) else { throw mixedUp }
        return record
    }

    func update(
        _ key: StoreKey,
        expecting version: Int64,
        to record: SessionRecord,
        now: Timestamp
    ) async throws(StoreError) -> UpdateOutcome {
        guard case .updated(let outcome) = try await step(.update(key, expecting: version, record, now: now)) else {
            throw mixedUp
        }
        return outcome
    }

    func touch(
        _ key: StoreKey,
        lastSeen: Timestamp,
        idleDeadline: Timestamp,
        now: Timestamp
    ) async throws(StoreError) -> Bool {
        let call = StoreCall.touch(key, lastSeen: lastSeen, idleDeadline: idleDeadline, now: now)
        guard case .touched(let wasLive) = try await step(call) else { throw mixedUp }
        return wasLive
    }

    func rotate(
        _ key: StoreKey,
        expecting version: Int64,
        to record: SessionRecord,
        leaving tombstone: Tombstone,
        admission: Admission?,
        now: Timestamp
    ) async throws(StoreError) -> RotateOutcome {
        let call = StoreCall.rotate(key, expecting: version, record, tombstone, admission, now: now)
        guard case .rotated(let outcome) = try await step(call) else { throw mixedUp }
        return outcome
    }

    func confirm(_ successor: StoreKey, now: Timestamp) async throws(StoreError) -> Bool {
        guard case .confirmed(let done) = try await step(.confirm(successor, now: now)) else { throw mixedUp }
        return done
    }

    func deleteFamily(_ family: SessionFamily, now: Timestamp) async throws(StoreError) -> Bool {
        guard case .deleted(let wasLive) = try await step(.deleteFamily(family, now: now)) else { throw mixedUp }
        return wasLive
    }

    func list(subject: String, now: Timestamp) async throws(StoreError) -> [SessionRecord] {
        guard case .listed(let records) = try await step(.list(subject: subject, now: now)) else { throw mixedUp }
        return records
    }

    func deleteAll(
        subject: String,
        except family: SessionFamily?,
        now: Timestamp
    ) async throws(StoreError) -> Int {
        let call = StoreCall.deleteAll(subject: subject, except: family, now: now)
        guard case .counted(let count) = try await step(call) else { throw mixedUp }
        return count
    }

    func notBefore(subject: String) async throws(StoreError) -> Timestamp? {
        guard case .time(let time) = try await step(.notBefore(subject: subject)) else { throw mixedUp }
        return time
    }

    func deleteExpired(limit: Int, now: Timestamp) async throws(StoreError) -> Int {
        guard case .counted(let count) = try await step(.deleteExpired(limit: limit, now: now)) else { throw mixedUp }
        return count
    }

    func count(now: Timestamp) async throws(StoreError) -> Int {
        guard case .counted(let count) = try await step(.count(now: now)) else { throw mixedUp }
        return count
    }
}
