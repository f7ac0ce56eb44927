import Testing

@testable import SecureTokens

/// One of the two kinds of token, so that each rule is checked on both.
enum TokenKind: CaseIterable, Sendable {
    case sealed, signed

    static let payload = Array("a payload of some length".utf8)

    func make(
        _ payload: [UInt8] = payload,
        keys: KeyRing,
        context: TokenContext,
        lifetime: TokenLifetime = .lasting(.seconds(60)),
        maximumLength: Int = 4096,
        clock: WallClock = .system
    ) throws(TokenError) -> String {
        guard self == .sealed else {
            let signer = TokenSigner(keys: keys, context: context, maximumLength: maximumLength, clock: clock)
            return try signer.sign(payload.span, for: lifetime)
        }
        let sealer = TokenSealer(keys: keys, context: context, maximumLength: maximumLength, clock: clock)
        return try sealer.seal(payload.span, for: lifetime)
    }

    func read(
        _ token: String,
        keys: KeyRing,
        context: TokenContext,
        allowingUnlimited: Bool = false,
        maximumLength: Int = 4096,
        clock: WallClock = .system
    ) throws(TokenError) -> [UInt8] {
        guard self == .sealed else {
            let signer = TokenSigner(keys: keys, context: context, maximumLength: maximumLength, clock: clock)
            return try signer.verify(token, allowingUnlimited: allowingUnlimited)
        }
        let sealer = TokenSealer(keys: keys, context: context, maximumLength: maximumLength, clock: clock)
        return try sealer.open(token, allowingUnlimited: allowingUnlimited)
    }

    var overhead: Int { self == .sealed ? 53 : 45 }
}

@Suite struct TokenTests {
    private let keys: KeyRing
    private let context: TokenContext

    init() throws {
        keys = try KeyRing(primary: fixedKey())
        context = try TokenContext(purpose: "login", name: "__Host-id", audience: "shop")
    }

    @Test("every length of payload comes back", arguments: TokenKind.allCases)
    func lengths(kind: TokenKind) throws {
        for count in Array(0...130) + [1000, 3000] {
            let payload = try SecureRandom.bytes(count: count)
            let token = try kind.make(payload, keys: keys, context: context)
            #expect(token.utf8.count == Base64URL.encodedLength(count + kind.overhead))
            #expect(try kind.read(token, keys: keys, context: context) == payload)
        }
    }

    @Test("T1 T10 every single flipped bit of a token is rejected, by one error", arguments: TokenKind.allCases)
    func flippedBits(kind: TokenKind) throws {
        let token = try kind.make(keys: keys, context: context)
        let bytes = try #require(Base64URL.decode(token))
        #expect(try kind.read(token, keys: keys, context: context) == TokenKind.payload)
        for bit in 0..<(bytes.count * 8) {
            var changed = bytes
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            let text = Base64URL.encode(changed.span)
            #expect(throws: TokenError.rejected) { try kind.read(text, keys: keys, context: context) }
        }
        #expect(try kind.read(token, keys: keys, context: context) == TokenKind.payload)
    }

    @Test("T1 T10 every flipped bit of a token's text is rejected, by one error", arguments: TokenKind.allCases)
    func flippedCharacters(kind: TokenKind) throws {
        let token = Array(try kind.make(keys: keys, context: context).utf8)
        for bit in 0..<(token.count * 8) {
            var changed = token
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            let text = String(decoding: changed, as: UTF8.self)
            #expect(throws: TokenError.rejected) { try kind.read(text, keys: keys, context: context) }
        }
    }

    @Test("T10 every cut and every lengthened token is rejected, by one error", arguments: TokenKind.allCases)
    func cut(kind: TokenKind) throws {
        let bytes = try #require(Base64URL.decode(try kind.make(keys: keys, context: context)))
        for count in 0..<bytes.count {
            for part in [bytes[..<count], bytes[(bytes.count - count)...]] {
                let text = Base64URL.encode(Array(part).span)
                #expect(throws: TokenError.rejected) { try kind.read(text, keys: keys, context: context) }
            }
        }
        for tail in [[0], [0, 0], bytes] as [[UInt8]] {
            let text = Base64URL.encode((bytes + tail).span)
            #expect(throws: TokenError.rejected) { try kind.read(text, keys: keys, context: context) }
        }
        // A byte taken out of the middle: cut nonces, cut tags.
        for index in bytes.indices {
            var shorter = bytes
            shorter.remove(at: index)
            let text = Base64URL.encode(shorter.span)
            #expect(throws: TokenError.rejected) { try kind.read(text, keys: keys, context: context) }
        }
    }

