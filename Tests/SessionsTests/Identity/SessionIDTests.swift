import SecureTokens
import Testing

@testable import Sessions

@Suite("Session IDs")
struct SessionIDTests {
    @Test("T20 B41 no print, dump or mirror of an ID, of what names its row or of its key shows a byte of it")
    func redacted() async throws {
        let id = try SessionID.generate()
        let sealer = RecordSealer(namespace: "n", keys: try KeyRing(primary: .generate()))
        let key = try sealer.storeKey(of: id)
        let recordKey = try sealer.recordKey(of: id, keyID: sealer.primaryKeyID)
        var hash: [UInt8] = []
        for index in key.hash.indices { hash.append(key.hash[index]) }
        let secrets = [
            id.cookieValue, Base64URL.encode(hash.span), Base64URL.encode(recordKey.bytes.span),
            "\(id.bytes[0]), \(id.bytes[1])",
        ]
        for shown in [id as Any, key, recordKey] {
            var dumped = ""
            dump(shown, to: &dumped)
            for text in ["\(shown)", String(reflecting: shown), dumped] {
                for secret in secrets { #expect(!text.contains(secret)) }
                #expect(!text.isEmpty)
            }
        }
    }
}
