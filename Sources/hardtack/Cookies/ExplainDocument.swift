import CookieHeaders

/// A Cookie header as machines read it.
struct ExplainDocument: Encodable {
    struct Pair: Encodable {
        let pair: Int
        /// Nil for a nameless pair.
        let name: String?
        let valueBytes: Int
        /// Nil unless it was asked for.
        let value: String?
        let skipped: Bool
    }

    struct Remark: Encodable {
        let rules: [String]
        let pairs: [Int]
        let text: String
    }

    let bytes: Int
    let pairs: [Pair]
    let remarks: [Remark]

    init(_ reading: CookieReading, showsValues: Bool) {
        bytes = reading.byteCount
        pairs = reading.pairs.map { pair in
            Pair(
                pair: pair.number,
                name: pair.name.isEmpty ? nil : PrintableText.escape(pair.name, limit: .max),
                valueBytes: pair.value.count,
                value: showsValues ? PrintableText.escape(pair.value, limit: .max) : nil,
                skipped: pair.isSkipped
            )
        }
        remarks = reading.remarks.map { Remark(rules: $0.rules, pairs: $0.pairs, text: $0.text) }
    }
}
