import Foundation
import Sessions
import SessionsTesting
import Synchronization

/// A good store with one fault planted in it.
final class FaultyStore: ForwardingStore, IterableSessionStore {
    enum Fault: CaseIterable, Sendable {
        case upsertInsteadOfUpdate, updateIgnoresDeadline, touchIgnoresDeadline, rotateIgnoresDeadline
        case updateIsAMillisecondLate, updateReadsThenWrites, touchLeavesIdleBeyondAbsolute
        case deleteFamilyKeepsTombstones, deleteFamilyIsLost, deleteAllForgetsTheLast
        case notBeforeIsNotChecked, notBeforeIsCheckedBefore, notBeforeMovesBack
        case limitIsCheckedBefore, endOldestEndsTheNewest
        case confirmDoesNotClose, confirmTwice
        case supersedingLeavesOlderTombstones, renewalKeepsThePayload, tombstonesPileUp
        case subjectsByUnicode, purgeIgnoresLimit, purgeWipesNothing, listIgnoresDeadline
        case pageLeavesOutTombstones, pageCountsRows, pageRepeatsTheLast, pageHasNoEnd
    }

    private let good = MemoryStore()
    private let fault: Fault?
    private let keys = Mutex<[StoreKey: SessionFamily]>([:])
    private let moved = Mutex<[String: Timestamp]>([:])

    var base: any SessionStore { good }

    init(_ fault: Fault?) {
        self.fault = fault
    }

    /// A time at which nothing has expired.
    private static let never = Timestamp(milliseconds: .min)

    private func name(_ subject: String) -> String {
        fault == .subjectsByUnicode ? subject.precomposedStringWithCanonicalMapping : subject
    }

    private func rows(of family: SessionFamily?) async throws(StoreError) -> [SessionRecord] {
        let keys = keys.withLock { $0.filter { family == nil || $0.value == family }.map(\.key) }
        var rows: [SessionRecord] = []
        for key in keys { if let row = try await good.load(key) { rows.append(row) } }
        return rows.sorted { $0.lastSeen < $1.lastSeen }
    }

    /// Deletes the rows and writes them again, changed.
    private func rewrite(
        _ rows: [SessionRecord],
        _ change: (inout SessionRecord) -> Void
    ) async throws(StoreError) {
        for row in rows { _ = try await good.deleteFamily(row.family, now: Self.never) }
        for var row in rows {
            change(&row)
            _ = try await good.create(row, admission: nil, now: Self.never)
        }
    }

    private func weakened(
        _ admission: Admission?,
        for subject: String?,
        now: Timestamp
    ) async throws(StoreError) -> (Admission?, CreateOutcome?) {
        guard var admission, let subject else { return (admission, nil) }
        switch fault {
        case .notBeforeIsNotChecked:
            admission.requestBegan = Timestamp(milliseconds: .max)
        case .notBeforeIsCheckedBefore:
            if let notBefore = try await good.notBefore(subject: subject), admission.requestBegan <= notBefore {
                return (nil, .refusedByNotBefore)
            }
            await Task.yield()
            admission.requestBegan = Timestamp(milliseconds: .max)
        case .limitIsCheckedBefore:
            guard case .refuse(let over) = admission.limit else { break }
            if try await good.list(subject: subject, now: now).count >= over { return (nil, .refusedByLimit) }
            await Task.yield()
            admission.limit = nil
        default: break
        }
        return (admission, nil)
    }

    func create(
        _ record: SessionRecord,
        admission: Admission?,
        now: Timestamp
    ) async throws(StoreError) -> CreateOutcome {
        var record = record
        record.subject = record.subject.map(name)
        let (admission, refusal) = try await weakened(admission, for: record.subject, now: now)
        if let refusal { return refusal }
        if fault == .endOldestEndsTheNewest, case .endOldest(let over) = admission?.limit, let subject = record.subject
        {
            var ended: [SessionFamily] = []
            for row in try await good.list(subject: subject, now: now).dropLast(max(1, over) - 1) {
                _ = try await good.deleteFamily(row.family, now: now)
                ended.append(row.family)
            }
            _ = try await good.create(record, admission: nil, now: now)
            keys.withLock { $0[record.key] = record.family }
            return .created(ended: ended)
        }
        let outcome = try await good.create(record, admission: admission, now: now)
        if case .created = outcome { keys.withLock { $0[record.key] = record.family } }
        return outcome
    }

    func update(
        _ key: StoreKey,
        expecting version: Int64,
        to record: SessionRecord,
        now: Timestamp
    ) async throws(StoreError) -> UpdateOutcome {
        switch fault {
        case .upsertInsteadOfUpdate:
            let outcome = try await good.update(key, expecting: version, to: record, now: now)
            guard outcome == .missing, try await good.load(key) == nil else { return outcome }
            _ = try await good.create(record, admission: nil, now: now)
            return .updated
        case .updateIgnoresDeadline:
            return try await good.update(key, expecting: version, to: record, now: Self.never)
        case .updateIsAMillisecondLate:
            return try await good.update(key, expecting: version, to: record, now: now + .milliseconds(-1))
        case .updateReadsThenWrites:
            guard let seen = try await good.load(key), seen.state == .live, !seen.isExpired(at: now) else {
                return .missing
            }
            guard seen.version == version else { return .conflict }
            await Task.yield()
            guard let current = try await good.load(key)?.version else { return .missing }
            return try await good.update(key, expecting: current, to: record, now: now)
        default:
            return try await good.update(key, expecting: version, to: record, now: now)
        }
    }

