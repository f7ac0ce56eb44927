import SecureTokens
import Vectors

/// The checks of suites that come down to one call or two.
enum Primitives {
    static func gcm(_ vector: VectorCase) throws(VectorError) -> Outcome {
        let (key, nonce) = (try vector.bytes("key"), try vector.bytes("nonce"))
        let (data, sealed) = (try vector.bytes("associated-data"), try vector.bytes("sealed"))
        return try Outcome.of { comparison in
            let opened = try AES256GCM.open(sealed.span, key: key.span, nonce: nonce.span, associatedData: data.span)
            guard vector.succeeds else { return }
            try comparison.check("plaintext", of: vector, opened)
            let again = try AES256GCM.seal(opened.span, key: key.span, nonce: nonce.span, associatedData: data.span)
            comparison.check("sealed", again == sealed)
        }
    }

    static func block(_ vector: VectorCase) throws(VectorError) -> Outcome {
        let (key, plaintext) = (try vector.bytes("key"), try vector.bytes("plaintext"))
        return try Outcome.of { comparison in
            let ciphertext = try XAES256GCM.encryptBlocks(plaintext.span, key: key.span)
            try comparison.check("ciphertext", of: vector, ciphertext)
        }
    }

    /// CMAC of one whole block, as XAES-256-GCM takes it twice: the block, masked with the first subkey, encrypted.
    static func cmac(_ vector: VectorCase) throws(VectorError) -> Outcome {
        let (key, message, mac) = (try vector.bytes("key"), try vector.bytes("message"), try vector.bytes("mac"))
        return try Outcome.of { _ in
            guard message.count == 16 else { throw Outcome.Failure(name: "no whole block") }
            let subkey = try XAES256GCM.subkey(of: key.span)
            let masked = zip(message, subkey).map { $0 ^ $1 }
            let expected = try XAES256GCM.encryptBlocks(masked.span, key: key.span)
            guard constantTimeEquals(mac.span, expected.span) else { throw Outcome.Failure(name: "rejected") }
        }
    }

    static func hmac(_ vector: VectorCase) throws(VectorError) -> Outcome {
        let (key, message, mac) = (try vector.bytes("key"), try vector.bytes("message"), try vector.bytes("mac"))
        return try Outcome.of { comparison in
            guard try HMACSHA256.isValid(mac.span, for: message.span, key: key.span) else {
                throw Outcome.Failure(name: "rejected")
            }
            comparison.check("mac", try HMACSHA256.authenticate(message.span, key: key.span).array == mac)
        }
    }

    static func hkdf(_ vector: VectorCase) throws(VectorError) -> Outcome {
        let (secret, salt) = (try vector.bytes("secret"), try vector.bytes("salt"))
        let (info, count) = (try vector.bytes("info"), try vector.integer("count"))
        return try Outcome.of { comparison in
            let output = try HKDFSHA256.derive(secret.span, salt: salt.span, info: info.span, count: count)
            guard vector.succeeds else { return }
            try comparison.check("output", of: vector, output)
        }
    }

    /// One message, or a checkpoint of NIST's Monte Carlo chain: 1,000 hashes, each of the last three.
    static func sha256(_ vector: VectorCase) throws(VectorError) -> Outcome {
        if let seed = try? vector.bytes("seed") {
            return try Outcome.of { comparison in
                var last = [seed, seed, seed]
                for _ in 0..<1000 {
                    let message = last[0] + last[1] + last[2]
                    last = [last[1], last[2], try SHA256.hash(message.span).array]
                }
                try comparison.check("digest", of: vector, last[2])
            }
        }
        let message = try vector.bytes("message")
        return try Outcome.of { comparison in
            try comparison.check("digest", of: vector, try SHA256.hash(message.span).array)
        }
    }

    static func base64URL(_ vector: VectorCase) throws(VectorError) -> Outcome {
        let text = try vector.unescaped("text")
        return try Outcome.of { comparison in
            let decoded = Base64URL.decode(text.span)
            comparison.check("text as a string", Base64URL.decode(String(decoding: text, as: UTF8.self)) == decoded)
            guard let decoded else { throw Outcome.Failure(name: "malformed") }
            guard vector.succeeds else { return }
            try comparison.check("output", of: vector, decoded)
            comparison.check("text", Array(Base64URL.encode(decoded.span).utf8) == text)
        }
    }
}
