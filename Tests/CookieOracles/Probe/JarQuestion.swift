import CookieHeaders
import HTTPTypes

/// A Set-Cookie line that answers a request for a URL, and the URLs that are asked for afterwards.
struct JarQuestion: Decodable {
    /// A URL that is none.
    struct NoURL: Error {
        let url: String
    }

    let line: HexBytes
    /// Absolute, with its scheme: what is behind the authority is taken as it is.
    let url: String
    let requests: [String]
    /// Seconds since 1970, for all of it.
    let now: Int64
    /// Whether `http://localhost` counts as secure, as it does in Chromium.
    let loopbackIsSecure: Bool
    let partitionKey: String?

    /// What became of the line, and the Cookie field of each request.
    struct Answer: Encodable {
        let outcome: String
        /// The rule of a refusal or the code of an error.
        let rule: String?
        let sent: [HexBytes]
        let cookies: [Cookie]
    }

    /// A cookie as the jar keeps it.
    struct Cookie: Encodable {
        let name, value: HexBytes
        let domain, path: String
        let isHostOnly, isSecure, isHTTPOnly, isPartitioned: Bool
        let sameSite: String?
        let expires: Int64?
    }

    func answer() throws -> Answer {
        var jar = CookieJar(publicSuffixes: .topLevelOnly)
        let origin = try request(url)
        var outcome = "stored"
        var rule: String?
        do throws(CookieError) {
            let cookie = try ParsedSetCookie(bytes: line.bytes.span)
            switch jar.store(cookie, from: origin, at: now) {
            case .stored: break
            case .replaced: outcome = "replaced"
            case .deleted: outcome = "deleted"
            case .refused(let refusal): (outcome, rule) = ("refused", refusal.id)
            case .unreadable(let error): (outcome, rule) = ("unreadable", error.code.rawValue)
            }
        } catch {
            (outcome, rule) = ("unreadable", error.code.rawValue)
        }
        return Answer(
            outcome: outcome,
            rule: rule,
            sent: try requests.map { HexBytes(jar.cookieBytes(for: try request($0), at: now)) },
            cookies: jar.storedCookies.map { cookie in
                Cookie(
                    name: HexBytes(cookie.nameBytes),
                    value: HexBytes(cookie.valueBytes),
                    domain: cookie.domain,
                    path: cookie.path,
                    isHostOnly: cookie.isHostOnly,
                    isSecure: cookie.isSecure,
                    isHTTPOnly: cookie.isHTTPOnly,
                    isPartitioned: cookie.partitionKey != nil,
                    sameSite: cookie.sameSite?.rawValue,
                    expires: cookie.expires
                )
            }
        )
    }

    private func request(_ url: String) throws -> CookieJar.Request {
        guard let colon = url.firstIndex(of: ":"), url[colon...].hasPrefix("://") else { throw NoURL(url: url) }
        let rest = url[colon...].dropFirst(3)
        let end = rest.firstIndex(of: "/") ?? rest.endIndex
        let request = HTTPRequest(
            method: .get,
            scheme: String(url[..<colon]),
            authority: String(rest[..<end]),
            path: end == rest.endIndex ? "/" : String(rest[end...])
        )
        guard
            let context = CookieJar.Request(
                request,
                partitionKey: partitionKey,
                loopbackIsSecure: loopbackIsSecure
            )
        else { throw NoURL(url: url) }
        return context
    }
}
