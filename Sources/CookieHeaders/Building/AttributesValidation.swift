// The one validator: every SetCookie, built, changed or parsed, has passed through it.

extension SetCookie.Attributes {
    func validate() throws(CookieError) {
        let name = try CookieName(name)
        try validateValue()
        if let domain { try Self.validate(domain: domain) }
        if let path { try Self.validate(path: path) }
        try validateLifetime()
        try validateProtection(of: name)
        if !extensions.isEmpty { try validateExtensions() }
    }

    private func validateValue() throws(CookieError) {
        guard name.utf8.count + value.utf8.count <= SetCookie.maximumPairBytes else {
            throw CookieError(.size, "name and value are over 4096 bytes together: keep the data on the server")
        }
        let isValid = withBytes(of: value) { bytes in
            let isQuoted = bytes.count >= 2 && bytes[0] == 0x22 && bytes[bytes.count - 1] == 0x22
            return bytes.extracting(isQuoted ? 1..<bytes.count - 1 : 0..<bytes.count).holdsOnly(.cookieOctet)
        }
        guard isValid else {
            throw CookieError(
                .value,
                "the cookie value holds a byte that is no cookie-octet: encode it with CookieValue.encode (RFC 6265 §4.1.1)"
            )
        }
    }

    private static func validate(domain: String) throws(CookieError) {
        let bytes = domain.utf8
        guard !bytes.isEmpty, bytes.count <= 253 else {
            throw CookieError(.domain, "the Domain is empty or over 253 bytes: leave it nil for this host alone")
        }
        var lastIsNumeric = true
        for label in bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard !label.isEmpty, label.count <= 63, label.first != 0x2D, label.last != 0x2D,
                label.allSatisfy(ByteSet.hostLabel.contains)
            else {
                throw CookieError(
                    .domain,
                    "the Domain is no ASCII host name: write A-labels (xn--…) without a leading or a trailing dot"
                )
            }
            lastIsNumeric = label.allSatisfy(\.isASCIIDigit)
        }
        guard !lastIsNumeric else {
            // A browser never matches an address by suffix (UA-13), so the attribute could not share anything.
            throw CookieError(.domain, "the Domain is an IP address: leave it nil for this host alone")
        }
    }

    private static func validate(path: String) throws(CookieError) {
        let bytes = path.utf8
        guard bytes.count <= SetCookie.maximumAttributeBytes else {
            throw CookieError(.size, "the Path is over 1024 bytes: a browser would ignore it")
        }
        guard bytes.first == UInt8(ascii: "/"), bytes.last != 0x20, bytes.allSatisfy(ByteSet.attributeOctet.contains)
        else {
            throw CookieError(
                .path,
                "the Path does not start with '/', ends in a space, or holds ';', ',', a control or a non-ASCII byte: percent-encode it"
            )
        }
    }

    private func validateLifetime() throws(CookieError) {
        if let maxAge {
            guard maxAge >= 0, maxAge <= SetCookie.maximumLifetime else {
                throw CookieError(.lifetime, "Max-Age is negative or over 34560000 seconds (400 days): shorten it")
            }
            guard maxAge > 0 || expires.map({ $0 <= .surelyPast }) == true else {
                // RFC 6265 has no Max-Age=0, so an agent that follows it would keep the cookie (SC-08).
                throw CookieError(.lifetime, "Max-Age is 0 without a past Expires: send deletion() instead")
            }
        } else if let expires, expires > .surelyPast {
            throw CookieError(.lifetime, "Expires has no Max-Age that bounds it: set both with lasting(seconds:from:)")
        }
    }

    private func validateProtection(of name: CookieName) throws(CookieError) {
        if let prefix = name.prefix {
            guard secure else { throw CookieError(.prefix, "\(prefix.rawValue) asks for Secure: set it") }
            guard httpOnly || !prefix.requiresHTTPOnly else {
                throw CookieError(.prefix, "\(prefix.rawValue) asks for HttpOnly: set it")
            }
            guard !prefix.requiresHost || (domain == nil && path == "/") else {
                throw CookieError(.prefix, "\(prefix.rawValue) asks for Path=/ and no Domain: set one, drop the other")
            }
        }
        guard secure || sameSite != .none else {
            throw CookieError(.insecure, "SameSite=None asks for Secure: set it, or use Lax")
        }
        guard secure || !partitioned else {
            throw CookieError(.insecure, "Partitioned asks for Secure: set it")
        }
    }

    private func validateExtensions() throws(CookieError) {
        guard extensions.count <= SetCookie.maximumExtensions else {
            throw CookieError(.extension, "there are over 8 extension attributes: remove some")
        }
        for (index, candidate) in extensions.enumerated() {
            let name = candidate.name.utf8
            guard !name.isEmpty, name.allSatisfy(ByteSet.token.contains) else {
                throw CookieError(.extension, "an extension attribute's name is empty or no token")
            }
            let isTaken = withBytes(of: candidate.name) { name in
                AttributeName(name) != nil || extensions[..<index].contains { name.equalsIgnoringCase($0.name) }
            }
            guard !isTaken else {
                throw CookieError(.extension, "an extension attribute repeats another attribute: set each once")
            }
            let bytes = (candidate.value ?? "").utf8
            guard max(name.count, bytes.count) <= SetCookie.maximumAttributeBytes else {
                throw CookieError(.size, "an extension attribute is over 1024 bytes: a browser would ignore it")
            }
            guard bytes.first != 0x20, bytes.last != 0x20, bytes.allSatisfy(ByteSet.attributeOctet.contains) else {
                throw CookieError(
                    .extension,
                    "an extension attribute's value begins or ends with a space, or holds ';', ',', a control or a non-ASCII byte"
                )
            }
        }
    }
}
