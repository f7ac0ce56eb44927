extension CookieAudit {
    /// How bad a finding is.
    public enum Severity: String, CaseIterable, Hashable, Comparable, Sendable {
        /// Worth knowing.
        case notice
        /// It works, and is unsafe.
        case warning
        /// Browsers drop or misread the cookie, or the line is not legal and other software misreads it.
        case error

        /// A notice is less than a warning, a warning less than an error.
        public static func < (left: Severity, right: Severity) -> Bool {
            left.rank < right.rank
        }

        private var rank: Int {
            switch self {
            case .notice: 0
            case .warning: 1
            case .error: 2
            }
        }
    }

    /// One thing to be said of a Set-Cookie line or of a response.
    ///
    /// All texts are printable ASCII, whatever the line held, and none holds the cookie's value.
    public struct Finding: Hashable, Sendable, CustomStringConvertible {
        /// The ids of the rules, as the documentation of this package lists them; never empty.
        public let rules: [String]
        /// How bad it is.
        public let severity: Severity
        /// The cookie's name, with escapes for what is not printable and cut if it is long; nil for a finding on the response
        /// as a whole, empty for a nameless cookie.
        public let cookie: String?
        /// What is wrong, in one sentence.
        public let reason: String
        /// What to do about it, in one sentence.
        public let remedy: String
        /// The line as it should be, all of its findings mended that a line can mend; nil where none can be built.
        ///
        /// Its `description` leaves the value out and is fit for logs and tickets; `serialized` shows it.
        public internal(set) var correction: SetCookie?

        /// Severity, ids, cookie and both sentences: safe for logs.
        public var description: String {
            let subject = cookie.map { " (\($0.isEmpty ? "nameless cookie" : $0))" } ?? ""
            return "\(severity.rawValue) \(rules.joined(separator: ", "))\(subject): \(reason) \(remedy)"
        }
    }
}

extension [CookieAudit.Finding] {
    /// The worst first; otherwise the order of the rules.
    var worstFirst: [CookieAudit.Finding] {
        CookieAudit.Severity.allCases.reversed().flatMap { severity in filter { $0.severity == severity } }
    }
}
