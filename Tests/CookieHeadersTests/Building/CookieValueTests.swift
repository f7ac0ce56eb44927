import CookieHeaders
import Testing

@Suite struct CookieValueTests {
    @Test(
        "SC-04 arbitrary data is base64url without padding (RFC 4648 §10)",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"), ("\u{0};\r\n", "ADsNCg"),
        ]
    )
    func vectors(_ text: String, _ encoded: String) throws {
        #expect(CookieValue.encode(Array(text.utf8)) == encoded)
        #expect(CookieValue.decode(encoded) == Array(text.utf8))
        _ = try SetCookie.host("id", encoded)
    }

    @Test("SC-04 every byte string comes back and is a valid value")
    func roundTrip() throws {
        var random = SeededGenerator(seed: 4)
        for length in 0..<300 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            let encoded = CookieValue.encode(bytes)
            #expect(encoded.utf8.count == (length * 4 + 2) / 3)
            #expect(CookieValue.decode(encoded) == bytes)
            _ = try SetCookie.host("id", encoded)
        }
        #expect(CookieValue.encode([0xFB, 0xFF]) == "-_8")
    }

    @Test(
        "SC-04 each byte string has one text alone",
        arguments: ["Z", "Zg==", "Zh", "Zm9", "Zm+v", "Zm/v", "Zm v", "Zg\n", "é"]
    )
    func refused(_ text: String) {
        #expect(CookieValue.decode(text) == nil)
    }
}
