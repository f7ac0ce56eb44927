import CookieHeaders

/// Findings as machines read them.
struct LintDocument: Encodable {
    struct Response: Encodable {
        let status, origin: String?
        let cookies: [Cookie]
        /// On the response as a whole.
        let findings: [Finding]
    }

    struct Cookie: Encodable {
        let name: String
        let findings: [Finding]
        let better: String?
    }

    struct Finding: Encodable {
        let severity: String
        let rules: [String]
        let reason, remedy: String

        init(_ finding: CookieAudit.Finding) {
            severity = finding.severity.rawValue
            rules = finding.rules
            reason = finding.reason
            remedy = finding.remedy
        }
    }

    let errors, warnings, notices: Int
    let responses: [Response]

    init(_ responses: [LintedResponse], showsValues: Bool) {
        let all = responses.flatMap(\.report.findings)
        errors = all.count { $0.severity == .error }
        warnings = all.count { $0.severity == .warning }
        notices = all.count { $0.severity == .notice }
        self.responses = responses.map { response in
            Response(
                status: response.head.status,
                origin: response.head.origin,
                cookies: response.report.lines.map { line in
                    Cookie(
                        name: line.name,
                        findings: line.findings.map(Finding.init),
                        better: line.correction?.shown(withValue: showsValues)
                    )
                },
                findings: response.report.response.map(Finding.init)
            )
        }
    }
}
