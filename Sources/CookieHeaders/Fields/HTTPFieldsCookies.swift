public import HTTPTypes

extension HTTPFields {
    /// Adds a Set-Cookie field of its own, never joined with another (SC-19), in place of every Set-Cookie with the same
    /// cookie name, whatever its Domain and Path (SC-06).
    ///
    /// The field is marked never-indexed for HPACK and QPACK (HT-08).
    public mutating func setCookie(_ cookie: SetCookie) {
        removeSetCookie(named: cookie.attributes.name)
        append(HTTPField(setCookie: cookie))
    }

    /// Removes every Set-Cookie with this cookie name; fields with other names stay as they are.
    public mutating func removeSetCookie(named name: String) {
        let isThere = contains { $0.isSetCookie(named: name) }
        guard isThere else { return }
        removeAll { $0.isSetCookie(named: name) }
    }

    /// The Set-Cookie fields as a browser reads them, in their order, without those that it would drop.
    public var parsedSetCookies: [ParsedSetCookie] {
        compactMap { field in
            field.name == .setCookie ? try? ParsedSetCookie(field) : nil
        }
    }
}

extension HTTPField {
    /// A Set-Cookie field, marked never-indexed for HPACK and QPACK (HT-08).
    ///
    /// A valid cookie is ASCII without control characters, so that no byte of it can be turned into a space (TR-7).
    public init(setCookie cookie: SetCookie) {
        self.init(name: .setCookie, value: cookie.serialized)
        indexingStrategy = .disallow
    }

    fileprivate func isSetCookie(named name: String) -> Bool {
        guard self.name == .setCookie else { return false }
        return withBytes(of: self) { bytes in
            var scanner = PairScanner()
            guard let pair = scanner.next(bytes) else { return false }
            return withBytes(of: name) { bytes.extracting(pair.name).equals($0) }
        }
    }
}
