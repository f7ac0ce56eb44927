import CookieHeaders
import HTTPTypes
import Testing

@Suite struct RequestCookiesTests {
    /// Names and values as text, "-" in place of the name of a nameless pair.
    private func pairs(_ cookies: RequestCookies) -> [String] {
        cookies.pairs.map { "\($0.isNameless ? "-" : $0.name ?? "?")|\($0.value ?? "?")" }
    }

    @Test("CK-01 several Cookie fields count as one, joined with a semicolon")
    func fields() {
        var fields = HTTPFields()
        fields.append(HTTPField(name: .cookie, value: "a=1; b=2"))
        fields.append(HTTPField(name: .accept, value: "x=9"))
        fields.append(HTTPField(name: .cookie, value: "c=3"))
        fields.append(HTTPField(name: .cookie, value: "a=4"))
        let cookies = RequestCookies(fields)
        #expect(pairs(cookies) == ["a|1", "b|2", "c|3", "a|4"])
        #expect(cookies["b"] == "2" && cookies["c"] == "3" && cookies["a"] == nil && cookies["x"] == nil)
        #expect(cookies.values(named: "a") == ["1", "4"])
        #expect(pairs(RequestCookies(["a=1; b=2", "c=3", "a=4"])) == pairs(cookies))
        #expect(pairs(RequestCookies("a=1; b=2; c=3; a=4")) == pairs(cookies))
        #expect(pairs(RequestCookies(bytes: Array("a=1; b=2; c=3; a=4".utf8))) == pairs(cookies))
    }

    @Test("CK-01 without a Cookie field there are no cookies")
    func noField() {
        #expect(RequestCookies(HTTPFields()).pairs.isEmpty)
        #expect(RequestCookies([HTTPField.Name.accept: "a=1"])["a"] == nil)
        #expect(RequestCookies([String]()).refusal == nil)
        #expect(RequestCookies("").pairs.isEmpty)
    }

    @Test(
        "CK-02 TR-1 pieces are split at semicolons and at the first equals sign, SP and HTAB trimmed",
        arguments: [
            ("a=b;c=d", ["a|b", "c|d"]), (" a = b \t;\tc=d ", ["a|b", "c|d"]), ("a=b=c", ["a|b=c"]), ("a==", ["a|="]),
            ("a=b,c=d", ["a|b,c=d"]), ("a=%3B%20", ["a|%3B%20"]), ("a=b c", ["a|b c"]), ("a b=c", ["a b|c"]),
            ("a=", ["a|"]),
            ("a=b;;c=d", ["a|b", "c|d"]), (";;", []), ("a=\u{301}b", ["a|\u{301}b"]), ("a=b+c", ["a|b+c"]),
        ] as [(String, [String])]
    )
    func splitting(_ header: String, _ expected: [String]) {
        #expect(pairs(RequestCookies(header)).map { Array($0.utf8) } == expected.map { Array($0.utf8) })
    }

    @Test("CK-03 names are case-sensitive", arguments: ["__host-x", "__HOST-x", "__Host-X"])
    func caseSensitive(_ name: String) {
        let cookies = RequestCookies("\(name)=bad")
        #expect(cookies["__Host-x"] == nil)
        #expect(cookies.values(named: "__Host-x").isEmpty)
        #expect(cookies[name] == "bad")
    }

    @Test("CK-04 T14 a duplicate has no single value, but all values, in order")
    func duplicates() {
        let cookies = RequestCookies("__Host-id=1; a=2; __Host-id=3; __Host-id=1")
        #expect(cookies["__Host-id"] == nil)
        #expect(cookies.values(named: "__Host-id") == ["1", "3", "1"])
        #expect(cookies.count(named: "__Host-id") == 3)
        #expect(cookies["a"] == "2")
        // Equal values are duplicates as well, and one that cannot be shown counts.
        #expect(RequestCookies("a=1; a=1")["a"] == nil)
        let unreadable = RequestCookies(bytes: Array("a=1; a=".utf8) + [0xFF])
        #expect(unreadable["a"] == nil)
        #expect(unreadable.values(named: "a") == ["1"])
        #expect(unreadable.count(named: "a") == 2)
    }

