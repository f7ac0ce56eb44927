import CookieHeaders
import Testing

@Suite struct CookieReadingTests {
    /// Ids and numbers of pairs, for example `CK-04 T14: 1 3`.
    private func outline(_ header: String) -> [String] {
        CookieReading(fields: [Array(header.utf8)]).remarks.map { remark in
            let numbers = remark.pairs.map { " \($0)" }.joined()
            return remark.rules.joined(separator: " ") + ":" + numbers
        }
    }

    @Test(
        "each rule that a header can touch is told, with its pairs",
        arguments: [
            ("a=1; b=2", []),
            ("a=1; b=2; a=3; A=4", ["CK-04 T14: 1 3"]),
            ("x; =y; a=1", ["CK-05 T12: 1", "CK-05 T12: 2"]),
            ("=__Host-s=bad", ["CK-05 T12: 1"]),
            ("__Host-s", ["CK-05 T12: 1"]),
            ("a=1\u{0}; b=2", ["CK-05: 1"]),
            ("a\u{1B}=1; a\u{1B}=2", ["CK-05: 1", "CK-05: 2"]),
            ("__Host-id=1; __Secure-x=2", ["CK-06: 1 2"]),
            ("__host-id=1", ["CK-03 T11: 1"]),
            ("%5F%5FHost-id=1", ["T11: 1"]),
            ("%5f_host-id=1", ["T11: 1"]),
            ("\u{A0}__Host-id=1", ["T11: 1"]),
            ("\u{2000}__Host-id=1", ["T11: 1"]),
            ("\u{200B}__Host-id=1", ["T11: 1"]),
            ("..Host-id=1", ["T11: 1"]),
            ("_[Host-id=1", ["T11: 1"]),
            ("%C2%A0.%5FHost-id=1", ["T11: 1"]),
            ("%5=1; _Host-id=2; %=3", []),
            ("$Version=1; $path=/; Version=1", ["T13: 1", "T13: 2"]),
            ("a=\"b\"", ["SC-03: 1"]),
            ("a=\"b; SID=1; c=d\"", ["T13: 1", "T13: 3"]),
            ("a=\"", ["T13: 1"]),
        ] as [(String, [String])]
    )
    func remarks(_ header: String, _ expected: [String]) {
        #expect(outline(header) == expected)
    }

    @Test("CK-02 a pair that is not UTF-8 is there as bytes") func bytes() {
        let reading = CookieReading(fields: [Array("a=".utf8) + [0xFF]])
        #expect(reading.pairs.map(\.value) == [[0xFF]])
        #expect(reading.remarks.map(\.rules) == [["CK-02"]])
    }

    @Test("CK-01 several fields are one header") func fields() {
        let reading = CookieReading(fields: ["a=1", "b=2"].map { Array($0.utf8) })
        #expect(reading.pairs.map(\.number) == [1, 2] && reading.byteCount == 8)
    }

    @Test("CK-08 a header over the limits is not read in part") func limits() {
        let many = CookieReading(fields: [Array(String(repeating: "a;", count: 256).utf8)])
        #expect(many.pairs.isEmpty && many.remarks.map(\.rules) == [["CK-08"]])
        let long = CookieReading(fields: [Array(("a=" + String(repeating: "v", count: 16_383)).utf8)])
        #expect(long.pairs.isEmpty && long.remarks.map(\.rules) == [["CK-08"]])
    }

    @Test("SC-20 a header that many servers refuse") func budget() {
        func rules(_ count: Int) -> [[String]] {
            CookieReading(fields: [Array(("a=" + String(repeating: "v", count: count)).utf8)]).remarks.map(\.rules)
        }
        #expect(rules(8190) == [])
        #expect(rules(8191) == [["SC-20"]])
    }

    @Test("T20 a remark shows no value, and is printable") func redaction() {
        let header =
            "5ecre7; __host-a=5ecre7; b=\"5ecre7; a=\u{1B}]0;5ecre7\u{7}; \u{A0}__Host-x=\u{202E}5ecre7; c=1; c=5ecre7"
        let remarks = CookieReading(fields: [Array(header.utf8)]).remarks
        #expect(remarks.count >= 5)
        #expect(remarks.allSatisfy { $0.text.isPrintableASCII && !$0.text.contains("5ecre7") })
    }

    @Test("property: what is not skipped is what RequestCookies holds") func property() {
        var random = SeededGenerator(seed: 5)
        let pieces = [
            "a=1", "b", "=c", ";", "; ", " ", "\t", "\u{0}", "=", "\"", "__Host-a", "%5F", "\u{A0}", ",", "$Version=1",
        ]
        for _ in 0..<5_000 {
            let count = Int.random(in: 0...12, using: &random)
            let header = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let reading = CookieReading(fields: [Array(header.utf8)])
            let kept = reading.pairs.filter { !$0.isSkipped }
            let expected = RequestCookies(header).pairs
            #expect(kept.map(\.name) == expected.map(\.nameBytes) && kept.map(\.value) == expected.map(\.valueBytes))
        }
    }
}