    @Test(
        "T1 no text that is no token is read",
        arguments: [
            "", "A", "AQ", "e30", "eyJhIjoxfQ", String(repeating: "A", count: 80), String(repeating: "=", count: 80),
            "{\"user\":1}", "AQ==", "\u{212a}", String(repeating: "\u{e9}", count: 60), "\0",
        ]
    )
    func rubbish(text: String) {
        for kind in TokenKind.allCases {
            #expect(throws: TokenError.rejected) { try kind.read(text, keys: keys, context: context) }
        }
    }

    @Test("T1 padding, blanks and line ends around a good token are rejected", arguments: TokenKind.allCases)
    func wrapped(kind: TokenKind) throws {
        let token = try kind.make([1], keys: keys, context: context)
        for text in [token + "=", token + "\n", " " + token, token + " ", token + "\0", "\"\(token)\""] {
            #expect(throws: TokenError.rejected) { try kind.read(text, keys: keys, context: context) }
        }
    }

    @Test("T1 a sealed token is never verified, a signed one never opened") func kinds() throws {
        let sealed = try TokenKind.sealed.make(keys: keys, context: context)
        let signed = try TokenKind.signed.make(keys: keys, context: context)
        #expect(throws: TokenError.rejected) { try TokenKind.signed.read(sealed, keys: keys, context: context) }
        #expect(throws: TokenError.rejected) { try TokenKind.sealed.read(signed, keys: keys, context: context) }
    }

    @Test("T2 SC-23 a token opens under its own purpose, name and audience alone", arguments: TokenKind.allCases)
    func contexts(kind: TokenKind) throws {
        let rows = [
            ("bc", "a", ""), ("c", "ab", ""), ("abc", "x", ""), ("b", "a", "c"), ("bc", "a", "x"), ("a", "bc", ""),
            ("bc", "A", ""), ("bc", "a ", ""), ("\u{e9}", "a", ""), ("e\u{301}", "a", ""),
        ]
        let contexts = try rows.map { try TokenContext(purpose: $0.0, name: $0.1, audience: $0.2) }
        for (made, maker) in contexts.enumerated() {
            let token = try kind.make(keys: keys, context: maker)
            for (read, reader) in contexts.enumerated() {
                if made == read {
                    #expect(try kind.read(token, keys: keys, context: reader) == TokenKind.payload)
                } else {
                    #expect(throws: TokenError.rejected) { try kind.read(token, keys: keys, context: reader) }
                }
            }
        }
    }

    @Test(
        "F8 tokens of a retired key open until it leaves the ring; new ones use the primary",
        arguments: TokenKind.allCases
    )
    func rollout(kind: TokenKind) throws {
        let (old, new) = (try fixedKey(1), try fixedKey(2))
        let before = try KeyRing(primary: old)
        let accepting = try KeyRing(primary: old, accepted: [new])
        let promoted = try KeyRing(primary: new, accepted: [old])
        let after = try KeyRing(primary: new)
        let oldToken = try kind.make(keys: before, context: context)
        let newToken = try kind.make(keys: promoted, context: context)
        for ring in [before, accepting, promoted] {
            #expect(try kind.read(oldToken, keys: ring, context: context) == TokenKind.payload)
        }
        for ring in [accepting, promoted, after] {
            #expect(try kind.read(newToken, keys: ring, context: context) == TokenKind.payload)
        }
        #expect(throws: TokenError.rejected) { try kind.read(oldToken, keys: after, context: context) }
        #expect(throws: TokenError.rejected) { try kind.read(newToken, keys: before, context: context) }
    }

    @Test("another key with the same id in the token does not open it", arguments: TokenKind.allCases)
    func forgedID(kind: TokenKind) throws {
        let other = try KeyRing(primary: fixedKey(1))
        var bytes = try #require(Base64URL.decode(try kind.make(keys: other, context: context)))
        let id = keys.primaryID.rawValue
        for index in 0..<4 { bytes[1 + index] = UInt8(truncatingIfNeeded: id >> UInt32(24 - 8 * index)) }
        let text = Base64URL.encode(bytes.span)
        #expect(throws: TokenError.rejected) { try kind.read(text, keys: keys, context: context) }
    }

