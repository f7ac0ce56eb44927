/// A Set-Cookie line taken apart for the audit: as it stands, and as a browser would understand its attributes.
///
/// Unlike ``ParsedSetCookie`` it also holds what a browser drops, so that all that is wrong can be said at once.
struct LineScan {
    struct Attribute {
        /// Nil for one that the standards do not define.
        let kind: AttributeName?
        let name: [UInt8]
        /// Nil without a `=`.
        let value: [UInt8]?
    }

    let name: [UInt8]
    let value: [UInt8]
    let hasControl: Bool
    /// A line end with a blank behind it: obs-fold of RFC 9112 §5.2.
    let isFolded: Bool
    /// Whether it looks like several lines that were joined with commas (SC-19).
    let isJoined: Bool
    /// Whether there is nothing between two semicolons, or behind the last.
    let hasEmptyAttribute: Bool
    let attributes: [Attribute]
    /// The attributes' effect, once what makes a browser drop the whole line is left out.
    private let effect: ParsedSetCookie?

    init(_ bytes: Span<UInt8>) {
        hasControl = bytes.indices.contains { ByteSet.control.contains(bytes[$0]) }
        isFolded = bytes.indices.dropLast().contains { bytes[$0] == 0x0A && bytes[$0 + 1].isBlank }
        var scanner = PairScanner()
        let pair = scanner.next(bytes)
        name = pair.map { bytes.extracting($0.name).array() } ?? []
        value = pair.map { bytes.extracting($0.value).array() } ?? []
        var attributes: [Attribute] = []
        var hasEmptyAttribute = false
        while let piece = scanner.next(bytes) {
            let name = bytes.extracting(piece.hasEquals ? piece.name : piece.value)
            let value = piece.hasEquals ? bytes.extracting(piece.value).array() : nil
            guard !name.isEmpty || value?.isEmpty == false else {
                hasEmptyAttribute = true
                continue
            }
            attributes.append(Attribute(kind: AttributeName(name), name: name.array(), value: value))
        }
        self.attributes = attributes
        self.hasEmptyAttribute = hasEmptyAttribute
        isJoined =
            Self.hasJoint(value, needsBlank: true)
            || attributes.contains { Self.hasJoint($0.name + [0x3D] + ($0.value ?? []), needsBlank: false) }
        effect = Self.effect(of: attributes)
    }

    var domain: String? { effect?.domain }
    var path: String? { effect?.path }
    var expires: CookieDate? { effect?.expires }
    var maxAge: Int64? { effect?.maxAge }
    var sameSite: SameSite? { effect?.sameSite }
    var secure: Bool { effect?.secure == true }
    var httpOnly: Bool { effect?.httpOnly == true }
    var partitioned: Bool { effect?.partitioned == true }

    /// The last attribute of a kind, which is the one that counts.
    func last(_ kind: AttributeName) -> Attribute? {
        attributes.last { $0.kind == kind }
    }

    /// Has the one reader of attributes read them, behind a pair that no rule minds.
    private static func effect(of attributes: [Attribute]) -> ParsedSetCookie? {
        var line = Array("x=y".utf8)
        for attribute in attributes {
            let value = attribute.value ?? []
            if attribute.kind == .domain, value.contains(where: { $0 >= 0x80 }) { continue }
            line += Array("; ".utf8) + attribute.name + (attribute.value == nil ? [] : [0x3D]) + value
        }
        line.removeAll(where: ByteSet.control.contains)
        return try? ParsedSetCookie(bytes: line.span)
    }

    /// A comma, perhaps blanks, a token and `=`: where a second cookie begins. A date's comma has no `=` behind it.
    private static func hasJoint(_ bytes: [UInt8], needsBlank: Bool) -> Bool {
        for comma in bytes.indices where bytes[comma] == UInt8(ascii: ",") {
            let rest = bytes[(comma + 1)...]
            let name = rest.drop(while: \.isBlank)
            let length = name.prefix(while: ByteSet.token.contains).count
            guard length > 0, name.dropFirst(length).first == UInt8(ascii: "="), !needsBlank || name.count < rest.count
            else { continue }
            return true
        }
        return false
    }
}
