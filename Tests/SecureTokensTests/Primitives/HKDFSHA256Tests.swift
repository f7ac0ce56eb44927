import SecureTokens
import Testing
import Vectors

@Suite struct HKDFSHA256Tests {
    @Test(
        "in place and with a kept salt, the bytes are those of the published cases",
        arguments: ["rfc5869", "wycheproof"]
    )
    func forms(file: String) throws {
        for vector in try VectorFolder.installed().file("HKDF-SHA256/\(file).txt").cases where vector.succeeds {
            let secret = try vector.bytes("secret")
            let salt = try vector.bytes("salt")
            let info = try vector.bytes("info")
            let expected = try vector.bytes("output").prefix(32)
            let inline = try HKDFSHA256.derive(secret.span, salt: salt.span, info: info.span)
            #expect(inline.array.prefix(expected.count) == expected)
            guard !salt.isEmpty else { continue }
            let kept = try HKDFSHA256.derive(secret.span, salt: SecretBytes(salt.span), info: info.span)
            #expect(kept.array == inline.array)
        }
    }

    @Test("0 to 255 hashes, each a prefix of the next", arguments: [0, 1, 31, 32, 33, 64, 65, 8159, 8160])
    func lengths(count: Int) throws {
        let longest = try HKDFSHA256.derive([1].span, salt: Span(), info: [2].span, count: HKDFSHA256.maximumLength)
        let output = try HKDFSHA256.derive([1].span, salt: Span(), info: [2].span, count: count)
        #expect(output == Array(longest[..<count]))
        #expect(Set(longest).count == 256)
    }
}
