// The line as it should be.

extension LineAudit {
    /// A cookie that mends what a line can mend: legal, protected, with the name that a session should have.
    ///
    /// It keeps what is a matter of choice: Lax, a Path, a Domain of a cookie that is no session, scripts that read one.
    /// Nil where a choice is missing: no name or an illegal one, too large a value, several cookies in one line, a
    /// negative Max-Age that may be meant either way, or an Expires without a clock to make a Max-Age of.
    func correction() -> SetCookie? {
        guard !scan.isFolded, !scan.isJoined, let name = betterName ?? exactName else { return nil }
        var attributes = SetCookie.Attributes(name: name, value: legalValue)
        let prefix = CookiePrefix(exactlyIn: name)
        let isHost = prefix?.requiresHost == true
        attributes.path = isHost ? "/" : legalPath
        attributes.domain = isHost ? nil : legalDomain
        attributes.sameSite = sameSite
        attributes.secure = prefix != nil || !isPlainText || !isLocal || sameSite == .none || scan.partitioned
        attributes.httpOnly = session.isSession || scan.httpOnly || prefix?.requiresHTTPOnly == true
        attributes.partitioned = scan.partitioned
        attributes.extensions = extensions
        guard setLifetime(of: &attributes) else { return nil }
        return try? SetCookie(attributes)
    }

    /// For a session without a prefix, the same name with one, or a plain name in place of one that gives the software
    /// away. Path and Domain decide which prefix fits.
    var betterName: String? {
        guard session.isSession, !isDeletion, !(isPlainText && isLocal) else { return nil }
        guard prefix == nil || session.product != nil, let exactName else { return nil }
        let fitting = scan.path ?? "/" == "/" ? CookiePrefix.host : .secure
        if let prefix {
            return prefix.rawValue + "id"
        }
        return fitting.rawValue + (session.product == nil ? exactName : "id")
    }

    /// The name with its prefix, if any, in the exact case; nil for a name that is none.
    private var exactName: String? {
        guard !scan.name.isEmpty, scan.name.allSatisfy(ByteSet.token.contains), let name = scan.name.span.utf8String()
        else { return nil }
        guard let prefix else { return name }
        return prefix.rawValue + String(Substring(name.utf8.dropFirst(prefix.rawValue.utf8.count)))
    }

    /// The value as it is, or as base64url if it holds what no value may.
    private var legalValue: String {
        let isQuoted = scan.value.count >= 2 && scan.value.first == 0x22 && scan.value.last == 0x22
        let inner = Array(isQuoted ? scan.value.dropFirst().dropLast() : scan.value[...])
        guard inner.allSatisfy(ByteSet.cookieOctet.contains), let text = scan.value.span.utf8String() else {
            return CookieValue.encode(inner)
        }
        return text
    }

    private var legalPath: String {
        guard let path = scan.path, path.utf8.count <= SetCookie.maximumAttributeBytes,
            path.utf8.last != 0x20, path.utf8.allSatisfy(ByteSet.attributeOctet.contains)
        else { return "/" }
        return path
    }

    /// Nil for a session's, whose Domain is a danger, and for one that no browser takes.
    private var legalDomain: String? {
        guard !session.isSession || isDeletion, let value = scan.last(.domain)?.value,
            let text = value.span.utf8String(),
            let host = CookieHost(text.hasPrefix(".") ? String(text.dropFirst()) : text),
            !host.isAddress, !context.publicSuffixes.contains(host.name),
            context.host.map({ $0.matches(domain: host.name) }) != false
        else { return nil }
        return host.name
    }

    /// Lax where a browser would guess: it is what most of them do.
    private var sameSite: SameSite {
        let mode = scan.sameSite ?? .lax
        guard mode == .none, session.isSession, !isDeletion, !scan.partitioned else { return mode }
        return .lax
    }

    private var extensions: [CookieExtension] {
        guard let attribute = scan.attributes.last(where: { $0.name.span.equalsIgnoringCase("Priority") }) else {
            return []
        }
        let value = ["High", "Medium", "Low"].first { attribute.value?.span.equalsIgnoringCase($0) == true }
        return value.map { [CookieExtension(name: "Priority", value: $0)] } ?? []
    }

    /// False where the lifetime cannot be told.
    private func setLifetime(of attributes: inout SetCookie.Attributes) -> Bool {
        guard !isDeletion else {
            // With a value, a negative Max-Age rather means the browser's session, as Java's does: not for us to say.
            let isNegative = scan.maxAge.map { $0 < 0 } == true
            guard !isNegative || scan.value.isEmpty || scan.expires.map(isPast) == true else { return false }
            attributes.value = ""
            attributes.expires = .epoch
            attributes.maxAge = 0
            return true
        }
        guard let expires = scan.expires else {
            attributes.maxAge = scan.maxAge.map { min($0, SetCookie.maximumLifetime) }
            return true
        }
        guard let now = context.now else {
            // A date behind Max-Age is kept, if it is not the one that contradicts it.
            attributes.maxAge = scan.maxAge.map { min($0, SetCookie.maximumLifetime) }
            attributes.expires = expires
            return attributes.maxAge != nil && !isPast(expires)
        }
        let left = scan.maxAge ?? expires.secondsSinceEpoch - now.secondsSinceEpoch
        let seconds = min(max(left, 1), SetCookie.maximumLifetime)
        attributes.maxAge = seconds
        attributes.expires = CookieDate(clamping: now.secondsSinceEpoch + seconds)
        return true
    }
}
