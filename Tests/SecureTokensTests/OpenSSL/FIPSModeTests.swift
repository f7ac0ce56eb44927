import Testing

@testable import SecureTokens

@Suite struct FIPSModeTests {
    @Test("NG-06 asked for after the first use it is refused, and nothing changes") func late() throws {
        _ = try SecureRandom.bytes(count: 1)
        guard !FIPSMode.isRequired else { return }
        #expect(throws: TokenError.unavailable(.fips)) { try FIPSMode.require() }
        #expect(try SHA256.hash(Span()).array.count == 32)
        #expect(!FIPSMode.isRequired)
    }
}
