extension SetCookie {
    /// Reads a line that this package could have written, its attributes in any order.
    ///
    /// Names of attributes are in their exact case, separators are `; `, nothing is repeated, dates are IMF-fixdates. What
    /// is accepted, ``serialized`` reproduces byte for byte.
    ///
    /// - Throws: ``CookieError`` with code `syntax` for another form, and every error of building.
    public init(strictly line: String) throws(CookieError) {
        // Bounds the work by what a valid line can be: pair, six attributes and the extensions.
        guard line.utf8.count <= 32_768 else {
            throw CookieError(.size, "the line is over 32768 bytes: no valid cookie is")
        }
        let bytes = Array(line.utf8)
        guard bytes.allSatisfy({ $0 < 0x80 }) else {
            throw CookieError(.syntax, "the line holds a byte that is not ASCII")
        }
        var pieces = StrictPieces(bytes)
        guard let pair = pieces.next(), let value = pair.value else {
            throw CookieError(.syntax, "the line does not begin with name=value")
        }
        var attributes = Attributes(name: pair.name, value: value)
        attributes.path = nil
        attributes.secure = false
        attributes.httpOnly = false
        var kinds: [AttributeOrder.Kind] = []
        while let piece = pieces.next() {
            let kind = try attributes.take(piece)
            guard kind == .extension || !kinds.contains(kind) else {
                throw CookieError(.syntax, "an attribute stands twice in the line")
            }
            kinds.append(kind)
            guard kinds.count <= 16 else { throw CookieError(.extension, "there are over 8 extension attributes") }
        }
        guard kinds.contains(.sameSite) else {
            throw CookieError(.syntax, "SameSite is missing: it has to be explicit (SC-12)")
        }
        guard !pieces.isMalformed, let order = AttributeOrder(kinds) else {
            throw CookieError(.syntax, "attributes are not separated by exactly one semicolon and one space")
        }
        try self.init(attributes, order: order)
    }
}

/// The pieces of a line between `; `, each split at its first `=`.
private struct StrictPieces {
    private var rest: ArraySlice<UInt8>?
    /// Whether a semicolon stood without its space, or at the end.
    private(set) var isMalformed = false

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    mutating func next() -> (name: String, value: String?)? {
        guard let current = rest else { return nil }
        let end = current.firstIndex(of: UInt8(ascii: ";"))
        let piece = current[..<(end ?? current.endIndex)]
        rest = nil
        if let end {
            let after = current[(end + 1)...]
            isMalformed = isMalformed || after.first != 0x20
            rest = after.dropFirst()
        }
        guard let equals = piece.firstIndex(of: UInt8(ascii: "=")) else { return (Self.text(piece), nil) }
        return (Self.text(piece[..<equals]), Self.text(piece[(equals + 1)...]))
    }

    /// The bytes are ASCII, so that nothing can be repaired.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}

extension SetCookie.Attributes {
    /// Sets one attribute of a strict line. What is no attribute of the standards is an extension.
    fileprivate mutating func take(_ piece: (name: String, value: String?)) throws(CookieError) -> AttributeOrder.Kind {
        let malformed = CookieError(.syntax, "an attribute's value is missing, needless or not in its one form")
        guard let name = AttributeName(rawValue: piece.name) else {
            extensions.append(CookieExtension(name: piece.name, value: piece.value))
            return .extension
        }
        switch (name, piece.value) {
        case (.expires, let value?):
            guard let date = CookieDate(imfFixdate: value) else { throw malformed }
            expires = date
            return .expires
        case (.maxAge, let value?):
            // `Int64` also reads "+5" and "007"; neither is what building writes (TR-3).
            guard let seconds = Int64(value), String(seconds) == value else { throw malformed }
            maxAge = seconds
            return .maxAge
        case (.domain, let value?):
            domain = value
            return .domain
        case (.path, let value?):
            path = value
            return .path
        case (.sameSite, let value?):
            guard let mode = SameSite(rawValue: value) else { throw malformed }
            sameSite = mode
            return .sameSite
        case (.secure, nil):
            secure = true
            return .secure
        case (.httpOnly, nil):
            httpOnly = true
            return .httpOnly
        case (.partitioned, nil):
            partitioned = true
            return .partitioned
        default:
            throw malformed
        }
    }
}
