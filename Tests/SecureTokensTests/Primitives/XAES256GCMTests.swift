import Testing

@testable import SecureTokens

@Suite struct XAES256GCMTests {
    @Test("NG-02 TR-5 a kept key seals plain XAES-256-GCM with nonces of its own") func kept() throws {
        let bytes = [UInt8](repeating: 5, count: 32)
        let key = try XAESKey(bytes.span)
        var nonces = Set<[UInt8]>()
        for count in 0..<100 {
            let plaintext = [UInt8](repeating: 6, count: count)
            let output = try XAES256GCM.seal(plaintext.span, key: key, associatedData: [1].span)
            let (nonce, sealed) = (Array(output[..<24]), Array(output[24...]))
            #expect(
                try XAES256GCM.open(sealed.span, key: bytes.span, nonce: nonce.span, associatedData: [1].span)
                    == plaintext
            )
            #expect(try XAES256GCM.open(output.span, key: key, associatedData: [1].span) == plaintext)
            #expect(throws: TokenError.rejected) {
                try XAES256GCM.open(output.span, key: key, associatedData: [2].span)
            }
            #expect(nonces.insert(Array(nonce[12...])).inserted)
        }
        for count in 0..<40 {
            let short = [UInt8](repeating: 0, count: count)
            #expect(throws: TokenError.rejected) { try XAES256GCM.open(short.span, key: key, associatedData: Span()) }
        }
    }

    @Test("wrong lengths of key and nonce are typed errors", arguments: [0, 12, 23, 25, 31, 33])
    func wrongLengths(count: Int) {
        let wrong = [UInt8](repeating: 0, count: count)
        let key = [UInt8](repeating: 0, count: 32)
        let nonce = [UInt8](repeating: 0, count: 24)
        #expect(throws: TokenError.invalid(.keyLength)) {
            try XAES256GCM.seal(Span(), key: wrong.span, nonce: nonce.span, associatedData: Span())
        }
        #expect(throws: TokenError.invalid(.nonceLength)) {
            try XAES256GCM.open(key.span, key: key.span, nonce: wrong.span, associatedData: Span())
        }
    }
}