    func touch(
        _ key: StoreKey,
        lastSeen: Timestamp,
        idleDeadline: Timestamp,
        now: Timestamp
    ) async throws(StoreError) -> Bool {
        let time = fault == .touchIgnoresDeadline ? Self.never : now
        let wasLive = try await good.touch(key, lastSeen: lastSeen, idleDeadline: idleDeadline, now: time)
        if fault == .touchLeavesIdleBeyondAbsolute, wasLive, let row = try await good.load(key) {
            try await rewrite([row]) { $0.idleDeadline = idleDeadline }
        }
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
        var record = record
        record.subject = record.subject.map(name)
        let (admission, refusal) = try await weakened(admission, for: record.subject, now: now)
        if let refusal { return refusal == .refusedByLimit ? .refusedByLimit : .refusedByNotBefore }
        let old = try await good.load(key)
        let before = try await rows(of: old?.family)
        let outcome = try await good.rotate(
            key,
            expecting: version,
            to: record,
            leaving: tombstone,
            admission: admission,
            now: fault == .rotateIgnoresDeadline ? Self.never : now
        )
        guard case .rotated = outcome, let old else { return outcome }
        keys.withLock { $0[record.key] = record.family }
        switch (fault, tombstone) {
        case (.supersedingLeavesOlderTombstones, .superseded):
            let after = try await rows(of: old.family)
            try await rewrite(after) { row in
                if let earlier = before.first(where: { $0.key == row.key }), earlier.state != .live { row = earlier }
            }
        case (.renewalKeepsThePayload, .forwarding):
            try await rewrite(try await rows(of: old.family)) { row in
                if row.key == key { row.payload = old.payload }
            }
        case (.tombstonesPileUp, _):
            let after = try await rows(of: old.family)
            let gone = before.filter { row in !after.contains { $0.key == row.key } }
            try await rewrite(gone + after) { _ in }
        default: break
        }
        return outcome
    }

    func confirm(_ successor: StoreKey, now: Timestamp) async throws(StoreError) -> Bool {
        let family = try await good.load(successor)?.family
        let confirmed = try await good.confirm(successor, now: now)
        switch fault {
        case .confirmDoesNotClose:
            guard confirmed, let family else { return confirmed }
            try await rewrite(try await rows(of: family)) { row in
                if case .closed(let sealed?, now) = row.state { row.state = .forwarding(successor: sealed) }
            }
            return true
        case .confirmTwice:
            guard let row = try await good.load(successor) else { return false }
            return row.state == .live && !row.isExpired(at: now)
        default:
            return confirmed
        }
    }

    func deleteFamily(_ family: SessionFamily, now: Timestamp) async throws(StoreError) -> Bool {
        let rows = try await rows(of: family)
        if fault == .deleteFamilyIsLost {
            return rows.contains { $0.state == .live && !$0.isExpired(at: now) }
        }
        let wasLive = try await good.deleteFamily(family, now: now)
        if fault == .deleteFamilyKeepsTombstones { try await rewrite(rows.filter { $0.state != .live }) { _ in } }
        return wasLive
    }

    func list(subject: String, now: Timestamp) async throws(StoreError) -> [SessionRecord] {
        try await good.list(subject: name(subject), now: fault == .listIgnoresDeadline ? Self.never : now)
    }

    func deleteAll(
        subject: String,
        except family: SessionFamily?,
        now: Timestamp
    ) async throws(StoreError) -> Int {
        let subject = name(subject)
        let count = try await good.list(subject: subject, now: now).count { $0.family != family }
        switch fault {
        case .deleteAllForgetsTheLast:
            let kept = try await good.list(subject: subject, now: now).last?.family
            _ = try await good.deleteAll(subject: subject, except: family ?? kept, now: now)
            return count
        case .notBeforeMovesBack:
            guard let last = try await good.notBefore(subject: subject), now < last else { break }
            moved.withLock { $0[subject] = now }
        default: break
        }
        return try await good.deleteAll(subject: subject, except: family, now: now)
    }

    func notBefore(subject: String) async throws(StoreError) -> Timestamp? {
        if let moved = moved.withLock({ $0[subject] }) { return moved }
        return try await good.notBefore(subject: name(subject))
    }

    func deleteExpired(limit: Int, now: Timestamp) async throws(StoreError) -> Int {
        let limit = fault == .purgeIgnoresLimit ? .max : limit
        let before = fault == .purgeWipesNothing ? try await rows(of: nil) : []
        let deleted = try await good.deleteExpired(limit: limit, now: now)
        for old in before {
            guard let new = try await good.load(old.key), new.state != old.state else { continue }
            try await rewrite(try await rows(of: old.family)) { row in
                if row.key == old.key { row.state = old.state }
            }
        }
        return deleted
    }

    func page(after cursor: StoreCursor?, limit: Int) async throws(StoreError) -> StorePage {
        switch fault {
        case .pageLeavesOutTombstones:
            var page = try await good.page(after: cursor, limit: limit)
            page.records.removeAll { $0.state != .live }
            return page
        case .pageCountsRows:
            // OFFSET in place of a key: whatever is deleted in front of the cursor shifts the rest.
            let (skipped, limit) = (Int(try cursor?.row() ?? 0), max(1, limit))
            let rows = try await good.page(after: nil, limit: .max).records
            let end = min(skipped.addingReportingOverflow(limit).overflow ? .max : skipped + limit, rows.count)
            return StorePage(
                records: Array(rows[min(skipped, end)..<end]),
                next: end < rows.count ? StoreCursor(row: Int64(end)) : nil
            )
        case .pageRepeatsTheLast:
            let last = try cursor.map { cursor throws(StoreError) in StoreCursor(row: try cursor.row() - 1) }
            return try await good.page(after: last, limit: max(2, limit))
        case .pageHasNoEnd:
            var page = try await good.page(after: cursor, limit: limit)
            page.next = page.next ?? StoreCursor(row: 0)
            return page
        default:
            return try await good.page(after: cursor, limit: limit)
        }
    }
}
