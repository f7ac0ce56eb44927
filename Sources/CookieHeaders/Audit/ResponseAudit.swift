/// What only a whole response can break.
struct ResponseAudit {
    private(set) var findings: [CookieAudit.Finding] = []

    /// What servers commonly take for the whole Cookie header (SC-20).
    static let commonHeaderLimit = 8192

    init(lines: [LineAudit], cacheControl: [String]?) {
        judgeRepetition(lines)
        judgeBudget(lines)
        if let cacheControl { judgeCaching(lines, cacheControl) }
        findings = findings.worstFirst
    }

    private mutating func judgeRepetition(_ lines: [LineAudit]) {
        var seen: [[UInt8]: Int] = [:]
        for line in lines {
            seen[line.scan.name, default: 0] += 1
            guard seen[line.scan.name] == 2 else { continue }
            findings.append(
                CookieAudit.Finding(
                    rules: ["SC-06"],
                    severity: .warning,
                    cookie: nil,
                    reason: line.name.isEmpty
                        ? "The response sets more than one cookie without a name."
                        : "The response sets \(line.name) more than once, and which one counts depends on the browser.",
                    remedy: "Send one Set-Cookie for each name."
                )
            )
        }
    }

    /// The Cookie header that these cookies alone would make.
    private mutating func judgeBudget(_ lines: [LineAudit]) {
        let kept = lines.filter {
            !$0.isDeletion && $0.scan.name.count + $0.scan.value.count <= SetCookie.maximumPairBytes
        }
        // `=` within a pair and `; ` between two.
        let bytes = kept.reduce(0) { $0 + $1.scan.name.count + $1.scan.value.count + 3 }
        guard bytes > Self.commonHeaderLimit / 2 else { return }
        let isOver = bytes > Self.commonHeaderLimit
        findings.append(
            CookieAudit.Finding(
                rules: ["SC-20"],
                severity: isOver ? .error : .notice,
                cookie: nil,
                reason: isOver
                    ? "These cookies make \(bytes) bytes of every request; many servers refuse more than 8192."
                    : "These cookies make \(bytes) bytes of every request, over half of what many servers take.",
                remedy: "Keep the data on the server and set a cookie that points to it."
            )
        )
    }

    private mutating func judgeCaching(_ lines: [LineAudit], _ cacheControl: [String]) {
        guard let line = lines.first(where: { $0.session.isSession && !$0.isDeletion }) else { return }
        let directives = cacheControl.flatMap { $0.utf8.split(separator: UInt8(ascii: ",")) }
        let isPrevented = directives.contains { directive in
            let name = directive.drop(while: \.isBlank).prefix { !$0.isBlank }
            return Array(name).span.equalsIgnoringCase("no-store")
        }
        guard !isPrevented else { return }
        findings.append(
            CookieAudit.Finding(
                rules: ["HT-03", "OS-16"],
                severity: .warning,
                cookie: nil,
                reason: "The response sets \(line.name), and a cache may store it: Set-Cookie does not stop caching.",
                remedy: "Send Cache-Control: no-store with it."
            )
        )
    }
}
