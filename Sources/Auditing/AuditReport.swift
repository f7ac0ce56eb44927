package import Vectors

/// What an audit found.
package struct AuditReport: Sendable {
    /// One for each file of vectors.
    package let suites: [SuiteResult]
    package let selfTests: [SelfTestResult]

    /// Whether nothing failed.
    package var passed: Bool { failures.isEmpty }

    /// One line for each thing that failed.
    package var failures: [String] {
        suites.flatMap { $0.failures.map(\.description) }
            + selfTests.filter { !$0.passed }.map { "self test, \($0.name): \($0.detail)" }
    }

    /// How many cases there are, and how many did what they should, of an origin.
    package func count(_ origin: VectorFile.Origin) -> (cases: Int, passed: Int) {
        suites.filter { $0.origin == origin }.reduce(into: (0, 0)) { sum, suite in
            sum.0 += suite.cases
            sum.1 += suite.passed
        }
    }
}

/// What became of one file of vectors.
package struct SuiteResult: Sendable {
    package let suite: String
    package let source: String
    package let origin: VectorFile.Origin
    package let cases: Int
    package let failures: [CaseFailure]

    package var passed: Int { cases - failures.count }
}

/// A case that did not do what it should.
package struct CaseFailure: Sendable, CustomStringConvertible {
    package let file: String
    package let line: Int
    package let name: String
    package let reason: String

    package var description: String { "\(file):\(line): case \(name): \(reason)" }
}

/// What became of one self test.
package struct SelfTestResult: Sendable {
    package let name: String
    package let passed: Bool
    /// What was seen, in one line.
    package let detail: String
}
