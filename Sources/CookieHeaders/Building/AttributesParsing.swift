extension SetCookie.Attributes {
    /// Takes a cookie over from another server's line, to look at it, to mend it and to set it anew; ``SetCookie`` says
    /// then what is still wrong with it.
    ///
    /// What the line means to a browser is kept: attributes that it would ignore are left out, of repeated ones the last
    /// counts (UA-10), a missing or unknown SameSite is written out as Lax, which is what browsers take it for (SC-12,
    /// UA-18), and a Max-Age of 0 or less becomes the pair that deletes (SC-08). Nothing is shortened or escaped: a
    /// lifetime over 400 days, or an Expires without a Max-Age, is for the caller to bound.
    ///
    /// - Throws: ``CookieError`` with code `syntax` for a name or value that is not UTF-8.
    public init(_ parsed: ParsedSetCookie) throws(CookieError) {
        guard let name = parsed.name, let value = parsed.value else {
            throw CookieError(.syntax, "name or value is not UTF-8: it cannot be set anew")
        }
        self.init(name: name, value: value)
        domain = parsed.domain
        path = parsed.path
        expires = parsed.expires
        maxAge = parsed.maxAge
        if let seconds = parsed.maxAge, seconds <= 0 {
            maxAge = 0
            expires = .epoch
        }
        secure = parsed.secure
        httpOnly = parsed.httpOnly
        sameSite = parsed.sameSite ?? .lax
        partitioned = parsed.partitioned
        for attribute in parsed.attributes { takeExtension(attribute) }
    }

    /// Takes an attribute that no standard defines, in place of an earlier one of that name; not one that has no name or
    /// is not UTF-8, which no line of ours can hold. One more than is valid is enough to be refused, and bounds the work.
    private mutating func takeExtension(_ attribute: ParsedSetCookie.RawAttribute) {
        guard extensions.count <= SetCookie.maximumExtensions, AttributeName(attribute.name.span) == nil,
            let name = attribute.name.span.utf8String(), !name.isEmpty,
            attribute.value == nil || attribute.text != nil
        else { return }
        extensions.removeAll { attribute.name.span.equalsIgnoringCase($0.name) }
        extensions.append(CookieExtension(name: name, value: attribute.text))
    }
}
