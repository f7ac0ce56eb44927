/// How a server that follows the rules reads a Cookie header, pair by pair, with what is remarkable about it.
///
/// For people who want to know why a cookie is not found. What a server uses is ``RequestCookies``, and its pairs are those
/// that are not skipped here.
package struct CookieReading: Sendable {
    /// A piece between two semicolons that is not empty.
    package struct Pair: Sendable {
        /// From 1, in the order of the header.
        package let number: Int
        /// Empty for a nameless pair.
        package let name: [UInt8]
        package let value: [UInt8]
        /// Whether it holds a control character and is passed over (CK-05).
        package let isSkipped: Bool
    }

    /// Something about one or more pairs, or about the header as a whole.
    package struct Remark: Hashable, Sendable {
        package let rules: [String]
        /// The numbers of the pairs; empty for the header as a whole.
        package let pairs: [Int]
        /// One or two sentences in printable ASCII, without the value.
        package let text: String
    }

    /// Bytes of all fields, with the two that join each to the next.
    package let byteCount: Int
    /// Empty if the header is over the limits: it is never read in part.
    package private(set) var pairs: [Pair] = []
    package private(set) var remarks: [Remark] = []

    /// Reads the values of the Cookie fields of one request (CK-01).
    package init(fields: [[UInt8]], limits: RequestCookies.Limits = .standard) {
        let bytes = Array(fields.joined(separator: Array("; ".utf8)))
        byteCount = bytes.count
        if let refusal = RequestCookies(bytes: bytes, limits: limits).refusal {
            remark(["CK-08"], [], "It is not read at all: \(refusal.reason).")
            return
        }
        var scanner = PairScanner()
        while let piece = scanner.nextNonEmpty(bytes.span) {
            pairs.append(
                Pair(
                    number: pairs.count + 1,
                    name: Array(bytes[piece.name]),
                    value: Array(bytes[piece.value]),
                    isSkipped: piece.hasControl
                )
            )
        }
        for pair in pairs { look(at: pair) }
        lookAtDuplicates()
        lookAtPrefixes()
        if bytes.count > ResponseAudit.commonHeaderLimit {
            remark(["SC-20"], [], "It has \(bytes.count) bytes; many servers refuse more than 8192.")
        }
    }

    private mutating func remark(_ rules: [String], _ pairs: [Int], _ text: String) {
        remarks.append(Remark(rules: rules, pairs: pairs, text: text))
    }

    private mutating func look(at pair: Pair) {
        guard !pair.isSkipped else {
            remark(["CK-05"], [pair.number], "A control character is in it: it is skipped, and the rest is kept.")
            return
        }
        if pair.name.isEmpty {
            let isLie = Disguise(pair.value) != nil || CookiePrefix.find(in: pair.value.span, anyCase: false) != nil
            remark(
                ["CK-05", "T12"],
                [pair.number],
                isLie
                    ? "It has no name and never becomes a cookie, although the value begins like a prefixed name."
                    : "It has no name and never becomes a cookie: no look-up finds it."
            )
        } else if let disguise = Disguise(pair.name) {
            remark(disguise.rules, [pair.number], disguise.text)
        }
        let isReserved = ["$Version", "$Path", "$Domain", "$Port"].contains { pair.name.span.equalsIgnoringCase($0) }
        if isReserved {
            remark(["T13"], [pair.number], "It is a cookie as any other, and says nothing about its neighbours.")
        }
        lookAtQuotes(of: pair)
        if pair.name.span.utf8String() == nil || pair.value.span.utf8String() == nil {
            remark(["CK-02"], [pair.number], "It is not UTF-8: it is there as bytes, and is no text.")
        }
    }

    private mutating func lookAtQuotes(of pair: Pair) {
        guard pair.value.first == 0x22 || pair.value.last == 0x22 else { return }
        let isWhole = pair.value.count >= 2 && pair.value.first == pair.value.last
        remark(
            isWhole ? ["SC-03"] : ["T13"],
            [pair.number],
            isWhole
                ? "The quotes belong to the value."
                : "The quote is a byte of the value: a semicolon behind it ends the pair as any other does."
        )
    }

    private mutating func lookAtDuplicates() {
        var numbers: [[UInt8]: [Int]] = [:]
        let named = pairs.filter { !$0.isSkipped && !$0.name.isEmpty }
        for pair in named { numbers[pair.name, default: []].append(pair.number) }
        for pair in named {
            guard let same = numbers[pair.name], same.count > 1, same.first == pair.number else { continue }
            remark(
                ["CK-04", "T14"],
                same,
                "They have the same name, and their order proves nothing: a look-up finds no value. Of a secured name "
                    + "exactly one has to authenticate, or all are refused."
            )
        }
    }

    private mutating func lookAtPrefixes() {
        let prefixed = pairs.filter { !$0.isSkipped && CookiePrefix.find(in: $0.name.span, anyCase: false) != nil }
        guard !prefixed.isEmpty else { return }
        remark(
            ["CK-06"],
            prefixed.map(\.number),
            "The prefix proves nothing here: what is no browser sends any name. Verify the value."
        )
    }
}
