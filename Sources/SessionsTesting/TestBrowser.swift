public import CookieHeaders
public import HTTPTypes
public import Sessions

/// A browser for tests, with a real cookie jar behind it: Secure, SameSite, prefixes, Path and lifetimes are judged as
/// browsers do (RFC 6265bis), by the test's clock.
///
/// It makes the header fields of a request and takes those of the response; what lies between, a manager or a server, is the
/// test's:
/// ```swift
/// var browser = TestBrowser(host: host, clock: clock)
/// let response = try await browser.visit(manager) { $0.username = "test" }
/// let reply = try await client.send(.post, "/login", fields: browser.fields(for: "/login", method: .post))
/// browser.receive(reply.fields, from: "/login")
/// ```
/// A value: a copy is a second browser with the same cookies, such as a thief's.
public struct TestBrowser: Sendable {
    /// The cookies.
    public private(set) var jar: CookieJar
    /// Whose pages it shows.
    public let host: CookieHost
    /// Whether it speaks HTTPS.
    public let isSecure: Bool
    private let clock: TestClock

    /// Where a request comes from.
    public enum Source: Sendable {
        /// The address bar or a bookmark.
        case user
        /// A page of the same origin.
        case page
        /// A link, or a form, of a page on another site.
        case otherSite
        /// An image or a script's request of a page on another site.
        case embedded
    }

    /// Makes a browser without cookies.
    /// - Parameters:
    ///   - host: whose pages it shows.
    ///   - isSecure: whether over HTTPS; most session cookies are for nothing else.
    ///   - clock: tells the time of each request.
    public init(host: CookieHost, isSecure: Bool = true, clock: TestClock) {
        self.host = host
        self.isSecure = isSecure
        self.clock = clock
        jar = CookieJar(publicSuffixes: .topLevelOnly)
    }

    /// The origin of its pages.
    public var origin: String { "\(isSecure ? "https" : "http")://\(host.name)" }

    /// The header fields of a request: Cookie, and what tells a server where it comes from (Fetch Metadata, Origin).
    /// - Parameters:
    ///   - path: where it goes.
    ///   - method: how; what is not GET or HEAD carries an Origin.
    ///   - source: where it comes from.
    public mutating func fields(
        for path: String = "/",
        method: HTTPRequest.Method = .get,
        from source: Source = .page
    ) -> HTTPFields {
        var fields: HTTPFields = [:]
        if let cookie = jar.cookieField(for: request(path, method, source), at: seconds) { fields.append(cookie) }
        if let name = HTTPField.Name("Sec-Fetch-Site") {
            fields[name] =
                switch source {
                case .user: "none"
                case .page: "same-origin"
                case .otherSite, .embedded: "cross-site"
                }
        }
        if method != .get, method != .head {
            fields[.origin] =
                switch source {
                case .user, .page: origin
                case .otherSite, .embedded: "https://attacker.example"
                }
        }
        return fields
    }

    /// Takes the cookies of a response.
    /// - Parameters:
    ///   - response: its header fields.
    ///   - path: where the request went.
    /// - Returns: for each Set-Cookie, in their order, what became of it.
    @discardableResult
    public mutating func receive(_ response: HTTPFields, from path: String = "/") -> [CookieJar.Outcome] {
        jar.store(response, from: request(path, .get, .page), at: seconds)
    }

    /// One whole request to a manager: begin, the handler, commit; the response is received.
    /// - Returns: the header fields of the response.
    @discardableResult
    public mutating func visit(
        _ manager: SessionManager,
        _ path: String = "/",
        from source: Source = .page,
        _ handler: (Session) throws -> Void = { _ in }
    ) async throws -> HTTPFields {
        let session = try await manager.begin(fields(for: path, from: source))
        try handler(session)
        var response = HTTPFields()
        try await manager.commit(session, to: &response)
        receive(response, from: path)
        return response
    }

    /// Is closed and opened again: cookies without a lifetime are gone.
    public mutating func restart() {
        jar.endSession()
    }

    /// The value of the cookie with a name that a request to a path carries; `nil` if there is none.
    public func cookie(named name: String, for path: String = "/") -> String? {
        var jar = jar
        return jar.cookies(for: request(path, .get, .page), at: seconds).first { $0.name == name }?.value
    }

    private var seconds: Int64 { clock.now.milliseconds / 1_000 }

    private func request(_ path: String, _ method: HTTPRequest.Method, _ source: Source) -> CookieJar.Request {
        let site: CookieJar.Request.Site =
            switch source {
            case .user, .page: .same
            case .otherSite: .crossNavigation(safe: method == .get || method == .head)
            case .embedded: .cross
            }
        return CookieJar.Request(host: host, path: path, isSecure: isSecure, site: site)
    }
}
