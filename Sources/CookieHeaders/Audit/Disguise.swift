/// A name that is made to be taken for one with a prefix by software that decodes, trims or folds names (T11).
struct Disguise {
    let rules: [String]
    let text: String

    /// Nil for a name with a prefix in its exact case, and for one that resembles none.
    init?(_ name: [UInt8]) {
        guard CookiePrefix.find(in: name.span, anyCase: false) == nil else { return nil }
        if let prefix = CookiePrefix.find(in: name.span, anyCase: true) {
            self.init(
                ["CK-03", "T11"],
                "The prefix is in the wrong case: this is not a \(prefix.rawValue) cookie, and no look-up takes it for one."
            )
            return
        }
        let steps: [(what: String, apply: ([UInt8]) -> [UInt8])] = [
            ("decodes percent signs", Self.decoded),
            ("trims more than spaces and tabs", Self.trimmed),
            ("turns dots, brackets and spaces into underscores", Self.underscored),
        ]
        // One trick at a time, so that the sentence can name it; then all together.
        let tricks = steps + [("decodes, trims and replaces", { name in steps.reduce(name) { $1.apply($0) } })]
        for trick in tricks {
            guard let prefix = CookiePrefix.find(in: trick.apply(name).span, anyCase: true) else { continue }
            self.init(
                ["T11"],
                "It does not begin with \(prefix.rawValue), and only software that \(trick.what) would take it for that."
            )
            return
        }
        return nil
    }

    private init(_ rules: [String], _ text: String) {
        self.rules = rules
        self.text = text
    }

    private static func decoded(_ name: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < name.count {
            if name[index] == UInt8(ascii: "%"), index + 2 < name.count, let high = digit(name[index + 1]),
                let low = digit(name[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(name[index])
                index += 1
            }
        }
        return result
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte.asciiLowercased {
        case 0x30...0x39: byte - 0x30
        case 0x61...0x66: byte.asciiLowercased - 0x57
        default: nil
        }
    }

    /// Without what is white space or invisible in Unicode at its start: where U+00A0 stands, Python trims it.
    private static func trimmed(_ name: [UInt8]) -> [UInt8] {
        let scalars = String(decoding: name, as: UTF8.self).unicodeScalars
        let rest = scalars.drop { scalar in
            let category = scalar.properties.generalCategory
            return scalar.properties.isWhitespace || category == .format || category == .control
        }
        return Array(String(Substring(rest)).utf8)
    }

    private static func underscored(_ name: [UInt8]) -> [UInt8] {
        name.map { [0x2E, 0x5B, 0x20, 0x2B].contains($0) ? UInt8(ascii: "_") : $0 }
    }
}
