import CookieHeaders

/// A Cookie header as people read it, 80 columns wide.
struct ExplainText {
    private let reading: CookieReading
    private let showsValues: Bool

    init(_ reading: CookieReading, showsValues: Bool) {
        self.reading = reading
        self.showsValues = showsValues
    }

    var text: String {
        var rows = [["PAIR", "NAME", "BYTES", "VALUE"]]
        for pair in reading.pairs {
            rows.append([
                "\(pair.number)",
                pair.name.isEmpty ? "(none)" : PrintableText.escape(pair.name, limit: 24),
                "\(pair.value.count)",
                pair.isSkipped ? "(skipped)" : value(pair),
            ])
        }
        var blocks = reading.pairs.isEmpty ? [] : [table(rows)]
        let remarks = reading.remarks.map(paragraph)
        if !remarks.isEmpty { blocks.append(remarks.joined(separator: "\n")) }
        let pairs = reading.pairs.count
        blocks.append("\(pairs) pair\(pairs == 1 ? "" : "s") in \(reading.byteCount) bytes.")
        return blocks.joined(separator: "\n\n")
    }

    /// PAIR, NAME and BYTES take 43 columns at most, and what stands for a rest 3.
    private func value(_ pair: CookieReading.Pair) -> String {
        guard !pair.value.isEmpty else { return "(empty)" }
        return showsValues ? PrintableText.escape(pair.value, limit: 34) : "<redacted>"
    }

    private func paragraph(_ remark: CookieReading.Remark) -> String {
        let subject: String
        switch remark.pairs.count {
        case 0: subject = "header"
        case 1: subject = "pair \(remark.pairs[0])"
        default: subject = "pairs"
        }
        let numbers = remark.pairs.count > 1 ? Self.list(remark.pairs) + ": " : ""
        let space = String(repeating: " ", count: max(1, Self.indent - subject.count))
        return subject + space
            + Terminal.wrap("\(numbers)\(remark.text) [\(remark.rules.joined(separator: ", "))]", indent: Self.indent)
    }

    private static let indent = 10

    /// "1, 3 and 4"
    private static func list(_ numbers: [Int]) -> String {
        numbers.dropLast().map(String.init).joined(separator: ", ") + (numbers.last.map { " and \($0)" } ?? "")
    }
}
