/// The cookies of a jar by their domain, so that a request looks only at its host and that host's parents.
struct CookieStorage {
    private var cookies: [String: [StoredCookie]] = [:]
    private(set) var count = 0
    /// No cookie expires before this: most calls need not look.
    private var soonestExpiry = Int64.max
    /// One more with every call that creates or uses a cookie. 2^64 of them do not happen.
    private var tick: UInt64 = 0

    /// Every cookie, the oldest first.
    var all: [StoredCookie] {
        cookies.values.joined().sorted { $0.creationTick < $1.creationTick }
    }

    /// The cookie with the identity of another.
    func find(_ other: StoredCookie) -> StoredCookie? {
        cookies[other.domain]?.first { $0.hasIdentity(of: other) }
    }

    /// Whether a Secure cookie of the same name would be shadowed (§5.7, step 16): its domain is above, below or the same,
    /// and the new path lies within its path. Partitions do not see each other.
    func hasSecureCookie(shadowedBy new: StoredCookie) -> Bool {
        cookies.contains { domain, candidates in
            guard Self.isRelated(domain, new.domain) else { return false }
            return candidates.contains {
                $0.isSecure && $0.nameBytes == new.nameBytes && CookiePath.matches(new.path, cookiePath: $0.path)
                    && $0.hasPartition(new.partitionKey)
            }
        }
    }

    /// §5.7, steps 23 and 24, and the limits.
    mutating func insert(_ new: StoredCookie, limits: CookieJar.Limits, at now: Int64) -> CookieJar.Outcome {
        var new = new
        tick &+= 1
        new.creationTick = tick
        new.accessTick = tick
        let index = cookies[new.domain]?.firstIndex { $0.hasIdentity(of: new) }
        if new.isExpired(at: now) {
            if let index { remove(at: index, of: new.domain) }
            return .deleted
        }
        soonestExpiry = min(soonestExpiry, new.expires ?? .max)
        if let index, let old = cookies[new.domain]?[index] {
            new.creation = old.creation
            new.creationTick = old.creationTick
            cookies[new.domain]?[index] = new
            return .replaced
        }
        cookies[new.domain, default: []].append(new)
        count += 1
        return evict(after: new, limits) ? .stored : .refused(.crowdedOut)
    }

    /// The cookies for a request in the order of the header; they are used now (§5.8.3).
    mutating func use(for request: CookieJar.Request, at now: Int64) -> [StoredCookie] {
        tick &+= 1
        var used: [StoredCookie] = []
        for domain in request.host.domains {
            guard let candidates = cookies[domain] else { continue }
            for (index, cookie) in candidates.enumerated() where cookie.belongs(to: request) {
                var cookie = cookie
                cookie.lastAccess = now
                cookie.accessTick = tick
                cookies[domain]?[index] = cookie
                used.append(cookie)
            }
        }
        return used.sorted { left, right in
            let (length, other) = (left.path.utf8.count, right.path.utf8.count)
            return length == other ? left.creationTick < right.creationTick : length > other
        }
    }

    mutating func removeExpired(at now: Int64) {
        guard now >= soonestExpiry else { return }
        removeAll { $0.isExpired(at: now) }
    }

    mutating func removeAll(where shouldRemove: (StoredCookie) -> Bool) {
        var kept: [String: [StoredCookie]] = [:]
        soonestExpiry = .max
        count = 0
        for (domain, candidates) in cookies {
            let rest = candidates.filter { !shouldRemove($0) }
            guard !rest.isEmpty else { continue }
            kept[domain] = rest
            count += rest.count
            soonestExpiry = rest.reduce(soonestExpiry) { min($0, $1.expires ?? .max) }
        }
        cookies = kept
    }

    /// Removes what is over the limits once one cookie came in; what expired is gone already. False if that cookie itself
    /// had to go (UA-23).
    private mutating func evict(after new: StoredCookie, _ limits: CookieJar.Limits) -> Bool {
        let neighbours = cookies[new.domain, default: []].filter { $0.hasPartition(new.partitionKey) }
        if neighbours.count > limits.maximumPerDomain,
            let last = Self.leastRecent(neighbours.filter { !$0.isSecure }) ?? Self.leastRecent(neighbours)
        {
            remove(last)
            return last.creationTick != new.creationTick
        }
        if count > limits.maximumTotal, let last = Self.leastRecent(cookies.values.joined()) {
            remove(last)
            return last.creationTick != new.creationTick
        }
        return true
    }

    /// The one that was used the longest ago; among those of one request the one created first.
    private static func leastRecent(_ cookies: some Sequence<StoredCookie>) -> StoredCookie? {
        cookies.min { ($0.accessTick, $0.creationTick) < ($1.accessTick, $1.creationTick) }
    }

    private static func isRelated(_ one: String, _ other: String) -> Bool {
        one == other || isSubdomain(one, of: other) || isSubdomain(other, of: one)
    }

    private static func isSubdomain(_ domain: String, of parent: String) -> Bool {
        CookieHost(domain)?.matches(domain: parent) == true
    }

    private mutating func remove(_ cookie: StoredCookie) {
        guard let index = cookies[cookie.domain]?.firstIndex(where: { $0.creationTick == cookie.creationTick }) else {
            return
        }
        remove(at: index, of: cookie.domain)
    }

    private mutating func remove(at index: Int, of domain: String) {
        cookies[domain]?.remove(at: index)
        if cookies[domain]?.isEmpty == true { cookies[domain] = nil }
        count -= 1
    }
}
