import Auditing
import Vectors

/// An audit as people read it, 80 columns wide.
struct AuditTable {
    private let report: AuditReport

    init(_ report: AuditReport) {
        self.report = report
    }

    var text: String {
        var rows = [["SUITE", "SOURCE", "CASES", "PASSED"]]
        for suite in report.suites {
            rows.append([suite.suite, suite.source, "\(suite.cases)", "\(suite.passed)"])
        }
        for origin in [VectorFile.Origin.published, .own] {
            let (cases, passed) = report.count(origin)
            rows.append(["", origin == .published ? "published, in all" : "our own, in all", "\(cases)", "\(passed)"])
        }
        rows = rows.map { Array($0[..<2]) + $0[2...].map { String(repeating: " ", count: max(0, 6 - $0.count)) + $0 } }
        var selfTests = [["SELF TEST", "", "SEEN"]]
        selfTests += report.selfTests.map { [$0.name, $0.passed ? "ok" : "FAILED", $0.detail] }
        var lines = [table(rows), "", table(selfTests), ""]
        lines += report.failures.map { "FAILED  \($0)" }
        lines.append(report.passed ? "Nothing failed." : "The audit failed.")
        return lines.joined(separator: "\n")
    }
}
