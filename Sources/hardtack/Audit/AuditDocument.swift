import Auditing
import Vectors

/// An audit as machines read it.
struct AuditDocument: Encodable {
    struct Suite: Encodable {
        let suite, source, origin: String
        let cases, passed: Int
        let failures: [CaseOfFailure]
    }

    struct CaseOfFailure: Encodable {
        let file: String
        let line: Int
        let name, reason: String
    }

    struct SelfTest: Encodable {
        let name: String
        let passed: Bool
        let detail: String
    }

    let passed: Bool
    let publishedCases, ownCases: Int
    let suites: [Suite]
    let selfTests: [SelfTest]

    init(_ report: AuditReport) {
        passed = report.passed
        publishedCases = report.count(.published).cases
        ownCases = report.count(.own).cases
        suites = report.suites.map { suite in
            Suite(
                suite: suite.suite,
                source: suite.source,
                origin: suite.origin.rawValue,
                cases: suite.cases,
                passed: suite.passed,
                failures: suite.failures.map {
                    CaseOfFailure(file: $0.file, line: $0.line, name: $0.name, reason: $0.reason)
                }
            )
        }
        selfTests = report.selfTests.map { SelfTest(name: $0.name, passed: $0.passed, detail: $0.detail) }
    }
}
