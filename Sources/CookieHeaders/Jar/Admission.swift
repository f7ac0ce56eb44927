/// What a cookie has to pass before it enters a jar: RFC 6265bis §5.7, steps 6 to 22, in their order.
struct Admission {
    let request: CookieJar.Request
    let now: Int64
    let isPublicSuffix: (String) -> Bool

    /// The cookie as it would be stored, or the first rule that it breaks.
    func judge(_ cookie: ParsedSetCookie, against storage: CookieStorage) -> Result<StoredCookie, CookieJar.Refusal> {
        let domain: String?
        switch domainAttribute(of: cookie) {
        case .success(let accepted): domain = accepted
        case .failure(let refusal): return .failure(refusal)
        }
        let new = StoredCookie(
            nameBytes: cookie.nameBytes,
            valueBytes: cookie.valueBytes,
            domain: domain ?? request.host.name,
            isHostOnly: domain == nil,
            path: cookie.path ?? CookiePath.defaultPath(request.path),
            isSecure: cookie.secure,
            isHTTPOnly: cookie.httpOnly,
            sameSite: cookie.sameSite,
            partitionKey: cookie.partitioned ? request.partitionKey : nil,
            expires: expiry(of: cookie),
            creation: now,
            lastAccess: now
        )
        if let refusal = refusal(of: new, cookie, against: storage) { return .failure(refusal) }
        return .success(new)
    }

    /// Nil for a host-only cookie (steps 7 to 10).
    private func domainAttribute(of cookie: ParsedSetCookie) -> Result<String?, CookieJar.Refusal> {
        guard let domain = cookie.domain else { return .success(nil) }
        // Matched before the suffix is looked up: either way the cookie is dropped, and the predicate sees a host's own
        // parents alone.
        guard request.host.matches(domain: domain) else { return .failure(.domainMismatch) }
        guard !request.host.isAddress else { return .success(domain) }
        if domain == request.host.name {
            return .success(isPublic(domain) ? nil : domain)
        }
        // Step 9 names the Domain alone. Browsers ask for the host's own registrable domain: with the suffix
        // `s3.amazonaws.com` a customer's host could otherwise set cookies for `amazonaws.com` and all other customers.
        let reached = request.host.domains.prefix { $0.utf8.count >= domain.utf8.count }
        return reached.contains(where: isPublic) ? .failure(.publicSuffix) : .success(domain)
    }

    /// `com.` is as public as `com`.
    private func isPublic(_ domain: String) -> Bool {
        isPublicSuffix(domain.utf8.last == UInt8(ascii: ".") ? String(domain.dropLast()) : domain)
    }

    /// Steps 13 to 23.2: everything that depends on no more than one cookie of the jar.
    private func refusal(
        of new: StoredCookie,
        _ cookie: ParsedSetCookie,
        against storage: CookieStorage
    ) -> CookieJar.Refusal? {
        if new.isSecure, !request.isSecure { return .secureOverPlainText }
        if new.isHTTPOnly, request.api == .nonHTTP { return .httpOnly }
        if !new.isSecure, !request.isSecure, storage.hasSecureCookie(shadowedBy: new) { return .secureOverlay }
        if new.sameSite != SameSite.none, !acceptsSameSite { return .crossSite }
        if new.sameSite == SameSite.none, !new.isSecure { return .noneWithoutSecure }
        if cookie.partitioned, !new.isSecure { return .partitionedWithoutSecure }
        if let prefix = CookiePrefix.find(in: new.nameBytes.span, anyCase: true) {
            // `Path=/` has to be written: a default path that happens to be `/` does not do.
            let isHost = new.isHostOnly && cookie.path == "/"
            guard new.isSecure, !prefix.requiresHost || isHost, !prefix.requiresHTTPOnly || new.isHTTPOnly else {
                return .prefix
            }
        }
        if new.nameBytes.isEmpty, CookiePrefix.find(in: new.valueBytes.span, anyCase: true) != nil {
            return .namelessPrefix
        }
        if request.api == .nonHTTP, storage.find(new)?.isHTTPOnly == true { return .httpOnly }
        return nil
    }

    /// Step 18: a navigation may set what it would not have been sent; a script in a foreign document may not.
    private var acceptsSameSite: Bool {
        switch request.site {
        case .same: true
        case .cross: false
        case .crossNavigation: request.api == .http
        }
    }

    /// Max-Age before Expires (UA-06), and never later than 400 days from now (§5.5); nil without both.
    private func expiry(of cookie: ParsedSetCookie) -> Int64? {
        let latest = Self.sum(now, SetCookie.maximumLifetime)
        if let maxAge = cookie.maxAge {
            return maxAge <= 0 ? .min : min(Self.sum(now, maxAge), latest)
        }
        return cookie.expires.map { min($0.secondsSinceEpoch, latest) }
    }

    /// Stops at the last second there is (T16).
    private static func sum(_ now: Int64, _ seconds: Int64) -> Int64 {
        let (sum, over) = now.addingReportingOverflow(seconds)
        return over ? .max : sum
    }
}
