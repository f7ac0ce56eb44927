/// A key of 32 random bytes, from which all others are derived.
///
/// It lives in ``SecretMemory``, is wiped with its last copy, and shows itself to no print, log or mirror.
public struct RootKey: Sendable {
    /// Bytes of a key.
    public static let length = 32

    /// Names the key in tokens and logs.
    public let id: KeyID

    package let secret: SecretBytes

    /// A new key from the random generator.
    ///
    /// - Throws: `KeyError` with code `cryptography`.
    public static func generate() throws(KeyError) -> RootKey {
        do throws(TokenError) {
            let secret = try SecretBytes(count: length) { (span) throws(TokenError) in
                try SecureRandom.fill(&span)
            }
            return try RootKey(secret)
        } catch {
            throw KeyError(error)
        }
    }

    /// A key from bytes, which the caller wipes.
    ///
    /// There is no way in for a password: derive a key from it with a password hash first, or better generate one.
    ///
    /// - Parameter bytes: 32 random bytes.
    /// - Throws: `KeyError` with code `length`, `allEqual` or `cryptography`.
    public init(_ bytes: Span<UInt8>) throws(KeyError) {
        guard bytes.count == Self.length else {
            throw KeyError(.length, "a key has 32 bytes, this has \(bytes.count); generate one")
        }
        var difference: UInt8 = 0
        for index in bytes.indices { difference |= bytes[index] ^ bytes[0] }
        guard difference != 0 else {
            throw KeyError(.allEqual, "a key of equal bytes is a placeholder; generate one")
        }
        do {
            try self.init(SecretBytes(bytes))
        } catch {
            throw KeyError(error)
        }
    }

    private init(_ secret: SecretBytes) throws(TokenError) {
        var derived = try Self.derive(.id, from: secret)
        defer { wipe(&derived) }
        id = KeyID(
            rawValue: UInt32(derived[0]) << 24 | UInt32(derived[1]) << 16 | UInt32(derived[2]) << 8 | UInt32(derived[3])
        )
        self.secret = secret
    }

    /// The sub-key for a use: HKDF-SHA256 of the key, no salt, the use as info.
    func derive(_ use: KeyUse) throws(TokenError) -> InlineArray<32, UInt8> {
        try Self.derive(use, from: secret)
    }

    private static func derive(_ use: KeyUse, from secret: SecretBytes) throws(TokenError) -> InlineArray<32, UInt8> {
        let info = use.info
        return try secret.withBytes { (secret) throws(TokenError) in
            try HKDFSHA256.derive(secret, salt: Span(), info: info.span)
        }
    }
}

extension RootKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The id, never the key.
    public var description: String { "RootKey(\(id), redacted)" }

    /// The id, never the key.
    public var debugDescription: String { description }

    /// Shows nothing but the id to reflection.
    public var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
