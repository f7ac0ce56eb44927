/// Why a file of vectors cannot be used, with its place.
package struct VectorError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    package enum Code: String, Equatable, Sendable {
        /// There is no such folder or file, or it cannot be read.
        case missing
        /// A line or a paragraph is not of the format.
        case malformed
        /// A case lacks a field, or the field holds something else than its suite needs.
        case field
    }

    /// The kind of failure, to branch on.
    package let code: Code
    /// The file, from the folder of all suites.
    package let file: String
    /// The line, from 1; 0 where the whole file is meant.
    package let line: Int
    private let reason: String

    init(_ code: Code, _ file: String, line: Int = 0, _ reason: String) {
        self.code = code
        self.file = file
        self.line = line
        self.reason = reason
    }

    /// File, line and reason, in one line.
    package var description: String {
        line > 0 ? "\(file):\(line): \(reason)" : "\(file): \(reason)"
    }
}
