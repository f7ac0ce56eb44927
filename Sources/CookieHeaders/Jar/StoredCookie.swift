/// A cookie in a ``CookieJar`` (RFC 6265bis §5.7).
///
/// Its identity is name, domain, ``isHostOnly``, path and partition key (UA-20).
public struct StoredCookie: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The name, as bytes; empty for a nameless cookie (UA-08).
    public let nameBytes: [UInt8]
    /// The value, as bytes.
    public let valueBytes: [UInt8]
    /// The Domain, or the host that set the cookie: lower-case ASCII.
    public let domain: String
    /// Whether it goes to that very host alone, and not to its subdomains.
    public let isHostOnly: Bool
    /// The Path, or the default path (UA-15).
    public let path: String
    /// Whether it goes over secure connections alone.
    public let isSecure: Bool
    /// Whether scripts are kept from it.
    public let isHTTPOnly: Bool
    /// Nil for a browser's default, which is as Lax (UA-18).
    public let sameSite: SameSite?
    /// The top-level site that it is confined to, nil for a cookie that is not partitioned.
    public let partitionKey: String?
    /// When its time is up, in seconds since 1970, at most 400 days after it was set; nil for a cookie of the browser's
    /// session (§5.5).
    public let expires: Int64?
    /// When the first cookie of this identity was set, in seconds since 1970 (UA-20).
    public internal(set) var creation: Int64
    /// When it was last set or sent, in seconds since 1970.
    public internal(set) var lastAccess: Int64

    /// Order of creation among calls: finer than seconds, and a clock that was set back does not confuse it.
    var creationTick: UInt64 = 0
    /// Order of use among calls.
    var accessTick: UInt64 = 0

    /// The name as text, empty for a nameless cookie; nil if it is not UTF-8.
    public var name: String? { nameBytes.span.utf8String() }
    /// The value as text; nil if it is not UTF-8.
    public var value: String? { valueBytes.span.utf8String() }

    /// Whether its time is up.
    func isExpired(at now: Int64) -> Bool {
        guard let expires else { return false }
        return expires <= now
    }

    /// Swift's `==` of strings would take different bytes for one path (TR-2).
    func hasIdentity(of other: StoredCookie) -> Bool {
        nameBytes == other.nameBytes && domain == other.domain && isHostOnly == other.isHostOnly
            && path.utf8.elementsEqual(other.path.utf8) && hasPartition(other.partitionKey)
    }

    /// Whether it belongs to a partition, byte by byte; nil is what is not partitioned.
    func hasPartition(_ key: String?) -> Bool {
        switch (partitionKey, key) {
        case (nil, nil): true
        case (let own?, let key?): own.utf8.elementsEqual(key.utf8)
        default: false
        }
    }

    /// Whether it goes with a request (§5.8.3, step 1).
    func belongs(to request: CookieJar.Request) -> Bool {
        guard isHostOnly ? request.host.name == domain : request.host.matches(domain: domain),
            CookiePath.matches(request.path, cookiePath: path),
            !isSecure || request.isSecure,
            !isHTTPOnly || request.api == .http,
            partitionKey == nil || hasPartition(request.partitionKey)
        else { return false }
        switch (sameSite, request.site) {
        case (_, .same), (SameSite.none?, _): return true
        // Scripts of a foreign document get nothing, whatever loaded it.
        case (.lax?, .crossNavigation(safe: true)), (nil, .crossNavigation(safe: true)): return request.api == .http
        default: return false
        }
    }

    /// Says where it belongs, without name and value.
    public var description: String { "cookie of \(isHostOnly ? "" : ".")\(domain)\(path)" }
    /// Shows nothing to `dump`, which would show the value.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
