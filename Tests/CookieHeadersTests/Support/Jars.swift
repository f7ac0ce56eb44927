import CookieHeaders
import HTTPTypes
import Testing

/// 2026-01-01T00:00:00Z, as good as any.
let start: Int64 = 1_767_225_600

/// The context of a request to a URL without userinfo; a broken one fails the test.
func request(
    _ url: String,
    api: CookieJar.Request.API = .http,
    site: CookieJar.Request.Site = .same,
    partition: String? = nil
) throws -> CookieJar.Request {
    let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    let host = try #require(CookieHost(String(parts[2])), "\(url)")
    return CookieJar.Request(
        host: host,
        path: parts.count > 3 ? "/" + parts[3] : "/",
        isSecure: parts[0] == "https:",
        api: api,
        site: site,
        partitionKey: partition
    )
}

/// A jar for which `co.uk`, `github.io` and all single labels are public suffixes.
func makeJar(_ limits: CookieJar.Limits = .standard) -> CookieJar {
    CookieJar(publicSuffixes: PublicSuffixList("co.uk\ngithub.io\n"), limits: limits)
}

extension CookieJar {
    /// Stores a line.
    @discardableResult
    mutating func set(_ line: String, _ request: Request, at now: Int64 = start) throws -> Outcome {
        store(try ParsedSetCookie(line), from: request, at: now)
    }

    /// The Cookie header; empty without one.
    mutating func header(_ request: Request, at now: Int64 = start) -> String {
        cookieField(for: request, at: now)?.value ?? ""
    }
}
