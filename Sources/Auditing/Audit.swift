package import Vectors

/// Every vector and the self test, in one run.
package enum Audit {
    /// Runs all of it.
    ///
    /// - Throws: `VectorError` if a file of vectors is missing or not of the format: what cannot be read proves nothing.
    package static func run(_ folder: VectorFolder) throws(VectorError) -> AuditReport {
        var suites: [SuiteResult] = []
        for file in try folder.files() { suites.append(try run(file)) }
        return AuditReport(suites: suites, selfTests: SelfTest.allCases.map { $0.run() })
    }

    /// Runs the cases of one file.
    package static func run(_ file: VectorFile) throws(VectorError) -> SuiteResult {
        guard let suite = Suite(rawValue: file.suite) else { throw file.unknownSuite }
        var failures: [CaseFailure] = []
        for vector in file.cases {
            let outcome = try suite.outcome(of: vector)
            if outcome.name != vector.expectation {
                let reason = "expected \(vector.expectation), got \(outcome.name)"
                failures.append(CaseFailure(file: vector.path, line: vector.line, name: vector.name, reason: reason))
            }
        }
        return SuiteResult(
            suite: file.suite,
            source: file.source,
            origin: file.origin,
            cases: file.cases.count,
            failures: failures
        )
    }
}
