// What the attributes can break as such: repetition, spelling, values of flags.

extension LineAudit {
    mutating func judgeAttributes() {
        judgeRepetition()
        if scan.hasEmptyAttribute {
            add(
                .notice,
                "SC-05",
                reason: "There is an empty attribute between or behind the semicolons; browsers pass over it.",
                remedy: "End the line without a semicolon."
            )
        }
        for kind in [AttributeName.secure, .httpOnly, .partitioned] {
            if let value = scan.last(kind)?.value { judgeFlag(kind, value) }
        }
        judgeUnknown()
        let sizes = scan.attributes.map { max($0.name.count, $0.value?.count ?? 0) }
        if let size = sizes.max(), size > SetCookie.maximumAttributeBytes {
            add(
                .error,
                "SC-16",
                "UA-09",
                reason: "An attribute is \(size) bytes long; browsers ignore it over 1024.",
                remedy: "Shorten it."
            )
        }
    }

    private mutating func judgeRepetition() {
        for kind in AttributeName.allCases where scan.attributes.count(where: { $0.kind == kind }) > 1 {
            add(
                .error,
                "SC-05",
                "UA-10",
                reason: "\(kind.rawValue) stands more than once; browsers take the last, other software the first.",
                remedy: "Write it once."
            )
        }
    }

    /// A flag counts however it is written.
    private mutating func judgeFlag(_ kind: AttributeName, _ value: [UInt8]) {
        let isNo = ["false", "0", "no", "off"].contains { value.span.equalsIgnoringCase($0) }
        add(
            isNo ? .error : .notice,
            "UA-10",
            reason: isNo
                ? "\(kind.rawValue) has a value that says no, but browsers look at the name alone: it is on."
                : "\(kind.rawValue) has a value; browsers look at the name alone.",
            remedy: isNo ? "Leave the attribute out, or keep it and drop the value." : "Drop the value."
        )
    }

    /// Names are not shown: where a semicolon stands in a value, the value's rest looks like an attribute. One finding for
    /// each misspelling and one for the rest, however many there are (T16).
    private mutating func judgeUnknown() {
        var misspelt: Set<AttributeName> = []
        var unknown: [Int] = []
        for (index, attribute) in scan.attributes.enumerated() where attribute.kind == nil {
            if let meant = Self.meant(by: attribute.name) {
                guard misspelt.insert(meant).inserted else { continue }
                add(
                    .error,
                    "UA-10",
                    reason: "Attribute \(index + 1) looks like \(meant.rawValue) misspelt; browsers ignore it.",
                    remedy: "Write \(meant.rawValue)."
                )
            } else if !Self.extensions.contains(where: { attribute.name.span.equalsIgnoringCase($0) }) {
                unknown.append(index + 1)
            }
        }
        guard let first = unknown.first else { return }
        add(
            .notice,
            "UA-10",
            reason: unknown.count == 1
                ? "Attribute \(first) is none that browsers know; they ignore it."
                : "\(unknown.count) attributes, the first of them number \(first), are none that browsers know.",
            remedy: "Leave out what no browser reads; if it is part of the value, encode the value."
        )
    }

    /// Extensions that a browser in use understands.
    private static let extensions = ["Priority"]

    /// The attribute that a name is one slip away from: case, `-`, `_` and blanks apart, one letter more, less or other.
    private static func meant(by name: [UInt8]) -> AttributeName? {
        let letters = plain(name)
        guard letters.count >= 4, letters.count <= 16 else { return nil }
        return AttributeName.allCases.first { isOneSlip(letters, plain(Array($0.rawValue.utf8))) }
    }

    private static func plain(_ name: [UInt8]) -> [UInt8] {
        name.map(\.asciiLowercased).filter { (0x61...0x7A).contains($0) }
    }

    private static func isOneSlip(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard abs(left.count - right.count) <= 1 else { return false }
        let start = zip(left, right).prefix { $0 == $1 }.count
        let end = zip(left.dropFirst(start).reversed(), right.dropFirst(start).reversed()).prefix { $0 == $1 }.count
        return max(left.count, right.count) - start - end <= 1
    }
}
