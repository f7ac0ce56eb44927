import CookieHeaders
import Testing

@Suite struct PrintableTextTests {
    @Test(
        "T11 whatever is not printable ASCII is shown as bytes",
        arguments: [
            ("plain ~", "plain ~"), ("a\\b", "a\\\\b"), ("\u{1B}]0;x\u{7}", "\\x1B]0;x\\x07"),
            ("\u{1B}[2J", "\\x1B[2J"),
            ("\u{9B}1m", "\\xC2\\x9B1m"), ("\u{202E}", "\\xE2\\x80\\xAE"),
            ("é\u{7F}\r\n\t", "\\xC3\\xA9\\x7F\\x0D\\x0A\\x09"),
        ]
    )
    func escapes(_ text: String, _ expected: String) {
        #expect(PrintableText.escape(text.utf8) == expected)
    }

    @Test("a cut never splits an escape") func limit() {
        #expect(PrintableText.escape("abc".utf8, limit: 3) == "abc")
        #expect(PrintableText.escape("abcd".utf8, limit: 3) == "abc...")
        #expect(PrintableText.escape("a\u{1}\u{2}".utf8, limit: 8) == "a\\x01...")
    }
}
