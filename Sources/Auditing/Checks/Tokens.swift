import SecureTokens
import Vectors

/// Our own tokens. A good one is also made again, value by value.
enum Tokens {
    static func sealed(_ vector: VectorCase) throws(VectorError) -> Outcome {
        let setting = try Setting(vector)
        return try Outcome.of { comparison in
            let sealer = TokenSealer(
                keys: try setting.ring(),
                context: try setting.context(),
                maximumLength: setting.maximumLength,
                clock: setting.clock
            )
            let opened = try sealer.open(setting.token.span, allowingUnlimited: setting.allowsUnlimited)
            guard vector.succeeds else { return }
            try setting.compare(&comparison, opened)
            let (subkey, bound) = try setting.compare(&comparison, .seal)
            let nonce = try vector.bytes("nonce")
            let derived = try XAES256GCM.derive(key: subkey.span, nonce: nonce.span).array
            try comparison.check("k1", of: vector, XAES256GCM.subkey(of: subkey.span))
            try comparison.check("derived-key", of: vector, derived)
            let body = try AES256GCM.seal(
                opened.payload.span,
                key: derived.span,
                nonce: nonce.span.extracting(droppingFirst: 12),
                associatedData: bound.span
            )
            try comparison.check("ciphertext", of: vector, Array(body.dropLast(16)))
            try comparison.check("tag", of: vector, Array(body.suffix(16)))
            let whole = try vector.bytes("header") + nonce + body
            comparison.check("token", Array(Base64URL.encode(whole.span).utf8) == setting.token)
            // What is sealed here opens as well; its nonce is another.
            let again = try sealer.seal(opened.payload.span, for: .unlimited)
            comparison.check("payload sealed again", try sealer.open(again, allowingUnlimited: true) == opened.payload)
        }
    }

    static func signed(_ vector: VectorCase) throws(VectorError) -> Outcome {
        let setting = try Setting(vector)
        return try Outcome.of { comparison in
            let (keys, context) = (try setting.ring(), try setting.context())
            let signer = TokenSigner(
                keys: keys,
                context: context,
                maximumLength: setting.maximumLength,
                clock: setting.clock
            )
            let opened = try signer.verify(setting.token.span, allowingUnlimited: setting.allowsUnlimited)
            guard vector.succeeds else { return }
            try setting.compare(&comparison, opened)
            let (subkey, bound) = try setting.compare(&comparison, .sign)
            let message = bound + opened.payload
            let mac = try HMACSHA256.authenticate(message.span, key: subkey.span).array
            try comparison.check("mac", of: vector, mac)
            let whole = try vector.bytes("header") + opened.payload + mac
            comparison.check("token", Array(Base64URL.encode(whole.span).utf8) == setting.token)
            // The same key and second give the same token, to the byte.
            let root = try vector.bytes("root-key")
            let maker = TokenSigner(
                keys: try KeyRing(primary: RootKey(root.span)),
                context: context,
                maximumLength: setting.maximumLength,
                clock: WallClock { opened.issued * 1000 }
            )
            let lifetime = opened.expires.map(TokenLifetime.until(seconds:)) ?? .unlimited
            let again = try maker.sign(opened.payload.span, for: lifetime)
            comparison.check("token signed again", Array(again.utf8) == setting.token)
        }
    }

    /// What a reader is given.
    private struct Setting {
        let token: [UInt8]
        let maximumLength: Int
        let allowsUnlimited: Bool
        let clock: WallClock
        private let vector: VectorCase
        private let roots: [UInt8]
        private let pieces: [String]

        init(_ vector: VectorCase) throws(VectorError) {
            self.vector = vector
            token = try vector.unescaped("token")
            maximumLength = try vector.integer("maximum-length")
            allowsUnlimited = try vector.flag("unlimited", "allowed", "refused")
            let now = Int64(try vector.integer("now"))
            clock = WallClock { now * 1000 }
            roots = try vector.bytes("ring")
            pieces = [try vector.string("purpose"), try vector.string("name"), try vector.string("audience")]
        }

        func ring() throws -> KeyRing {
            var keys: [RootKey] = []
            for start in stride(from: 0, to: roots.count, by: RootKey.length) {
                keys.append(try RootKey(roots.span.extracting(start..<min(start + RootKey.length, roots.count))))
            }
            guard let primary = keys.first else { throw Outcome.Failure(name: "no key") }
            return try KeyRing(primary: primary, accepted: Array(keys.dropFirst()))
        }

        func context() throws(TokenError) -> TokenContext {
            try TokenContext(purpose: pieces[0], name: pieces[1], audience: pieces[2])
        }

        /// Compares what an open token tells.
        func compare(_ comparison: inout Comparison, _ opened: OpenedToken) throws(VectorError) {
            try comparison.check("payload", of: vector, opened.payload)
            comparison.check("key-id", "\(opened.key)" == (try vector.text("key-id")))
            comparison.check("issued", Int(opened.issued) == (try vector.integer("issued")))
            comparison.check("expires", Int(opened.expires ?? 0) == (try vector.integer("expires")))
        }

        /// Compares sub-key, header and bound bytes, and returns the first and the last.
        func compare(_ comparison: inout Comparison, _ use: KeyUse) throws -> (subkey: [UInt8], bound: [UInt8]) {
            let (header, root) = (try vector.bytes("header"), try vector.bytes("root-key"))
            let key = try RootKey(root.span)
            let subkey = try KeyRing(primary: key).subkey(use, of: key.id)
            let bytes = subkey?.withBytes { bytes in bytes.indices.map { bytes[$0] } } ?? []
            try comparison.check("subkey", of: vector, bytes)
            comparison.check("header", Base64URL.decode(token.span)?.prefix(header.count) == header[...])
            var bound: [UInt8] = []
            bound.appendLengthPrefixed("hardtack.token.v1".utf8)
            bound += header
            for piece in pieces { bound.appendLengthPrefixed(piece.utf8) }
            try comparison.check("bound", of: vector, bound)
            return (bytes, bound)
        }
    }
}
