import CookieHeaders

/// What a server might set, in parts, so that the plain jar needs no parser.
struct PlainCookie {
    var name: String
    var value: String
    var domain: String?
    var path: String?
    var maxAge: Int64?
    var isSecure: Bool
    var isHTTPOnly: Bool
    var sameSite: String?
    var isPartitioned: Bool

    var line: String {
        var line = "\(name)=\(value)"
        if let domain { line += "; Domain=\(domain)" }
        if let path { line += "; Path=\(path)" }
        if let maxAge { line += "; Max-Age=\(maxAge)" }
        if isSecure { line += "; Secure" }
        if isHTTPOnly { line += "; HttpOnly" }
        if let sameSite { line += "; SameSite=\(sameSite)" }
        if isPartitioned { line += "; Partitioned" }
        return line
    }
}

/// Where it comes from, in plain strings.
struct PlainRequest {
    var host: String
    var path: String
    var isSecure: Bool
    var isScript: Bool
    /// same, cross, link or form.
    var site: String
    var partition: String?
}

/// The storage model of RFC 6265bis written down a second time: one list, no index, no care for speed.
struct PlainJar {
    struct Entry {
        var cookie: PlainCookie
        var domain: [String]
        var isHostOnly: Bool
        var path: String
        var partition: String?
        var expires: Int64?
        var created: Int
        var used: Int
    }

    var entries: [Entry] = []
    var calls = 0
    let perDomain: Int
    let total: Int
    static let suffixes: [[String]] = [["com"], ["uk"], ["co", "uk"], ["test"]]

    /// "stored", "replaced", "deleted" or the id of the rule that refuses.
    mutating func store(_ cookie: PlainCookie, _ request: PlainRequest, _ now: Int64) -> String {
        calls += 1
        entries.removeAll { ($0.expires ?? .max) <= now }
        let host = labels(request.host)
        var domain = host
        var isHostOnly = true
        var attribute = (cookie.domain ?? "").lowercased()
        if attribute.hasPrefix(".") { attribute.removeFirst() }
        if !attribute.isEmpty {
            let wanted = labels(attribute)
            guard wanted == host || isWithin(host, wanted) else { return "UA-13" }
            if Self.suffixes.contains(wanted) {
                guard wanted == host else { return "UA-14" }
            } else {
                domain = wanted
                isHostOnly = false
            }
        }
        var path = "/"
        if let attribute = cookie.path, attribute.hasPrefix("/") {
            path = attribute
        } else {
            let pieces = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().dropLast()
            path = "/" + pieces.joined(separator: "/")
        }
        if cookie.isSecure && !request.isSecure { return "UA-17" }
        if cookie.isHTTPOnly && request.isScript { return "UA-21" }
        let partition = cookie.isPartitioned ? request.partition : nil
        if !cookie.isSecure && !request.isSecure {
            for entry in entries where entry.cookie.isSecure && entry.cookie.name == cookie.name {
                let related = entry.domain == domain || isWithin(entry.domain, domain) || isWithin(domain, entry.domain)
                if related && pathMatches(path, entry.path) && entry.partition == partition { return "UA-17" }
            }
        }
        if cookie.sameSite != "None" {
            if request.site == "cross" || (request.site != "same" && request.isScript) { return "UA-18" }
        } else if !cookie.isSecure {
            return "UA-18"
        }
        if cookie.isPartitioned && !cookie.isSecure { return "UA-20" }
        let name = cookie.name.lowercased()
        if name.hasPrefix("__secure-") && !cookie.isSecure { return "UA-19" }
        if name.hasPrefix("__host-") && !(cookie.isSecure && isHostOnly && cookie.path == "/") { return "UA-19" }
        if name.hasPrefix("__http-") || name.hasPrefix("__host-http-") {
            if !(cookie.isSecure && cookie.isHTTPOnly) { return "UA-19" }
        }
        if name.isEmpty && cookie.value.lowercased().hasPrefix("__host-") { return "UA-19" }
        let old = entries.firstIndex {
            $0.cookie.name == cookie.name && $0.domain == domain && $0.isHostOnly == isHostOnly && $0.path == path
                && $0.partition == partition
        }
        if let old, request.isScript, entries[old].cookie.isHTTPOnly { return "UA-21" }
        if let maxAge = cookie.maxAge, maxAge <= 0 {
            if let old { entries.remove(at: old) }
            return "deleted"
        }
        var new = Entry(
            cookie: cookie,
            domain: domain,
            isHostOnly: isHostOnly,
            path: path,
            partition: partition,
            expires: cookie.maxAge.map { now + min($0, 400 * 86_400) },
            created: calls,
            used: calls
        )
        if let old {
            new.created = entries[old].created
            entries[old] = new
            return "replaced"
        }
        entries.append(new)
        let crowd = entries.filter { $0.domain == domain && $0.partition == partition }
        if crowd.count > perDomain {
            let insecure = crowd.filter { !$0.cookie.isSecure }
            removeOldest(of: insecure.isEmpty ? crowd : insecure)
        } else if entries.count > total {
            removeOldest(of: entries)
        }
        return entries.contains { $0.created == calls } ? "stored" : "UA-23"
    }

    mutating func header(_ request: PlainRequest, _ now: Int64) -> String {
        calls += 1
        entries.removeAll { ($0.expires ?? .max) <= now }
        let host = labels(request.host)
        var chosen: [Entry] = []
        for index in entries.indices {
            let entry = entries[index]
            let isHere = entry.domain == host || (!entry.isHostOnly && isWithin(host, entry.domain))
            guard isHere, pathMatches(request.path, entry.path) else { continue }
            if entry.cookie.isSecure && !request.isSecure { continue }
            if entry.cookie.isHTTPOnly && request.isScript { continue }
            if entry.partition != nil && entry.partition != request.partition { continue }
            if entry.cookie.sameSite != "None" && request.site != "same" {
                let isLax = entry.cookie.sameSite != "Strict"
                guard isLax && request.site == "link" && !request.isScript else { continue }
            }
            entries[index].used = calls
            chosen.append(entry)
        }
        chosen.sort { $0.path.count != $1.path.count ? $0.path.count > $1.path.count : $0.created < $1.created }
        return chosen.map { $0.cookie.name.isEmpty ? $0.cookie.value : "\($0.cookie.name)=\($0.cookie.value)" }
            .joined(separator: "; ")
    }

    private mutating func removeOldest(of candidates: [Entry]) {
        let oldest = candidates.sorted { $0.used != $1.used ? $0.used < $1.used : $0.created < $1.created }.first
        entries.removeAll { $0.created == oldest?.created }
    }

    private func labels(_ name: String) -> [String] {
        name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }

    private func isWithin(_ host: [String], _ domain: [String]) -> Bool {
        // Nothing is within an IP address.
        host.last?.first?.isNumber != true && host.count > domain.count && Array(host.suffix(domain.count)) == domain
    }

    private func pathMatches(_ path: String, _ cookie: String) -> Bool {
        path == cookie || path.hasPrefix(cookie.hasSuffix("/") ? cookie : cookie + "/")
    }
}
