import SecureTokens
import Testing

@Suite struct Base64URLTests {
    @Test("every length there and back", arguments: 0...200)
    func lengths(count: Int) throws {
        let bytes = try SecureRandom.bytes(count: count)
        let text = Base64URL.encode(bytes.span)
        #expect(text.utf8.count == Base64URL.encodedLength(count))
        #expect(Base64URL.decodedLength(text.utf8.count) == count)
        #expect(Base64URL.decode(text) == bytes)
    }

    @Test("each byte is in the alphabet or refused, at each place of a group", arguments: 0..<4)
    func alphabet(place: Int) {
        let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        for byte in UInt8.min...UInt8.max {
            var text = Array("AAAAAAAA".utf8)
            text[4 + place] = byte
            #expect((decode(text) != nil) == alphabet.contains(byte))
        }
    }

    @Test("canonical: of all texts of two and three characters each decoded one encodes to itself") func canonical() {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var decoded = 0
        for first in alphabet {
            for second in alphabet {
                for text in [[first, second], [UInt8(ascii: "A"), first, second]] {
                    guard let bytes = Base64URL.decode(text.span) else { continue }
                    decoded += 1
                    #expect(encode(bytes) == String(decoding: text, as: UTF8.self))
                }
            }
        }
        #expect(decoded == 256 + 1024)
    }

    @Test("32 bytes are exactly 43 canonical characters") func fixed() throws {
        let bytes = try SecureRandom.bytes(count: 32)
        let text = Array(Base64URL.encode(bytes.span).utf8)
        #expect(text.count == 43)
        #expect(decode32(text) == bytes)
        for count in 0..<43 { #expect(decode32(Array(text[..<count])) == nil) }
        #expect(decode32(text + text[..<1]) == nil)
        var other = text
        other[42] = UInt8(ascii: "B")  // trailing bits 01
        #expect(decode32(other) == nil)
    }

    // Spans cannot go through the expectation macro.
    private func encode(_ bytes: [UInt8]) -> String { Base64URL.encode(bytes.span) }
    private func decode(_ text: [UInt8]) -> [UInt8]? { Base64URL.decode(text.span) }
    private func decode32(_ text: [UInt8]) -> [UInt8]? { Base64URL.decode32(text.span)?.array }
}
