import SecureTokens
import Testing

@Suite struct HMACSHA256Tests {
    @Test("a kept key gives the same MAC, the second time too") func kept() throws {
        let key = [UInt8](repeating: 7, count: 32)
        let secret = try SecretBytes(key.span)
        let other = try SecretBytes([UInt8](repeating: 8, count: 32).span)
        for message in [[], [1], [UInt8](repeating: 2, count: 1000)] as [[UInt8]] {
            let expected = try HMACSHA256.authenticate(message.span, key: key.span).array
            #expect(try HMACSHA256.authenticate(message.span, key: secret).array == expected)
            #expect(try HMACSHA256.authenticate(message.span, key: other).array != expected)
        }
    }

    @Test("more keys than contexts are kept do not mix") func eviction() throws {
        let secrets = try (1...40).map { try SecretBytes([UInt8](repeating: $0, count: 32).span) }
        for round in 0..<3 {
            for (index, secret) in secrets.enumerated() {
                let key = [UInt8](repeating: UInt8(index + 1), count: 32)
                let message: [UInt8] = [UInt8(round)]
                #expect(
                    try HMACSHA256.authenticate(message.span, key: secret).array
                        == HMACSHA256.authenticate(message.span, key: key.span).array
                )
            }
        }
    }

    @Test("an empty key is refused and never read as the last one") func emptyKey() throws {
        _ = try HMACSHA256.authenticate([1].span, key: [1, 2, 3].span)
        #expect(throws: TokenError.invalid(.keyLength)) { try HMACSHA256.authenticate([1].span, key: Span()) }
    }
}
