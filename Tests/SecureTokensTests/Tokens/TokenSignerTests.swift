import Testing

@testable import SecureTokens

@Suite struct TokenSignerTests {
    @Test("the format, byte for byte, and as another implementation makes it") func format() throws {
        let keys = try KeyRing(primary: fixedKey())
        let context = try TokenContext(purpose: "login", name: "__Host-id", audience: "shop")
        let signer = TokenSigner(keys: keys, context: context, clock: clock(at: 1_700_000_000))
        let token = try signer.sign(Array("hello".utf8))
        #expect(token == "Ak4WrFtlU_EAZVPxPGhlbGxvJ4EydNW7w8CTi3vmjhj8iUC6WIbWF3-YRUlG5Wz4JFk")
        let opened = try signer.verify(token.utf8.span)
        #expect(opened.payload == Array("hello".utf8))
        #expect(opened.issued == 1_700_000_000)
        #expect(opened.expires == 1_700_000_060)
        #expect(opened.key == keys.primaryID)
    }

    @Test("one payload at one time makes one token, another second another one") func deterministic() throws {
        let keys = try KeyRing(primary: fixedKey())
        let context = try TokenContext(purpose: "p", name: "n")
        let signer = TokenSigner(keys: keys, context: context, clock: clock(at: 1000))
        #expect(try signer.sign([1]) == signer.sign([1]))
        #expect(try signer.sign([1]) != signer.sign([2]))
        let later = TokenSigner(keys: keys, context: context, clock: clock(at: 1001))
        #expect(try signer.sign([1]) != later.sign([1]))
    }
}
