import Testing

@testable import SecureTokens

@Suite struct GCMContextTests {
    @Test("T1 T10 what is not authentic leaves no plain text in the caller's memory", arguments: [1, 16, 100])
    func wiped(count: Int) throws {
        let plaintext = [UInt8](repeating: 0xA5, count: count)
        let (key, nonce) = ([UInt8](repeating: 3, count: 32), [UInt8](repeating: 4, count: 12))
        var sealed = [UInt8](repeating: 0, count: count + GCMContext.tagLength)
        var sealing = GCMContext(.seal)
        try sealing.setKey(key.span)
        var whole = sealed.mutableSpan
        try sealing.seal(plaintext.span, nonce: nonce.span, associatedData: Span(), into: &whole)
        // The cipher text is right: decrypted, it is all there before the tag is looked at.
        sealed[sealed.count - 1] ^= 1
        var output = [UInt8](repeating: 0xFF, count: count)
        var target = output.mutableSpan
        var opening = GCMContext(.open)
        try opening.setKey(key.span)
        var rejection: TokenError?
        do throws(TokenError) {
            try opening.open(sealed.span, nonce: nonce.span, associatedData: Span(), into: &target)
        } catch {
            rejection = error
        }
        #expect(rejection == .rejected)
        #expect(output == [UInt8](repeating: 0, count: count))
    }
}
