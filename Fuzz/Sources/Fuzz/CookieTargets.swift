import CookieHeaders
import HTTPTypes

/// The jar: lines, each a response of its own. What it sends has been stored, goes where it may, and each cookie once.
func fuzzJar(_ bytes: [UInt8]) {
    guard let host = CookieHost("a.shop.example"), let other = CookieHost("b.shop.example") else {
        fatalError("no host")
    }
    var jar = CookieJar(publicSuffixes: .topLevelOnly)
    var now: Int64 = 1_790_000_000
    for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
        let isSecure = index % 3 != 1
        let request = CookieJar.Request(host: host, path: index % 2 == 0 ? "/" : "/a/b", isSecure: isSecure)
        guard let cookie = try? ParsedSetCookie(bytes: Array(line).span) else { continue }
        jar.store(cookie, from: request, at: now)
        now += 1
        for target in [request, .init(host: other, path: "/a", isSecure: true), .init(host: host, isSecure: false)] {
            let sent = jar.cookies(for: target, at: now)
            let identities = Set(
                sent.map { [$0.nameBytes, Array($0.path.utf8), Array($0.domain.utf8), [$0.isHostOnly ? 1 : 0]] }
            )
            precondition(identities.count == sent.count, "a cookie that is sent twice")
            for cookie in sent {
                precondition(target.isSecure || !cookie.isSecure, "a Secure cookie over plain HTTP")
                precondition(target.host == host || !cookie.isHostOnly, "a host-only cookie for another host")
                let name = cookie.name ?? ""
                precondition(!name.hasPrefix("__Host-") || cookie.isSecure && cookie.isHostOnly && cookie.path == "/")
            }
        }
    }
    for (domain, cookies) in Dictionary(grouping: jar.storedCookies, by: \.domain) {
        precondition(cookies.count <= jar.limits.maximumPerDomain, "\(domain) is beyond its limit")
    }
}

/// The audit: it reads whatever it gets, what it says can be printed, and a correction has no error left in it.
func fuzzAudit(_ bytes: [UInt8]) {
    let audit = CookieAudit()
    for finding in audit.findings(forSetCookie: bytes.span) {
        for text in [finding.reason, finding.remedy] {
            precondition(!text.utf8.contains { $0 < 0x20 || $0 == 0x7F }, "a control character in a finding")
        }
        guard let correction = finding.correction else { continue }
        let left = audit.findings(forSetCookie: correction.serialized)
        precondition(!left.contains { $0.severity == .error }, "a correction that is an error")
    }
}
