extension CookieAudit {
    /// The findings for a response, cookie by cookie.
    public struct Report: Hashable, Sendable {
        /// One Set-Cookie line.
        public struct Line: Hashable, Sendable {
            /// The cookie's name, with escapes for what is not printable and cut if it is long; empty for a nameless cookie.
            public let name: String
            /// What is to be said of it, the worst first.
            public let findings: [Finding]

            /// The line as it should be; nil if there is nothing to mend or no such line can be built.
            public var correction: SetCookie? { findings.first?.correction }
        }

        /// The Set-Cookie lines, in their order.
        public let lines: [Line]
        /// What is to be said of the response as a whole.
        public let response: [Finding]

        /// All findings, the worst first.
        public var findings: [Finding] { (lines.flatMap(\.findings) + response).worstFirst }

        /// The worst severity; nil without a finding.
        public var worst: Severity? { findings.first?.severity }
    }
}
