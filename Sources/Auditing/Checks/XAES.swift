import COpenSSL
import SecureTokens
import Vectors

/// XAES-256-GCM of C2SP.
enum XAES {
    static func check(_ vector: VectorCase) throws(VectorError) -> Outcome {
        let (key, nonce) = (try vector.bytes("key"), try vector.bytes("nonce"))
        let (data, sealed) = (try vector.bytes("associated-data"), try vector.bytes("sealed"))
        return try Outcome.of { comparison in
            let opened = try XAES256GCM.open(sealed.span, key: key.span, nonce: nonce.span, associatedData: data.span)
            guard vector.succeeds else { return }
            try comparison.check("plaintext", of: vector, opened)
            try comparison.check("k1", of: vector, try XAES256GCM.subkey(of: key.span))
            try comparison.check("derived-key", of: vector, XAES256GCM.derive(key: key.span, nonce: nonce.span).array)
            let again = try XAES256GCM.seal(opened.span, key: key.span, nonce: nonce.span, associatedData: data.span)
            comparison.check("sealed", again == sealed)
            // The way tokens take: a kept key, at first and again.
            let kept = try XAESKey(key.span)
            for _ in 0..<2 {
                let whole = try XAES256GCM.open((nonce + sealed).span, key: kept, associatedData: data.span)
                comparison.check("plaintext under a kept key", whole == opened)
            }
        }
    }

    static func accumulated(_ vector: VectorCase) throws(VectorError) -> Outcome {
        let rounds = try vector.integer("rounds")
        return try Outcome.of { comparison in
            // A message has at most 255 bytes of plain text and as many of associated data.
            let stream = try shake128([], count: rounds * (32 + 24 + 2 * 256))
            var position = 0
            func next(_ count: Int) -> [UInt8] {
                defer { position += count }
                return Array(stream[position..<position + count])
            }
            var messages: [UInt8] = []
            for _ in 0..<rounds {
                let (key, nonce) = (next(32), next(24))
                let plaintext = next(Int(next(1)[0]))
                let data = next(Int(next(1)[0]))
                let sealed = try XAES256GCM.seal(
                    plaintext.span,
                    key: key.span,
                    nonce: nonce.span,
                    associatedData: data.span
                )
                let opened = try XAES256GCM.open(
                    sealed.span,
                    key: key.span,
                    nonce: nonce.span,
                    associatedData: data.span
                )
                comparison.check("plaintext", opened == plaintext)
                messages += sealed
            }
            try comparison.check("digest", of: vector, shake128(messages, count: 32))
        }
    }

    /// SHAKE-128 (FIPS 202), which the published test draws its input from.
    private static func shake128(_ input: [UInt8], count: Int) throws(TokenError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: count)
        let context = unsafe EVP_MD_CTX_new()
        defer { unsafe EVP_MD_CTX_free(context) }
        let done =
            unsafe EVP_DigestInit_ex(context, EVP_shake128(), nil) == 1
            && EVP_DigestUpdate(context, input, input.count) == 1
            && EVP_DigestFinalXOF(context, &output, output.count) == 1
        guard done else { throw .unavailable(.cryptography) }
        return output
    }
}
