import Testing

@testable import SecureTokens

@Suite struct TokenContextTests {
    @Test("a purpose and a name are needed, an audience is not") func pieces() throws {
        #expect(throws: TokenError.invalid(.emptyPurpose)) { try TokenContext(purpose: "", name: "n") }
        #expect(throws: TokenError.invalid(.emptyName)) { try TokenContext(purpose: "p", name: "", audience: "a") }
        #expect(try TokenContext(purpose: "p", name: "n").audience == "")
    }

    @Test("pieces of 1,024 bytes are the longest") func lengths() throws {
        let longest = String(repeating: "x", count: 1024)
        _ = try TokenContext(purpose: longest, name: longest, audience: longest)
        for (purpose, name, audience) in [
            (longest + "x", "n", ""), ("p", longest + "x", ""), ("p", "n", longest + "x"),
        ] {
            #expect(throws: TokenError.invalid(.inputLength)) {
                try TokenContext(purpose: purpose, name: name, audience: audience)
            }
        }
    }

    @Test("T2 no two contexts have the same bytes") func injective() throws {
        var seen = Set<[UInt8]>()
        var count = 0
        let pieces = ["a", "b", "ab", "ba", "abc", "\u{e9}", "e\u{301}", "a\0", "\0a", "\0\0\0\u{1}a"]
        for purpose in pieces {
            for name in pieces {
                for audience in pieces + [""] {
                    seen.insert(try TokenContext(purpose: purpose, name: name, audience: audience).bound)
                    count += 1
                }
            }
        }
        #expect(seen.count == count)
    }
}
