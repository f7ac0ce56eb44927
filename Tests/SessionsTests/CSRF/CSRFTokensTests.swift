import SecureTokens
import Testing

@testable import Sessions

@Suite("The text of anti-forgery tokens")
struct CSRFTokensTests {
    private let keys: KeyRing
    private let tokens: CSRFTokens

    init() throws {
        keys = try KeyRing(primary: RootKey([UInt8](0..<32).span))
        tokens = CSRFTokens(namespace: "hardtack", keys: keys)
    }

    @Test("The format is the documented one, byte for byte")
    func format() throws {
        let visitor = try #require(VisitorSecret(cookieValue: String(repeating: "A", count: 43)))
        let text = try tokens.token(for: .visitor(visitor))
        let bytes = try #require(Base64URL.decode(text))
        #expect(text.utf8.count == 92)
        #expect(bytes.count == 69)
        #expect(bytes[0] == 1)
        let id = keys.primaryID.rawValue
        #expect(Array(bytes[1..<5]) == [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: id >> UInt32($0)) })
        var message: [UInt8] = []
        for part in ["hardtack.csrf.v1", "hardtack", "visitor"] {
            message += [0, 0, 0, UInt8(part.utf8.count)] + Array(part.utf8)
        }
        message += [0, 0, 0, 32] + [UInt8](repeating: 0, count: 32)
        let subkey = try #require(keys.subkey(.csrf, of: keys.primaryID))
        let mac = try HMACSHA256.authenticate(message.span, key: subkey)
        #expect((0..<32).allSatisfy { bytes[5 + $0] ^ bytes[37 + $0] == mac[$0] })
    }

    @Test("BREACH: the text is another one each time, and all are good")
    func masked() throws {
        let seed = try CSRFSeed.generate()
        let texts = try (0..<50).map { _ in try tokens.token(for: .session(seed)) }
        #expect(Set(texts).count == 50)
        for text in texts { #expect(try tokens.accepts(text, for: [.session(seed)])) }
        // No character but those of version and key stays in its place, as an unmasked secret's would.
        let columns = (8..<92).filter { column in Set(texts.map { Array($0.utf8)[column] }).count == 1 }
        #expect(columns.isEmpty)
    }

    @Test("T3 T10 every flipped bit makes it another's, also under a mask flipped alike")
    func flippedBits() throws {
        let seed = try CSRFSeed.generate()
        let bytes = try #require(Base64URL.decode(try tokens.token(for: .session(seed))))
        for bit in 0..<bytes.count * 8 {
            var changed = bytes
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try !tokens.accepts(Base64URL.encode(changed.span), for: [.session(seed)]), "bit \(bit)")
        }
        // What is masked is the sum of the two halves: a change of both is none. That is how a mask works.
        var both = bytes
        both[5] ^= 1
        both[37] ^= 1
        #expect(try tokens.accepts(Base64URL.encode(both.span), for: [.session(seed)]))
    }

    @Test("T2 a token of another seed, count, kind, namespace or server key is none")
    func contexts() throws {
        let seed = try CSRFSeed.generate()
        let visitor = try VisitorSecret.generate()
        let (ofSession, ofVisitor) = (try tokens.token(for: .session(seed)), try tokens.token(for: .visitor(visitor)))
        #expect(try tokens.accepts(ofSession, for: [.visitor(visitor), .session(seed)]))
        #expect(try tokens.accepts(ofVisitor, for: [.visitor(visitor), .session(seed)]))
        #expect(try !tokens.accepts(ofSession, for: []))
        #expect(try !tokens.accepts(ofSession, for: [.visitor(visitor)]))
        #expect(try !tokens.accepts(ofVisitor, for: [.session(seed)]))
        #expect(try !tokens.accepts(ofSession, for: [.session(seed.renewed)]))
        #expect(try !tokens.accepts(ofSession, for: [.session(.generate())]))
        #expect(try !tokens.accepts(ofVisitor, for: [.visitor(.generate())]))
        let neighbour = CSRFTokens(namespace: "hardtack2", keys: keys)
        #expect(try !neighbour.accepts(ofSession, for: [.session(seed)]))
        let stranger = CSRFTokens(namespace: "hardtack", keys: try KeyRing(primary: .generate()))
        #expect(try !stranger.accepts(ofSession, for: [.session(seed)]))
    }

    @Test("F8 a token of a retired server key is good until the key leaves the ring")
    func rollout() throws {
        let (old, new) = (try RootKey.generate(), try RootKey.generate())
        let seed = try CSRFSeed.generate()
        let before = CSRFTokens(namespace: "hardtack", keys: try KeyRing(primary: old))
        let during = CSRFTokens(namespace: "hardtack", keys: try KeyRing(primary: new, accepted: [old]))
        let after = CSRFTokens(namespace: "hardtack", keys: try KeyRing(primary: new))
        let token = try before.token(for: .session(seed))
        #expect(try during.accepts(token, for: [.session(seed)]))
        #expect(try !after.accepts(token, for: [.session(seed)]))
        #expect(try after.accepts(during.token(for: .session(seed)), for: [.session(seed)]))
    }

    @Test("T1 text that is no token is refused, whatever it is")
    func junk() throws {
        let seed = try CSRFSeed.generate()
        let good = try tokens.token(for: .session(seed))
        var texts = ["", " ", good + "A", good + "=", String(good.dropLast()), " " + good, good.uppercased()]
        texts += [String(repeating: "A", count: 92), String(repeating: "\u{FC}", count: 46)]
        texts.append(String(repeating: "=", count: 92))
        texts.append(String(repeating: "A", count: 100_000))
        for text in texts { #expect(try !tokens.accepts(text, for: [.session(seed)])) }
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let text = String(
                decoding: (0..<92).map { _ in UInt8.random(in: 0..<128, using: &generator) },
                as: UTF8.self
            )
            #expect(try !tokens.accepts(text, for: [.session(seed)]))
        }
    }

    @Test("T20 what is left to be checked shows no token")
    func demand() {
        var dumped = ""
        dump(CSRFProtection.Demand.token("verysecret"), to: &dumped)
        let texts = [
            dumped, "\(CSRFProtection.Demand.token("verysecret"))", "\([CSRFProtection.Demand.token("verysecret")])",
        ]
        #expect(texts.allSatisfy { !$0.contains("verysecret") })
        #expect("\(CSRFProtection.Demand.token(nil))" == "token")
    }

    @Test("T20 neither secret is shown by description or reflection")
    func redacted() throws {
        let seed = try CSRFSeed.generate()
        let visitor = try VisitorSecret.generate()
        #expect("\(seed)" == "CSRFSeed(redacted)")
        #expect("\(visitor)" == "VisitorSecret(redacted)")
        #expect(Mirror(reflecting: seed).children.isEmpty)
        #expect(Mirror(reflecting: visitor).children.isEmpty)
    }
}
