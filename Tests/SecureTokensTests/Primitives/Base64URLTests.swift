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

    // 16 characters go at once, those at the end once more or one by one: each way has to look at each of its places.
    @Test("a character outside the alphabet is refused at every place of every length", arguments: 2...67)
    func places(length: Int) {
        guard Base64URL.decodedLength(length) != nil else { return }
        let good = [UInt8](repeating: UInt8(ascii: "A"), count: length)
        #expect(decode(good) != nil)
        for place in 0..<length {
            for byte in [0x00, 0x2b, 0x2c, 0x2e, 0x2f, 0x3a, 0x3d, 0x40, 0x5b, 0x5e, 0x60, 0x7b, 0x80, 0xff] as [UInt8]
            {
                var text = good
                text[place] = byte
                #expect(decode(text) == nil)
            }
        }
    }

    @Test("both ways agree with the definition, bit by bit, and touch nothing outside", arguments: 0...100)
    func definition(count: Int) throws {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        let bytes = try SecureRandom.bytes(count: count)
        var bits = bytes.flatMap { byte in (0..<8).map { byte >> UInt8(7 - $0) & 1 } }
        bits += [UInt8](repeating: 0, count: (6 - bits.count % 6) % 6)
        let text = stride(from: 0, to: bits.count, by: 6).map { start in
            alphabet[Int(bits[start..<start + 6].reduce(0) { $0 << 1 | $1 })]
        }
        let margin = [UInt8](repeating: 0xee, count: 32)
        var output = margin + text.map { _ in 0 } + margin
        var span = output.mutableSpan
        var middle = span._mutatingExtracting(32..<32 + text.count)
        Base64URL.encode(bytes.span, into: &middle)
        #expect(output == margin + text + margin)
        output = margin + bytes.map { _ in 0 } + margin
        span = output.mutableSpan
        middle = span._mutatingExtracting(32..<32 + count)
        let isGood = Base64URL.decode(text.span, into: &middle)
        #expect(isGood)
        #expect(output == margin + bytes + margin)
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
