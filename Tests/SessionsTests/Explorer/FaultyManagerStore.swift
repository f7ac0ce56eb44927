import Sessions
import SessionsTesting

/// Stands between the manager and the store and makes the manager's requests, or what it hears, wrong in one way.
final class FaultyManagerStore: ForwardingStore {
    let base: any SessionStore
    private let fault: ManagerFault

    init(_ base: any SessionStore, _ fault: ManagerFault) {
        self.base = base
        self.fault = fault
    }

    func create(
        _ record: SessionRecord,
        admission: Admission?,
        now: Timestamp
    ) async throws(StoreError) -> CreateOutcome {
        let admission = fault == .revokedLoginAdmitted ? nil : admission
        return try await base.create(record, admission: admission, now: now)
    }

    func load(_ key: StoreKey) async throws(StoreError) -> SessionRecord? {
        let record = try await base.load(key)
        switch (record?.state, fault) {
        case (.superseded, .supersededForgotten), (.closed, .closedForgotten), (.forwarding, .oldIDLeadsNowhere):
            return nil
        default: return record
        }
    }

    func update(
        _ key: StoreKey,
        expecting version: Int64,
        to record: SessionRecord,
        now: Timestamp
    ) async throws(StoreError) -> UpdateOutcome {
        var record = record
        if fault == .limitlessIdling { record.idleDeadline = record.absoluteDeadline }
        let outcome = try await base.update(key, expecting: version, to: record, now: now)
        switch (outcome, fault) {
        case (.missing, .writeBringsBack):
            _ = try await base.create(record, admission: nil, now: now)
            return .updated
        case (.conflict, .lostUpdate):
            guard let current = try await base.load(key)?.version else { return .missing }
            return try await base.update(key, expecting: current, to: record, now: now)
        case (.missing, .writeIsOnlyAcknowledged): return .updated
        default: return outcome
        }
    }

    func rotate(
        _ key: StoreKey,
        expecting version: Int64,
        to record: SessionRecord,
        leaving tombstone: Tombstone,
        admission: Admission?,
        now: Timestamp
    ) async throws(StoreError) -> RotateOutcome {
        var isRenewal = false
        if case .forwarding = tombstone { isRenewal = true }
        if fault == .oldRowStays, !isRenewal {
            return try await base.create(record, admission: admission, now: now) == .exists
                ? .exists : .rotated(ended: [])
        }
        let outcome = try await base.rotate(
            key,
            expecting: version,
            to: record,
            leaving: tombstone,
            admission: fault == .revokedLoginAdmitted ? nil : admission,
            now: now
        )
        if fault == .closedAtOnce, isRenewal { _ = try await base.confirm(record.key, now: now) }
        return outcome
    }

    func confirm(_ successor: StoreKey, now: Timestamp) async throws(StoreError) -> Bool {
        if fault == .confirmForgotten { return true }
        return try await base.confirm(successor, now: now)
    }
}
