public import HTTPTypes

/// The cookies of a client, kept and handed out as a browser does it (RFC 6265bis §5.7 and §5.8): for tests of servers and
/// for HTTP clients.
///
/// A value: a copy is a second browser. It reads no clock; each call says when it happens, in seconds since 1970, so that
/// a test can let 400 days pass. Nothing that a server sends can stop the program, and memory is bounded by ``Limits``.
///
/// ```swift
/// var jar = CookieJar(publicSuffixes: .topLevelOnly)
/// let outcome = jar.store(try ParsedSetCookie("__Host-id=1; Path=/; Secure"), from: request, at: now)
/// fields.append(jar.cookieField(for: request, at: now))
/// ```
public struct CookieJar: Sendable, CustomStringConvertible, CustomReflectable {
    /// How many cookies are kept.
    public let limits: Limits
    private let isPublicSuffix: @Sendable (String) -> Bool
    private var storage = CookieStorage()

    /// An empty jar with a list of public suffixes. There is no default: without a full list any site can set cookies for
    /// all of `co.uk`, and whoever accepts that says ``PublicSuffixList/topLevelOnly`` (UA-14).
    public init(publicSuffixes: PublicSuffixList, limits: Limits = .standard) {
        self.init(limits: limits) { publicSuffixes.contains($0) }
    }

    /// An empty jar that asks a predicate whether a domain is a public suffix (UA-14): for a cookie with a Domain, each
    /// name from the host's up to that one. It gets lower-case ASCII (A-labels) without a dot at either end, and never an
    /// IP address.
    public init(limits: Limits = .standard, isPublicSuffix: @escaping @Sendable (String) -> Bool) {
        self.limits = limits
        self.isPublicSuffix = isPublicSuffix
    }

    /// Keeps a cookie, replaces or deletes the one with the same identity, or says why not (§5.7).
    ///
    /// - Parameters:
    ///   - cookie: as it was parsed.
    ///   - request: what it answers.
    ///   - now: seconds since 1970.
    @discardableResult
    public mutating func store(_ cookie: ParsedSetCookie, from request: Request, at now: Int64) -> Outcome {
        storage.removeExpired(at: now)
        let admission = Admission(request: request, now: now, isPublicSuffix: isPublicSuffix)
        switch admission.judge(cookie, against: storage) {
        case .failure(let refusal): return .refused(refusal)
        case .success(let new): return storage.insert(new, limits: limits, at: now)
        }
    }

    /// Stores every Set-Cookie field of a response, in its order: one outcome a field.
    @discardableResult
    public mutating func store(_ response: HTTPFields, from request: Request, at now: Int64) -> [Outcome] {
        response.filter { $0.name == .setCookie }.map { field in
            do throws(CookieError) {
                return store(try ParsedSetCookie(field), from: request, at: now)
            } catch {
                return .unreadable(error)
            }
        }
    }

    /// The cookies that go with a request, longer paths first, then older ones (§5.8.3, UA-22). They count as used now,
    /// which is what eviction looks at (UA-23).
    ///
    /// - Parameters:
    ///   - request: where it goes.
    ///   - now: seconds since 1970.
    public mutating func cookies(for request: Request, at now: Int64) -> [StoredCookie] {
        storage.removeExpired(at: now)
        return storage.use(for: request, at: now)
    }

    /// The value of the Cookie field for a request, in bytes; empty if no cookie goes with it, and then the field is left
    /// out (§5.8.3). A nameless cookie is its value alone, as in a browser.
    public mutating func cookieBytes(for request: Request, at now: Int64) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, cookie) in cookies(for: request, at: now).enumerated() {
            if index > 0 { bytes += [UInt8(ascii: ";"), UInt8(ascii: " ")] }
            if !cookie.nameBytes.isEmpty { bytes += cookie.nameBytes + [UInt8(ascii: "=")] }
            bytes += cookie.valueBytes
        }
        return bytes
    }

    /// The Cookie field for a request, nil if no cookie goes with it. It is never put into a compression table, where its
    /// value could be guessed (RFC 7541 §7.1.3).
    public mutating func cookieField(for request: Request, at now: Int64) -> HTTPField? {
        let bytes = cookieBytes(for: request, at: now)
        guard !bytes.isEmpty else { return nil }
        var field = HTTPField(name: .cookie, value: bytes)
        field.indexingStrategy = .disallow
        return field
    }

    /// Ends the browser's session: cookies without Max-Age and Expires go (§5.7, step 6).
    public mutating func endSession() {
        storage.removeAll { $0.expires == nil }
    }

    /// Forgets the cookies for which a predicate is true: what a user does in a browser's settings, and no rule is asked.
    public mutating func removeAll(where shouldRemove: (StoredCookie) -> Bool) {
        storage.removeAll(where: shouldRemove)
    }

    /// Forgets every cookie.
    public mutating func removeAll() {
        storage = CookieStorage()
    }

    /// Every cookie in the jar, the oldest first. One whose time is up may be among them until the next call that is told
    /// the time; looking does not count as use.
    public var storedCookies: [StoredCookie] { storage.all }

    /// How many cookies there are, without their values.
    public var description: String { "CookieJar of \(storage.count) cookies" }
    /// Shows nothing to `dump`, which would show values.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
