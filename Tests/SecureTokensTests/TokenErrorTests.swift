import SecureTokens
import Testing

@Suite struct TokenErrorTests {
    @Test("every error says what happened in one line") func descriptions() {
        let arguments: [TokenError.Argument] = [
            .keyLength, .nonceLength, .outputLength, .inputLength, .emptyPurpose, .emptyName, .lifetime, .clock,
        ]
        let resources: [TokenError.Resource] = [.random, .cryptography, .memory, .fips]
        let errors = [.rejected, .expired] + arguments.map(TokenError.invalid) + resources.map(TokenError.unavailable)
        let lines = errors.map(\.description)
        #expect(Set(lines).count == errors.count)
        #expect(lines.allSatisfy { !$0.isEmpty && !$0.utf8.contains(0x0a) })
    }
}
