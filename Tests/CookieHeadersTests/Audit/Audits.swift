import CookieHeaders

extension CookieAudit {
    /// 2026-11-21T00:00:00Z.
    static let morning = CookieDate(secondsSinceEpoch: 1_795_219_200)

    /// A response of https://www.example.org/ on that morning.
    static let example = CookieAudit(scheme: .https, host: CookieHost("www.example.org"), now: morning)
}

/// Severity and ids of each finding, for example `error SC-01 UA-07`.
func outline(_ findings: [CookieAudit.Finding]) -> [String] {
    findings.map { "\($0.severity.rawValue) \($0.rules.joined(separator: " "))" }
}

extension CookieAudit.Finding {
    /// Every text of it.
    var texts: [String] { [cookie ?? "", reason, remedy, description, correction?.description ?? ""] }
}

extension String {
    var isPrintableASCII: Bool { utf8.allSatisfy { (0x20...0x7E).contains($0) } }
}
