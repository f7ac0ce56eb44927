import Sessions
import SessionsTesting
import Testing

/// A search that finds nothing proves something only if it finds what is there.
@Suite("The explorer finds planted faults, each by the shortest schedule")
struct PlantedManagerFaultTests {
    struct Finding: Sendable, CustomStringConvertible {
        let fault: ManagerFault
        let start: SessionExplorer.Start
        let rule: String
        /// Steps of the shortest schedule, counted by hand: begin, calls to the store, arrivals, the end.
        let steps: Int

        var description: String { "\(fault)" }
    }

    static let findings: [Finding] = [
        .init(fault: .writeBringsBack, start: .loggedIn, rule: "R2", steps: 6),
        .init(fault: .lostUpdate, start: .guest, rule: "an acknowledged write is lost", steps: 9),
        .init(fault: .writeIsOnlyAcknowledged, start: .loggedIn, rule: "a write is acknowledged and not", steps: 5),
        .init(fault: .limitlessIdling, start: .guest, rule: "a session outlives its idle timeout", steps: 3),
        .init(fault: .confirmForgotten, start: .renewalDue, rule: "S0 is dead and reads something", steps: 4),
        .init(fault: .closedAtOnce, start: .renewalDue, rule: "R7", steps: 4),
        .init(fault: .oldIDLeadsNowhere, start: .renewalDue, rule: "R7", steps: 4),
        .init(fault: .supersededForgotten, start: .guest, rule: "R9", steps: 4),
        .init(fault: .closedForgotten, start: .renewalDue, rule: "R9", steps: 4),
        .init(fault: .oldRowStays, start: .loggedIn, rule: "R2", steps: 3),
        .init(fault: .revokedLoginAdmitted, start: .noCookie, rule: "a login succeeds that began before", steps: 4),
        .init(fault: .graceAtLogin, start: .guest, rule: "R4", steps: 3),
        .init(fault: .familyKeptAtLogin, start: .guest, rule: "R2", steps: 3),
        .init(fault: .valuesKeptAtLogin, start: .guest, rule: "R2", steps: 4),
        .init(fault: .deadlineMovedByWrite, start: .renewalDue, rule: "R3", steps: 3),
        .init(fault: .logoutByID, start: .renewalDue, rule: "R1", steps: 6),
        .init(fault: .cookieForDeadID, start: .loggedIn, rule: "R12", steps: 4),
        .init(fault: .deletionForDeadID, start: .loggedIn, rule: "R12", steps: 4),
        .init(fault: .deletionAtRefusal, start: .guest, rule: "R12", steps: 5),
        .init(fault: .oneCookieForBoth, start: .noCookie, rule: "R10", steps: 2),
        .init(fault: .visitorsCookieStays, start: .guest, rule: "R10", steps: 3),
        .init(fault: .logoutWithoutDeletion, start: .loggedIn, rule: "R12", steps: 3),
        .init(fault: .acknowledgedRefusal, start: .guest, rule: "a write is acknowledged and not", steps: 5),
    ]

    @Test("fault", arguments: findings)
    func found(finding: Finding) async throws {
        let report = try await SessionExplorer(fault: finding.fault) { MemoryStore() }
            .explore(SessionExplorer.Scenario.pairs(from: finding.start))
        let violation = try #require(report.violation, "\(finding.fault) was not found")
        #expect(violation.rule.hasPrefix(finding.rule), "\(violation)")
        #expect(violation.schedule.count == finding.steps, "\(violation)")
    }

    @Test("every fault is looked for")
    func complete() {
        #expect(Set(Self.findings.map(\.fault)) == Set(ManagerFault.allCases))
    }

    @Test("A schedule reads as the steps that lead to the fault")
    func readable() async throws {
        let report = try await SessionExplorer(fault: ManagerFault.logoutByID) { MemoryStore() }
            .explore([.init(.renewalDue, [.init(.logout), .init(.read)])])
        let violation = try #require(report.violation)
        #expect(
            violation.schedule == [
                "A begins with S0",
                "B begins with S0",
                "B loads S0: live",
                "B renews S0, B sets __Host-id",
                "A loads S0: forwarding",
                "A loads S.B: live, A is done",
            ]
        )
        #expect(report.description.contains("  4. B renews S0, B sets __Host-id"))
    }
}