    @Test("CK-02 CK-03 a look-up by name finds what splitting the whole header finds, whatever the bytes")
    func lookups() {
        var random = SeededGenerator(seed: 3)
        // Few bytes, so that names are met often: in the middle of pieces, doubled, behind blanks, with controls in them.
        let alphabet = Array("aaaaaaabb====;;;;; \t\u{1}".utf8)
        func bytes(_ count: ClosedRange<Int>) -> [UInt8] {
            (0..<Int.random(in: count, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
        }
        var found = 0
        for _ in 0..<20_000 {
            let name = bytes(0...3)
            // Short ones and long ones: the first are read byte by byte, the others in blocks.
            let cookies = RequestCookies(bytes: bytes(0...30) + bytes(0...60))
            let expected = cookies.pairs.filter { !$0.isNameless && $0.nameBytes == name }.map(\.value)
            let asked = String(decoding: name, as: UTF8.self)
            #expect(cookies.values(named: asked) == expected)
            #expect(cookies.count(named: asked) == expected.count)
            #expect(cookies[asked] == (expected.count == 1 ? expected[0] : nil))
            found += expected.count
        }
        #expect(found > 1_000)
    }

    @Test(
        "CK-05 a bad pair is skipped and the rest kept",
        arguments: ["\u{0}", "\u{8}", "\n", "\r", "\r\n", "\u{1F}", "\u{7F}"]
    )
    func badPair(_ bad: String) {
        for header in ["x=\(bad); a=1", "\(bad)=x; a=1", "a=1; x\(bad)y=z", "\(bad); a=1; \(bad)", "a=1; a\(bad)=2"] {
            let cookies = RequestCookies(header)
            #expect(pairs(cookies) == ["a|1"])
            #expect(cookies["a"] == "1")
        }
        #expect(RequestCookies("a=1\(bad)")["a"] == nil)
    }

    @Test("CK-06 a prefix in a request means nothing: the pair is as any other")
    func prefixes() {
        let cookies = RequestCookies("__Host-a=forged; __Secure-b=forged; __Http-c=forged")
        #expect(pairs(cookies) == ["__Host-a|forged", "__Secure-b|forged", "__Http-c|forged"])
    }

    @Test(
        "T11 names are bytes: nothing is decoded, trimmed or folded into another name",
        arguments: [
            "%5F%5FHost-x", "\u{A0}__Host-x", "\u{2000}__Host-x", "__Host-x\u{A0}", "\u{FEFF}__Host-x", "__Host.x",
            "__Host[x", "__Host-x[]",
            "__Ho\u{17F}t-x", "__Host-x\u{301}", "__Host-x%00", "\u{B}__Host-x", "\"__Host-x\"", "+__Host-x",
            "__Host-x ; y", "__host-x",
        ]
    )
    func names(_ name: String) {
        let cookies = RequestCookies("\(name)=bad")
        #expect(cookies["__Host-x"] == nil)
        #expect(cookies.values(named: "__Host-x").isEmpty)
        #expect(!cookies.pairs.contains { $0.name == "__Host-x" })
    }

    @Test("T11 canonically equivalent names stay different names")
    func equivalence() {
        let cookies = RequestCookies("\u{E9}=1; e\u{301}=2; \u{212A}=3")
        #expect(cookies["\u{E9}"] == "1")
        #expect(cookies["e\u{301}"] == "2")
        #expect(cookies["K"] == nil && cookies["k"] == nil)
    }

    @Test("T11 a name that is not UTF-8 is never repaired into another")
    func notUTF8() {
        let bytes: [UInt8] = [0x61, 0xFF, 0x3D, 0x31]
        var fields = HTTPFields()
        fields.append(HTTPField(name: .cookie, value: bytes))
        for cookies in [RequestCookies(bytes: bytes), RequestCookies(fields)] {
            #expect(cookies["a\u{FFFD}"] == nil)
            #expect(cookies.pairs.map(\.nameBytes) == [[0x61, 0xFF]])
            #expect(cookies.pairs.map(\.name) == [nil])
        }
    }

    @Test(
        "T12 a nameless pair never becomes a cookie",
        arguments: [
            "=__Host-s=bad", "__Host-s", "= __Host-s=bad", "  =__Host-s", "\t=\t__Host-s=bad", "==__Host-s=bad",
        ]
    )
    func nameless(_ header: String) throws {
        let cookies = RequestCookies("a=1; \(header); b=2")
        for name in ["__Host-s", "", "=", " ", "=__Host-s"] {
            #expect(cookies[name] == nil)
            #expect(cookies.values(named: name).isEmpty)
            #expect(cookies.count(named: name) == 0)
        }
        #expect(cookies["a"] == "1" && cookies["b"] == "2")
        let pair = try #require(cookies.pairs.dropFirst().first)
        #expect(pair.isNameless && pair.name == nil)
        #expect(pair.value?.contains("__Host-s") == true)
    }

    @Test("T13 there are no quoted spans and no $Version")
    func quotes() {
        #expect(pairs(RequestCookies("a=\"b; SID=1; c=d\"")) == ["a|\"b", "SID|1", "c|d\""])
        #expect(RequestCookies("a=\"b; SID=1; c=d\"")["SID"] == "1")
        #expect(pairs(RequestCookies("$Version=1; a=\"x\"; $Path=/")) == ["$Version|1", "a|\"x\"", "$Path|/"])
        #expect(pairs(RequestCookies("a=\"\\\"; b=2\\\"\"")) == ["a|\"\\\"", "b|2\\\"\""])
    }

    @Test("CK-02 visiting lends the same pairs without copying them, and an error gets out")
    func visiting() throws {
        let cookies = RequestCookies("a=1; =2; bc=345")
        var lengths: [[Int]] = []
        cookies.forEachPair { name, value in lengths.append([name.count, value.count]) }
        #expect(lengths == [[1, 1], [0, 1], [2, 3]])
        var visited = 0
        #expect(
            code { () throws(CookieError) in
                try cookies.forEachPair { (_, _) throws(CookieError) in
                    visited += 1
                    _ = try SetCookie.host("", "")
                }
            } == .name
        )
        #expect(visited == 1)
    }

    @Test("T20 neither description nor dump shows a value")
    func redaction() {
        let cookies = RequestCookies("a=verysecret")
        var dumped = "\(cookies)" + String(reflecting: cookies) + "\(cookies.pairs)"
        dump(cookies, to: &dumped)
        dump(cookies.pairs, to: &dumped)
        #expect(!dumped.contains("verysecret"))
        #expect("\(cookies)" == "cookies: 1 pairs")
    }
}
