import Sessions
import SessionsTesting
import Testing

@Suite("The conformance suite catches planted faults")
struct PlantedFaultTests {
    /// A rule that each fault breaks, and that the suite must name.
    static let rules: [(FaultyStore.Fault, String)] = [
        (.upsertInsteadOfUpdate, "update of a key that is not there is missing and writes nothing"),
        (.upsertInsteadOfUpdate, "nothing brings back what deleteFamily has ended"),
        (.updateIgnoresDeadline, "update finds a record missing from the millisecond of either deadline"),
        (.touchIgnoresDeadline, "touch finds a record missing from the millisecond of either deadline"),
        (.rotateIgnoresDeadline, "rotate finds a record missing from the millisecond of either deadline"),
        (.updateIsAMillisecondLate, "update finds a record missing from the millisecond of either deadline"),
        (.updateReadsThenWrites, "of a hundred concurrent updates of one version exactly one wins"),
        (.touchLeavesIdleBeyondAbsolute, "touch cuts the idle deadline at the absolute one"),
        (.deleteFamilyKeepsTombstones, "deleteFamily deletes the record and all its tombstones, of that family only"),
        (.deleteFamilyIsLost, "deleteFamily deletes the record and all its tombstones, of that family only"),
        (.deleteFamilyIsLost, "nothing that a slow request does brings back a session deleted meanwhile"),
        (.deleteAllForgetsTheLast, "nothing brings back what deleteAll has ended"),
        (
            .notBeforeIsNotChecked,
            "a login whose request began at or before the not-before is refused, to the millisecond"
        ),
        (.notBeforeIsCheckedBefore, "no login by an earlier request slips past a concurrent deleteAll"),
        (.notBeforeMovesBack, "the not-before of a subject never moves back, and needs no session"),
        (.limitIsCheckedBefore, "a limit of sessions holds under concurrent logins"),
        (.endOldestEndsTheNewest, "a limit that ends the oldest deletes whole families and names them"),
        (.confirmDoesNotClose, "confirm marks the successor and closes its predecessor, once"),
        (.confirmTwice, "of a hundred concurrent confirms exactly one does it"),
        (
            .supersedingLeavesOlderTombstones,
            "a change of privilege supersedes the old row and every tombstone of its family"
        ),
        (.renewalKeepsThePayload, "a renewal leaves a forwarding tombstone with nothing of the payload"),
        (.tombstonesPileUp, "a family keeps its sixteen newest tombstones"),
        (.subjectsByUnicode, "a subject is compared byte by byte"),
        (.purgeIgnoresLimit, "deleteExpired deletes no more than its limit, and fewer only when no more are left"),
        (.purgeWipesNothing, "deleteExpired wipes the successor of a tombstone 60 s after it was closed"),
        (.listIgnoresDeadline, "list and count leave out a record from the millisecond of either deadline"),
        (.pageLeavesOutTombstones, "page gives every row once, in whatever state, and then ends"),
        (.pageCountsRows, "rows that stay come exactly once while others are written and deleted"),
        (.pageRepeatsTheLast, "page gives every row once, in whatever state, and then ends"),
        (.pageHasNoEnd, "page gives every row once, in whatever state, and then ends"),
    ]

    @Test("fault", arguments: rules)
    func caught(fault: FaultyStore.Fault, rule: String) async throws {
        var failures: [StoreConformance.Failure] = []
        // Races do not happen every time; the suite is to be run often, so a fault counts as caught in one of ten.
        for _ in 0..<10 where !failures.contains(where: { $0.rule == rule }) {
            do {
                try await StoreConformance.run { FaultyStore(fault) }
            } catch let error as ConformanceError {
                failures += error.failures
                #expect(error.failures.allSatisfy { error.description.contains($0.rule) })
            }
        }
        #expect(failures.contains { $0.rule == rule }, "\(failures)")
    }

    @Test("every fault has a rule")
    func complete() {
        #expect(Set(Self.rules.map(\.0)) == Set(FaultyStore.Fault.allCases))
    }

    @Test("and lets the same store pass without one")
    func control() async throws {
        try await StoreConformance.run { FaultyStore(nil) }
    }

    @Test("a store that throws breaks the rule that was tried")
    func throwing() async throws {
        let rule = try #require(StoreConformance.cases.first)
        await #expect(throws: ConformanceError.self) {
            try await rule.run { throw StoreError(.unavailable, "down") }
        }
    }

    @Test("no two rules have one name")
    func names() {
        #expect(Set(StoreConformance.cases.map(\.name)).count == StoreConformance.cases.count)
    }
}
