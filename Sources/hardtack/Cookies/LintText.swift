import CookieHeaders

/// Findings as people read them, 80 columns wide, cookie by cookie.
struct LintText {
    private let responses: [LintedResponse]
    private let showsValues: Bool
    private let terminal: Terminal

    init(_ responses: [LintedResponse], showsValues: Bool, terminal: Terminal) {
        self.responses = responses
        self.showsValues = showsValues
        self.terminal = terminal
    }

    var text: String {
        (responses.flatMap(blocks) + [summary]).joined(separator: "\n\n")
    }

    private func blocks(_ response: LintedResponse) -> [String] {
        let title = responses.count > 1 ? response.head.status.map { [terminal.paint($0, .bold)] } ?? [] : []
        let lines = response.report.lines.map(block)
        guard !response.report.response.isEmpty else { return title + lines }
        let whole = [terminal.paint("The response as a whole", .bold)] + response.report.response.map(paragraph)
        return title + lines + [whole.joined(separator: "\n")]
    }

    private func block(_ line: CookieAudit.Report.Line) -> String {
        var parts = [terminal.paint(line.name.isEmpty ? "(no name)" : line.name, .bold)]
        parts += line.findings.map(paragraph)
        if line.findings.isEmpty { parts.append("  " + terminal.paint("ok", .green)) }
        if let correction = line.correction {
            parts.append("  better   " + Terminal.wrap(correction.shown(withValue: showsValues), indent: Self.indent))
        }
        return parts.joined(separator: "\n")
    }

    /// Two spaces, the severity, two spaces.
    private static let indent = 11

    private func paragraph(_ finding: CookieAudit.Finding) -> String {
        let word = finding.severity.rawValue
        let space = String(repeating: " ", count: Self.indent - 2 - word.count)
        let said = "\(finding.reason) \(finding.remedy) [\(finding.rules.joined(separator: ", "))]"
        return "  " + terminal.paint(word, Self.style(finding.severity)) + space
            + Terminal.wrap(said, indent: Self.indent)
    }

    private static func style(_ severity: CookieAudit.Severity) -> Terminal.Style {
        switch severity {
        case .error: .red
        case .warning: .yellow
        case .notice: .cyan
        }
    }

    /// "3 cookies: 1 error, 2 warnings, 4 notices."
    private var summary: String {
        let cookies = responses.reduce(0) { $0 + $1.report.lines.count }
        let findings = responses.flatMap(\.report.findings)
        let counts = CookieAudit.Severity.allCases.reversed().compactMap { severity in
            let count = findings.count { $0.severity == severity }
            return count == 0 ? nil : Self.count(count, severity.rawValue)
        }
        return Self.count(cookies, "cookie") + ": "
            + (counts.isEmpty ? "no findings" : counts.joined(separator: ", ")) + "."
    }

    private static func count(_ number: Int, _ thing: String) -> String {
        "\(number) \(thing)\(number == 1 ? "" : "s")"
    }
}