    @Test("T7 SC-18 valid before its expiry, expired from that second on", arguments: TokenKind.allCases)
    func expiry(kind: TokenKind) throws {
        let token = try kind.make(keys: keys, context: context, clock: clock(at: 1000))
        for now in [940, 1000, 1059] as [Int64] {
            #expect(try kind.read(token, keys: keys, context: context, clock: clock(at: now)) == TokenKind.payload)
        }
        for now in [1060, 1061, 5_000_000_000, Int64.max / 1000] {
            #expect(throws: TokenError.expired) {
                try kind.read(token, keys: keys, context: context, clock: clock(at: now))
            }
        }
    }

    @Test("a token from over 60 s ahead is rejected", arguments: TokenKind.allCases)
    func future(kind: TokenKind) throws {
        let token = try kind.make(keys: keys, context: context, clock: clock(at: 1000))
        for now in [939, 0, -1, Int64.min / 1000] {
            #expect(throws: TokenError.rejected) {
                try kind.read(token, keys: keys, context: context, clock: clock(at: now))
            }
        }
    }

    @Test("a clock before 1970 or past 2106 makes no token", arguments: TokenKind.allCases)
    func clocks(kind: TokenKind) throws {
        for now in [-1, 1 << 32, Int64.max / 1000, Int64.min / 1000] {
            #expect(throws: TokenError.invalid(.clock)) {
                try kind.make(keys: keys, context: context, clock: clock(at: now))
            }
        }
        #expect(throws: TokenError.invalid(.lifetime)) {
            try kind.make(keys: keys, context: context, clock: clock(at: 1 << 32 - 1))
        }
        let last = Int64(UInt32.max)
        let token = try kind.make(
            keys: keys,
            context: context,
            lifetime: .until(seconds: last),
            clock: clock(at: last - 1)
        )
        #expect(try kind.read(token, keys: keys, context: context, clock: clock(at: last - 1)) == TokenKind.payload)
    }

    @Test("an unlimited token is opened only where that is allowed", arguments: TokenKind.allCases)
    func unlimited(kind: TokenKind) throws {
        let token = try kind.make(keys: keys, context: context, lifetime: .unlimited, clock: clock(at: 1000))
        #expect(throws: TokenError.rejected) {
            try kind.read(token, keys: keys, context: context, clock: clock(at: 1000))
        }
        for now in [1000, 5_000_000_000] as [Int64] {
            let payload = try kind.read(
                token,
                keys: keys,
                context: context,
                allowingUnlimited: true,
                clock: clock(at: now)
            )
            #expect(payload == TokenKind.payload)
        }
    }

    @Test("authentic tokens whose expiry is not after their issue are rejected") func backwards() throws {
        // The kit makes none: the token is built by hand with the right key.
        let key = try #require(keys.subkey(.sign, of: keys.primaryID))
        for (expires, good) in [(1001, true), (1000, false), (999, false), (1, false)] as [(UInt32, Bool)] {
            var header: [UInt8] = [2]
            for value in [keys.primaryID.rawValue, 1000, expires] {
                for shift in [24, 16, 8, 0] as [UInt32] { header.append(UInt8(truncatingIfNeeded: value >> shift)) }
            }
            var message: [UInt8] = []
            message.appendLengthPrefixed("hardtack.token.v1".utf8)
            message += header
            for piece in ["login", "__Host-id", "shop"] { message.appendLengthPrefixed(piece.utf8) }
            let mac = try HMACSHA256.authenticate(message.span, key: key).array
            let token = Base64URL.encode((header + mac).span)
            let signer = TokenSigner(keys: keys, context: context, clock: clock(at: 950))
            if good {
                #expect(try signer.verify(token) == [])
            } else {
                #expect(throws: TokenError.rejected) { try signer.verify(token) }
            }
        }
    }

    @Test("the length limit holds both ways, to the character", arguments: TokenKind.allCases)
    func limits(kind: TokenKind) throws {
        let token = try kind.make(keys: keys, context: context)
        let length = token.utf8.count
        #expect(try kind.make(keys: keys, context: context, maximumLength: length).utf8.count == length)
        #expect(try kind.read(token, keys: keys, context: context, maximumLength: length) == TokenKind.payload)
        for limit in [length - 1, 0, -1, Int.min] {
            #expect(throws: TokenError.invalid(.inputLength)) {
                try kind.make(keys: keys, context: context, maximumLength: limit)
            }
            #expect(throws: TokenError.rejected) {
                try kind.read(token, keys: keys, context: context, maximumLength: limit)
            }
        }
        let large = [UInt8](repeating: 1, count: 1_000_000)
        let largeToken = try kind.make(large, keys: keys, context: context, maximumLength: .max)
        #expect(try kind.read(largeToken, keys: keys, context: context, maximumLength: .max) == large)
        #expect(throws: TokenError.rejected) { try kind.read(largeToken, keys: keys, context: context) }
    }
}
