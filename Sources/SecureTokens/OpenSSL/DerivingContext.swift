import COpenSSL

/// What a thread keeps of an XAES key: the keyed block cipher and CMAC's K1.
///
/// K1 is copied here so that deriving a key takes no reference to the key's object, for which threads would contend.
@safe struct DerivingContext: ~Copyable {
    private static let subkeyLength = 16

    private var block = BlockContext()
    /// Memory of its own: what lies inline in a value cannot be wiped when the value goes (TR-6).
    private let subkey: UnsafeMutablePointer<UInt8>

    init() {
        unsafe subkey = .allocate(capacity: Self.subkeyLength)
        unsafe subkey.initialize(repeating: 0, count: Self.subkeyLength)
    }

    deinit {
        unsafe OPENSSL_cleanse(subkey, Self.subkeyLength)
        unsafe subkey.deallocate()
    }

    /// Keys the context. It stays keyed until the next call.
    mutating func setKey(_ key: XAESKey) throws(TokenError) {
        try key.secret.withBytes { (secret) throws(TokenError) in
            try block.setKey(secret.extracting(first: 32))
            for index in 0..<Self.subkeyLength { unsafe subkey[index] = secret[32 + index] }
        }
    }

    /// The 32-byte key for a nonce prefix of 12 bytes.
    func derive(_ output: inout InlineArray<32, UInt8>, prefix: Span<UInt8>) throws(TokenError) {
        let subkey = unsafe Span(_unsafeStart: subkey, count: Self.subkeyLength)
        try XAESDerivation.derive(&output, prefix: prefix, subkey: subkey, with: block)
    }
}
