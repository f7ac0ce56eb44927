import Testing

@testable import SecureTokens

@Suite struct KeyRingTests {
    @Test("the primary leads, all keys are found") func order() throws {
        let ring = try KeyRing(primary: fixedKey(1), accepted: [fixedKey(2), fixedKey(3)])
        #expect(try ring.ids == [fixedKey(1).id, fixedKey(2).id, fixedKey(3).id])
        #expect(try ring.primaryID == fixedKey(1).id)
        #expect(try ring.contains(fixedKey(3).id))
        #expect(try !ring.contains(fixedKey(4).id))
    }

    @Test("one key twice is an error") func duplicates() {
        #expect(code { try KeyRing(primary: fixedKey(1), accepted: [fixedKey(1)]) } == .duplicate)
        #expect(code { try KeyRing(primary: fixedKey(1), accepted: [fixedKey(2), fixedKey(2)]) } == .duplicate)
    }

    @Test("at most 64 keys") func count() throws {
        let keys = try (0..<64).map { try fixedKey(UInt8($0)) }
        #expect(try KeyRing(primary: keys[0], accepted: Array(keys[1...])).ids.count == 64)
        #expect(code { try KeyRing(primary: fixedKey(64), accepted: keys) } == .tooLarge)
    }

    @Test("each use of each key has a sub-key of its own, as HKDF says") func subkeys() throws {
        let ring = try KeyRing(primary: fixedKey(1), accepted: [fixedKey(2)])
        var seen = Set<[UInt8]>()
        for (seed, id) in [(1, try fixedKey(1).id), (2, try fixedKey(2).id)] as [(UInt8, KeyID)] {
            for use in KeyUse.allCases where use != .id {
                let subkey = try #require(ring.subkey(use, of: id))
                let bytes = subkey.withBytes { [UInt8](copying: $0) }
                let name = Array(use.rawValue.utf8)
                let info = [0, 0, 0, 11] + Array("hardtack.v1".utf8) + [0, 0, 0, UInt8(name.count)] + name
                let root = (0..<32).map { UInt8($0) &+ seed }
                #expect(try HKDFSHA256.derive(root.span, salt: Span(), info: info.span, count: 32) == bytes)
                #expect(seen.insert(bytes).inserted)
            }
        }
        #expect(ring.subkey(.seal, of: KeyID(rawValue: 1)) == nil)
        #expect(ring.sealingKey(.session, of: KeyID(rawValue: 1)) == nil)
    }

    @Test("the kit's tokens and the application's never share a key") func uses() throws {
        let ring = try KeyRing(primary: fixedKey(1))
        let context = try TokenContext(purpose: "p", name: "n")
        var keys = Set<[UInt8]>()
        for maker in TokenUse.allCases {
            let key = try #require(ring.storage.key(ring.primaryID))
            keys.insert(key.sealingKey(maker).secret.withBytes { [UInt8](copying: $0.extracting(first: 32)) })
            keys.insert(key.signingKey(maker).withBytes { [UInt8](copying: $0) })
            let sealed = try TokenSealer(maker, keys: ring, context: context).seal([1])
            let signed = try TokenSigner(maker, keys: ring, context: context).sign([1])
            for reader in TokenUse.allCases {
                let sealer = TokenSealer(reader, keys: ring, context: context)
                let signer = TokenSigner(reader, keys: ring, context: context)
                guard reader != maker else {
                    #expect(try sealer.open(sealed) == [1])
                    #expect(try signer.verify(signed) == [1])
                    continue
                }
                #expect(throws: TokenError.rejected) { try sealer.open(sealed) }
                #expect(throws: TokenError.rejected) { try signer.verify(signed) }
            }
        }
        #expect(keys.count == 2 * TokenUse.allCases.count)
    }

    @Test("the uses are spelt as the format says") func names() {
        #expect(
            KeyUse.allCases.map(\.rawValue) == ["seal.01", "sign.02", "kid", "session", "label", "at-rest", "csrf"]
        )
    }

    @Test("a key id is eight hexadecimal digits") func idText() {
        #expect(KeyID(rawValue: 0xab).description == "000000ab")
        #expect(KeyID(rawValue: .max).description == "ffffffff")
    }
}
