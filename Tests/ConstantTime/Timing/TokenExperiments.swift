import SecureTokens

/// Tokens whose tag is wrong in the first byte, and in the last: if the two can be told apart, a tag can be guessed one byte
/// after another.
struct TokenExperiments {
    private static let inputs = 256

    private let signer: TokenSigner
    private let sealer: TokenSealer
    private let signed, sealed: [[UInt8]]

    init() throws {
        let keys = try KeyRing(primary: .generate())
        let context = try TokenContext(purpose: "timing", name: "token")
        signer = TokenSigner(keys: keys, context: context)
        sealer = TokenSealer(keys: keys, context: context)
        let (signer, sealer) = (signer, sealer)
        let payload = try SecureRandom.bytes(count: 100)
        signed = try (0..<Self.inputs).map { _ in Array(try signer.sign(payload.span, for: .unlimited).utf8) }
        sealed = try (0..<Self.inputs).map { _ in Array(try sealer.seal(payload.span, for: .unlimited).utf8) }
    }

    /// A token with one bit changed, at a byte counted from the end.
    private static func changed(_ token: [UInt8], fromEnd offset: Int) -> [UInt8] {
        var bytes = Base64URL.decode(token.span) ?? []
        bytes[bytes.count - 1 - offset] ^= 1
        return Array(Base64URL.encode(bytes.span).utf8)
    }

    private static let secret = [UInt8]((0..<32).map { UInt8($0) &* 37 })
    private static func different(at index: Int) -> [[UInt8]] {
        (0..<inputs).map { _ in
            var bytes = secret
            bytes[index] ^= 1
            return bytes
        }
    }

    /// A comparison that stops at the first difference.
    var control: Experiment<[UInt8]> {
        Experiment(
            name: "control, `==` byte by byte: first / last byte wrong",
            first: Self.different(at: 0),
            second: Self.different(at: 31)
        ) { bytes in
            var index = 0
            while index < 32, bytes[index] == Self.secret[index] { index += 1 }
            keep(index == 32)
        }
    }

    var compare: Experiment<[UInt8]> {
        Experiment(
            name: "constantTimeEquals: first / last byte wrong",
            first: Self.different(at: 0),
            second: Self.different(at: 31)
        ) { bytes in
            keep(constantTimeEquals(bytes.span, Self.secret.span))
        }
    }

    var verify: Experiment<[UInt8]> {
        Experiment(
            name: "verify: first / last byte of the tag wrong",
            first: signed.map { Self.changed($0, fromEnd: 31) },
            second: signed.map { Self.changed($0, fromEnd: 0) }
        ) { [signer] token in
            keep((try? signer.verify(token.span, allowingUnlimited: true)) != nil)
        }
    }

    var open: Experiment<[UInt8]> {
        Experiment(
            name: "open: first / last byte of the tag wrong",
            first: sealed.map { Self.changed($0, fromEnd: 15) },
            second: sealed.map { Self.changed($0, fromEnd: 0) }
        ) { [sealer] token in
            keep((try? sealer.open(token.span, allowingUnlimited: true)) != nil)
        }
    }

    var verdictOfVerify: Experiment<[UInt8]> {
        Experiment(
            name: "verify: wrong / right tag",
            first: signed.map { Self.changed($0, fromEnd: 0) },
            second: signed
        ) { [signer] token in
            keep((try? signer.verify(token.span, allowingUnlimited: true)) != nil)
        }
    }

    var verdictOfOpen: Experiment<[UInt8]> {
        Experiment(
            name: "open: wrong / right tag",
            first: sealed.map { Self.changed($0, fromEnd: 0) },
            second: sealed
        ) { [sealer] token in
            keep((try? sealer.open(token.span, allowingUnlimited: true)) != nil)
        }
    }
}

/// Keeps the compiler from leaving out what nobody uses.
@inline(never)
func keep(_ outcome: Bool) {
    precondition(outcome || !outcome)
}
