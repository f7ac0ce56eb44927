import CLimits
import SecureTokens

/// Random bytes, signed and sealed values, base64url.
enum Tokens {
    static let payload = [UInt8](repeating: 0x5A, count: 100)
    static let anHour = TokenLifetime.lasting(.seconds(3_600))

    static func sealer() throws -> TokenSealer {
        let keys = try KeyRing(primary: .generate())
        return TokenSealer(keys: keys, context: try context())
    }

    private static func context() throws -> TokenContext {
        try TokenContext(purpose: "benchmark", name: "__Host-token", audience: "example.org")
    }

    static func comparisons() throws -> [Comparison] {
        let sealer = try sealer()
        let signer = TokenSigner(keys: try KeyRing(primary: .generate()), context: try context())
        let sealed = try sealer.seal(payload.span, for: anHour)
        let signed = try signer.sign(payload.span, for: anHour)
        let text = [UInt8](repeating: 0x5A, count: 200)
        let encoded = Base64URL.encode(text.span)
        // One token from each of many sealers' keys in turn, so that no derived key is found kept.
        let strangers = try (0..<512).map { _ in
            SecureRandom.discard()
            return try sealer.seal(payload.span, for: anHour)
        }
        return [
            Comparison("random, 32 bytes", limit: 3.0, c: limit_random32) { rounds in
                var bytes = InlineArray<32, UInt8>(repeating: 0)
                for _ in 0..<rounds {
                    var span = bytes.mutableSpan
                    try SecureRandom.fill(&span)
                }
            },
            Comparison("signed value, write", limit: 1.3, c: limit_sign) { rounds in
                for _ in 0..<rounds { keep(try signer.sign(payload.span, for: anHour)) }
            },
            Comparison("signed value, read", limit: 1.3, c: limit_verify) { rounds in
                for _ in 0..<rounds { keep(try signer.verify(signed)) }
            },
            Comparison("sealed value, write", limit: 1.3, c: limit_seal) { rounds in
                for _ in 0..<rounds { keep(try sealer.seal(payload.span, for: anHour)) }
            },
            Comparison("sealed value, read", limit: 1.3, c: limit_open) { rounds in
                for _ in 0..<rounds { keep(try sealer.open(sealed)) }
            },
            Comparison("sealed value, unkept key, read", limit: 1.3, c: limit_open_fresh) { rounds in
                for round in 0..<rounds { keep(try sealer.open(strangers[round % strangers.count])) }
            },
            Comparison("base64url, 200 bytes, encode", limit: nil, c: limit_base64url_encode) { rounds in
                for _ in 0..<rounds { keep(Base64URL.encode(text.span)) }
            },
            Comparison("base64url, 200 bytes, decode", limit: nil, c: limit_base64url_decode) { rounds in
                for _ in 0..<rounds { keep(Base64URL.decode(encoded)) }
            },
        ]
    }
}
