import Testing

@testable import SecureTokens

@Suite struct TokenLifetimeTests {
    @Test("a begun second counts", arguments: [(1, 1), (1000, 1), (1001, 2), (60_000, 60)])
    func rounding(milliseconds: Int, seconds: UInt32) throws {
        #expect(try TokenLifetime.lasting(.milliseconds(milliseconds)).expiry(issued: 100) == 100 + seconds)
    }

    @Test("an expiry must come after the issue and fit into four bytes") func bounds() throws {
        let last = UInt32.max
        #expect(try TokenLifetime.until(seconds: Int64(last)).expiry(issued: last - 1) == last)
        #expect(try TokenLifetime.lasting(.seconds(1)).expiry(issued: last - 1) == last)
        #expect(try TokenLifetime.unlimited.expiry(issued: last) == 0)
        let wrong: [TokenLifetime] = [
            .lasting(.zero), .lasting(.seconds(-1)), .lasting(.milliseconds(-1)), .lasting(.seconds(Int64.max)),
            .lasting(.seconds(Int64.max) + .milliseconds(1)), .lasting(.seconds(Int64.min)),
            .lasting(.seconds(Int64.max) * 4), .lasting(.seconds(Int64.min) * 4),
            .lasting(.seconds(Int64(last) - 99)), .until(seconds: 100), .until(seconds: 99), .until(seconds: 0),
            .until(seconds: -1), .until(seconds: Int64(last) + 1), .until(seconds: .max), .until(seconds: .min),
        ]
        for lifetime in wrong {
            #expect(throws: TokenError.invalid(.lifetime)) { try lifetime.expiry(issued: 100) }
        }
    }
}
