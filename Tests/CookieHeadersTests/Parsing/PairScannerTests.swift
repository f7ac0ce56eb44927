import Testing

@testable import CookieHeaders

@Suite struct PairScannerTests {
    private func pieces(_ text: String) -> [PairScanner.Piece] {
        let bytes = Array(text.utf8)
        var scanner = PairScanner()
        var pieces: [PairScanner.Piece] = []
        while let piece = scanner.next(bytes.span) { pieces.append(piece) }
        return pieces
    }

    @Test(
        "CK-02 pieces are those between semicolons, the empty ones too",
        arguments: [("", 1), (";", 2), ("a", 1), ("a;", 2), (";;;", 4), ("a=b; c=d", 2), (" ; \t;", 3)]
    )
    func count(_ text: String, _ expected: Int) {
        #expect(pieces(text).count == expected)
        #expect(Array(text.utf8).span.semicolonCount() + 1 == expected)
    }

    @Test("CK-02 only SP and HTAB are trimmed, around name and value")
    func trimming() {
        #expect(
            pieces(" \ta b\t =\t c d \t; x ") == [
                .init(name: 2..<5, value: 10..<13, hasEquals: true, hasControl: false),
                .init(name: 17..<17, value: 17..<18, hasEquals: false, hasControl: false),
            ]
        )
    }

    @Test("UA-07 a control character is noticed wherever it stands, HTAB is none", arguments: UInt8.min...255)
    func control(_ byte: UInt8) {
        let isControl = (byte < 0x20 && byte != 0x09) || byte == 0x7F
        guard byte != UInt8(ascii: ";") else { return }
        for length in [0, 3, 30] {
            for position in 0...length {
                var value = [UInt8](repeating: UInt8(ascii: "v"), count: length)
                value.insert(byte, at: position)
                for bytes in [Array("n=".utf8) + value, value, Array("n=;m=".utf8) + value + Array(";".utf8)] {
                    var scanner = PairScanner()
                    var found = false
                    while let piece = scanner.next(bytes.span) { found = found || piece.hasControl }
                    #expect(found == isControl)
                }
            }
        }
    }

    @Test("T16 the scanner only goes forward, whatever the bytes, and sees every semicolon once")
    func forward() {
        var random = SeededGenerator(seed: 16)
        let alphabet = Array("ab=;  \t\"\\,\u{1}\u{7F}\u{80}%$".utf8)
        for length in 0..<400 {
            let bytes = (0..<length).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            var scanner = PairScanner()
            var position = -1
            var count = 0
            while let piece = scanner.next(bytes.span) {
                #expect(scanner.position > position)
                #expect(piece.name.lowerBound >= max(0, position))
                #expect(piece.name.upperBound <= piece.value.lowerBound)
                #expect(piece.value.upperBound < scanner.position)
                position = scanner.position
                count += 1
            }
            #expect(position == length + 1)
            #expect(count == bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).count)
            #expect(count == bytes.span.semicolonCount() + 1)
        }
    }

    @Test("CK-02 reading words finds what reading bytes finds")
    func words() {
        var random = SeededGenerator(seed: 8)
        for _ in 0..<3_000 {
            let length = Int.random(in: 0..<40, using: &random)
            let bytes = (0..<length).map { _ in
                Bool.random(using: &random) ? UInt8.random(in: 0...255, using: &random) : UInt8(ascii: "v")
            }
            for start in 0...length {
                let expected = bytes[start...].firstIndex { $0 < 0x20 || $0 == 0x3B || $0 == 0x7F } ?? length
                #expect(bytes.span.firstStop(from: start) == expected)
            }
            #expect(bytes.span.semicolonCount() == bytes.count { $0 == 0x3B })
        }
    }
}
