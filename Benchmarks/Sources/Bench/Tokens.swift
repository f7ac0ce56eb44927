import CLimits
import SecureTokens

/// Random bytes, signed and sealed values, base64url.
enum Tokens {
    static let payload = [UInt8](repeating: 0x5A, count: 100)
    static let anHour = TokenLifetime.lasting(.seconds(3_600))

    // Why a peer may be ahead.
    private static let threadRNG =
        "ChaCha in the process; ours is OpenSSL's private generator by the page, each slice wiped as it is handed out"
    private static let rustCookie =
        "HMAC of the value alone, which stays as it is: no context, key id, times or base64url of the whole"
    private static let ring = "AES-256-GCM with a random nonce of 12 bytes: no 24-byte nonce, key id, times or context"
    private static let node = "in C++; skips bytes that are not base64url where ours refuses them"
    private static let rustBase64 = "eight characters a step"

    static func sealer() throws -> TokenSealer {
        let keys = try KeyRing(primary: .generate())
        return TokenSealer(keys: keys, context: try context())
    }

    private static func context() throws -> TokenContext {
        try TokenContext(purpose: "benchmark", name: "__Host-token", audience: "example.org")
    }

    static func operations() throws -> [Operation] {
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
            Operation(
                id: "random",
                name: "random, 32 bytes",
                promise: .ratio(3.0),
                c: limit_random32,
                exceptions: ["Rust rand thread_rng": Self.threadRNG]
            ) { rounds in
                var bytes = InlineArray<32, UInt8>(repeating: 0)
                for _ in 0..<rounds {
                    var span = bytes.mutableSpan
                    try SecureRandom.fill(&span)
                }
            },
            Operation(
                id: "signed.write",
                name: "signed value, write",
                promise: .ratio(1.3),
                c: limit_sign,
                exceptions: ["Rust cookie": Self.rustCookie]
            ) { rounds in
                for _ in 0..<rounds { keep(try signer.sign(payload.span, for: anHour)) }
            },
            Operation(
                id: "signed.read",
                name: "signed value, read",
                promise: .ratio(1.3),
                c: limit_verify,
                exceptions: ["Rust cookie": Self.rustCookie]
            ) { rounds in
                for _ in 0..<rounds { keep(try signer.verify(signed)) }
            },
            Operation(
                id: "sealed.write",
                name: "sealed value, write",
                promise: .ratio(1.3),
                c: limit_seal,
                exceptions: ["Rust ring": Self.ring]
            ) { rounds in
                for _ in 0..<rounds { keep(try sealer.seal(payload.span, for: anHour)) }
            },
            Operation(
                id: "sealed.read",
                name: "sealed value, read",
                promise: .ratio(1.3),
                c: limit_open,
                exceptions: ["Rust ring": Self.ring]
            ) { rounds in
                for _ in 0..<rounds { keep(try sealer.open(sealed)) }
            },
            Operation(
                id: "sealed.read.fresh",
                name: "sealed value, read, fresh key",
                promise: .ratio(1.3),
                c: limit_open_fresh
            ) { rounds in
                for round in 0..<rounds { keep(try sealer.open(strangers[round % strangers.count])) }
            },
            Operation(
                id: "base64url.encode",
                name: "base64url, 200 bytes, encode",
                c: limit_base64url_encode,
                exceptions: ["Node Buffer": Self.node, "Rust base64": Self.rustBase64]
            ) { rounds in
                for _ in 0..<rounds { keep(Base64URL.encode(text.span)) }
            },
            Operation(
                id: "base64url.decode",
                name: "base64url, 200 bytes, decode",
                c: limit_base64url_decode,
                exceptions: ["Node Buffer": Self.node, "Rust base64": Self.rustBase64]
            ) { rounds in
                for _ in 0..<rounds { keep(Base64URL.decode(encoded)) }
            },
        ]
    }
}
