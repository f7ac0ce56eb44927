/// One line against every rule that a line can break.
struct LineAudit {
    typealias Finding = CookieAudit.Finding

    let scan: LineScan
    let context: CookieAudit
    let session: SessionName
    /// Shown in findings.
    let name: String
    var findings: [Finding] = []

    /// Judges a line and, unless it is clean, looks for a better one.
    static func line(_ bytes: Span<UInt8>, _ context: CookieAudit) -> LineAudit {
        var audit = LineAudit(LineScan(bytes), context)
        audit.judge()
        audit.findings = audit.findings.worstFirst
        guard !audit.findings.isEmpty, let correction = audit.correction() else { return audit }
        // Only what mends something is worth showing.
        var after = LineAudit(withBytes(of: correction.serialized) { LineScan($0) }, context)
        after.judge()
        guard after.findings.count < audit.findings.count else { return audit }
        for index in audit.findings.indices { audit.findings[index].correction = correction }
        return audit
    }

    private init(_ scan: LineScan, _ context: CookieAudit) {
        self.scan = scan
        self.context = context
        session = SessionName(scan.name)
        name = PrintableText.escape(scan.name)
    }

    var line: CookieAudit.Report.Line {
        CookieAudit.Report.Line(name: name, findings: findings)
    }

    private mutating func judge() {
        guard !scan.isFolded, !scan.isJoined else {
            // What follows would speak of a cookie that nobody meant to set.
            judgeShape()
            return
        }
        judgePair()
        judgeAttributes()
        judgeLifetime()
        judgeDomain()
        judgePath()
        judgePrefix()
        judgeProtection()
    }

    mutating func add(_ severity: CookieAudit.Severity, _ rules: String..., reason: String, remedy: String) {
        findings.append(Finding(rules: rules, severity: severity, cookie: name, reason: reason, remedy: remedy))
    }

    /// Whether the line removes a cookie: most of what protects one is then beside the point.
    var isDeletion: Bool {
        if let maxAge = scan.maxAge { return maxAge <= 0 }
        return scan.expires.map(isPast) ?? false
    }

    func isPast(_ date: CookieDate) -> Bool {
        date <= context.now ?? .surelyPast
    }

    /// The prefix in any case, as browsers see it.
    var prefix: CookiePrefix? {
        CookiePrefix.find(in: scan.name.span, anyCase: true)
    }

    /// Whether a cookie cannot be Secure because the page is not (UA-17). On the machine itself that is development.
    var isPlainText: Bool { context.scheme == .http }
    var isLocal: Bool { context.host?.isLoopback == true }
}
