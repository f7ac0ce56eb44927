import SecureTokens
import Testing
import Vectors

@Suite struct AES256GCMTests {
    private let key = [UInt8](repeating: 3, count: 32)
    private let nonce = [UInt8](repeating: 4, count: 12)

    @Test("test cases 13 and 14 of the GCM submission") func published() throws {
        let zeros = [UInt8](repeating: 0, count: 32)
        let zeroNonce = [UInt8](repeating: 0, count: 12)
        let empty = try AES256GCM.seal(Span(), key: zeros.span, nonce: zeroNonce.span, associatedData: Span())
        #expect(empty.hexadecimal == "530f8afbc74536b9a963b4f1c4cb738b")
        let block = try AES256GCM.seal(
            zeros.span.extracting(first: 16),
            key: zeros.span,
            nonce: zeroNonce.span,
            associatedData: Span()
        )
        #expect(block.hexadecimal == "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919")
    }

    @Test("every length around the block opens again", arguments: [0, 1, 15, 16, 17, 31, 32, 33, 255, 4096, 100_000])
    func lengths(count: Int) throws {
        let plaintext = [UInt8](repeating: 5, count: count)
        for data in [[], [1], [UInt8](repeating: 6, count: 33)] as [[UInt8]] {
            let sealed = try AES256GCM.seal(plaintext.span, key: key.span, nonce: nonce.span, associatedData: data.span)
            #expect(sealed.count == count + 16)
            #expect(
                try AES256GCM.open(sealed.span, key: key.span, nonce: nonce.span, associatedData: data.span)
                    == plaintext
            )
        }
    }

    @Test("T10 TR-4 NG-03 every cut tag and every flipped bit is rejected, and the next good message still opens")
    func changed()
        throws
    {
        let plaintext = Array("twenty bytes of text".utf8)
        let sealed = try AES256GCM.seal(plaintext.span, key: key.span, nonce: nonce.span, associatedData: [1].span)
        #expect(Array(sealed[..<20]) != plaintext)
        func open(_ bytes: [UInt8]) throws -> [UInt8] {
            try AES256GCM.open(bytes.span, key: key.span, nonce: nonce.span, associatedData: [1].span)
        }
        for bit in 0..<(sealed.count * 8) {
            var changed = sealed
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: TokenError.rejected) { try open(changed) }
        }
        for count in 0..<sealed.count {
            #expect(throws: TokenError.rejected) { try open(Array(sealed[..<count])) }
        }
        #expect(throws: TokenError.rejected) { try open(sealed + [0]) }
        #expect(try open(sealed) == plaintext)
    }

    @Test("NG-01 wrong lengths of key and nonce are typed errors", arguments: [0, 1, 11, 13, 16, 24, 31, 33, 64])
    func wrongLengths(count: Int) {
        let wrong = [UInt8](repeating: 0, count: count)
        #expect(throws: TokenError.invalid(.keyLength)) {
            try AES256GCM.seal(Span(), key: wrong.span, nonce: nonce.span, associatedData: Span())
        }
        #expect(throws: TokenError.invalid(.nonceLength)) {
            try AES256GCM.seal(Span(), key: key.span, nonce: wrong.span, associatedData: Span())
        }
        let sealed = [UInt8](repeating: 0, count: 16)
        #expect(throws: TokenError.invalid(.keyLength)) {
            try AES256GCM.open(sealed.span, key: wrong.span, nonce: nonce.span, associatedData: Span())
        }
        #expect(throws: TokenError.invalid(.nonceLength)) {
            try AES256GCM.open(sealed.span, key: key.span, nonce: wrong.span, associatedData: Span())
        }
    }

    @Test("appending keeps what is there, and a failure leaves it as before") func appending() throws {
        var output: [UInt8] = [9, 9]
        try AES256GCM.seal([1, 2].span, key: key.span, nonce: nonce.span, associatedData: Span(), appendingTo: &output)
        #expect(output.count == 20)
        let sealed = Array(output[2...])
        var opened: [UInt8] = [8]
        try AES256GCM.open(sealed.span, key: key.span, nonce: nonce.span, associatedData: Span(), appendingTo: &opened)
        #expect(opened == [8, 1, 2])
        #expect(throws: TokenError.rejected) {
            try AES256GCM.open(
                sealed.span,
                key: key.span,
                nonce: nonce.span,
                associatedData: [1].span,
                appendingTo: &opened
            )
        }
        #expect(opened == [8, 1, 2])
    }
}
