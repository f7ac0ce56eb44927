import COpenSSL

/// An AES-256-GCM context of OpenSSL that is kept and keyed again, or kept with its key.
///
/// 96-bit nonces and 16-byte tags, nothing else (SP 800-38D §5.2.1.1; NG-01, NG-03).
@safe struct GCMContext: ~Copyable {
    /// Encryption and decryption key a context differently.
    enum Direction: Int32 { case open = 0, seal = 1 }

    static let keyLength = 32
    static let nonceLength = 12
    static let tagLength = 16
    /// EVP counts in Int32; a mebibyte of room for a tag and rounding. Far below GCM's own limit of 2^36 - 32 bytes.
    static let maximumLength = Int(Int32.max) - (1 << 20)

    private var context: OpaquePointer?
    private let direction: Direction

    /// A context without a key; OpenSSL's part is allocated with the first one.
    init(_ direction: Direction) {
        unsafe context = nil
        self.direction = direction
    }

    deinit {
        // Wipes the key schedule. A null context is fine.
        unsafe EVP_CIPHER_CTX_free(context)
    }

    /// Forgets the key and gives the memory back.
    mutating func clear() {
        unsafe EVP_CIPHER_CTX_free(context)
        unsafe context = nil
    }

    /// Keys the context. It stays keyed until the next call.
    mutating func setKey(_ key: Span<UInt8>) throws(TokenError) {
        try setKey(key, nonce: Span())
    }

    /// Keys the context and gives it a nonce, if there is one, in the same call.
    private mutating func setKey(_ key: Span<UInt8>, nonce: Span<UInt8>) throws(TokenError) {
        guard key.count == Self.keyLength else { throw .invalid(.keyLength) }
        // The cipher is named once: naming it again would rebuild the context.
        let cipher = unsafe context == nil ? Algorithms.shared.gcm : nil
        if unsafe context == nil {
            guard unsafe cipher != nil else { throw .unavailable(.cryptography) }
            unsafe context = EVP_CIPHER_CTX_new()
            // OpenSSL does not look.
            guard unsafe context != nil else { throw .unavailable(.memory) }
        }
        let keyed = unsafe key.withUnsafeBufferPointer { key in
            unsafe nonce.withUnsafeBufferPointer { nonce in
                let start = nonce.isEmpty ? nil : nonce.baseAddress
                return unsafe EVP_CipherInit_ex2(context, cipher, key.baseAddress, start, direction.rawValue, nil) == 1
            }
        }
        guard keyed else {
            clear()
            throw .unavailable(.cryptography)
        }
    }

    /// Encrypts into `output`, which takes exactly the plain text's length and 16 bytes of tag.
    func seal(
        _ plaintext: Span<UInt8>,
        nonce: Span<UInt8>,
        associatedData: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(TokenError) {
        guard output.count == plaintext.count + Self.tagLength else { throw .invalid(.outputLength) }
        try setNonce(nonce)
        try begin(associatedData: associatedData, length: plaintext.count)
        let done = unsafe output.withUnsafeMutableBufferPointer { output in
            guard let target = output.baseAddress else { return false }
            return unsafe update(plaintext, into: target) && finish(target + plaintext.count)
                && EVP_CIPHER_CTX_ctrl(
                    context,
                    EVP_CTRL_AEAD_GET_TAG,
                    Int32(Self.tagLength),
                    target + plaintext.count
                ) == 1
        }
        guard done else { throw .unavailable(.cryptography) }
    }

    /// Authenticates and decrypts `sealed`, cipher text and tag, into `output`, 16 bytes shorter.
    ///
    /// On failure the output is wiped: no unauthenticated plain text leaves.
    func open(
        _ sealed: Span<UInt8>,
        nonce: Span<UInt8>,
        associatedData: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(TokenError) {
        try setNonce(nonce)
        try open(sealed, associatedData: associatedData, into: &output)
    }

    /// The same under a new key, with one call to OpenSSL less than `setKey` and `open`.
    mutating func open(
        _ sealed: Span<UInt8>,
        key: Span<UInt8>,
        nonce: Span<UInt8>,
        associatedData: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(TokenError) {
        guard nonce.count == Self.nonceLength else { throw .invalid(.nonceLength) }
        try setKey(key, nonce: nonce)
        try open(sealed, associatedData: associatedData, into: &output)
    }

    /// Needs a key and a nonce in the context.
    private func open(
        _ sealed: Span<UInt8>,
        associatedData: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(TokenError) {
        let length = sealed.count - Self.tagLength
        guard length >= 0, output.count == length else { throw .rejected }
        try begin(associatedData: associatedData, length: length)
        let ciphertext = sealed.extracting(first: length)
        // The tag is set for every message: a kept context would silently compare with the last one, and OpenSSL
        // accepts tags of a single byte.
        let prepared = unsafe sealed.extracting(last: Self.tagLength).withUnsafeBufferPointer { tag in
            unsafe EVP_CIPHER_CTX_ctrl(
                context,
                EVP_CTRL_AEAD_SET_TAG,
                Int32(Self.tagLength),
                UnsafeMutablePointer(mutating: tag.baseAddress)
            ) == 1
        }
        guard prepared else { throw .unavailable(.cryptography) }
        let authentic = unsafe output.withUnsafeMutableBufferPointer { output in
            guard let target = output.baseAddress, !output.isEmpty else {
                var nothing: UInt8 = 0
                return unsafe finish(&nothing)
            }
            if unsafe update(ciphertext, into: target) && finish(target + length) { return true }
            unsafe OPENSSL_cleanse(target, length)
            return false
        }
        guard authentic else { throw .rejected }
    }

    private func setNonce(_ nonce: Span<UInt8>) throws(TokenError) {
        guard nonce.count == Self.nonceLength else { throw .invalid(.nonceLength) }
        guard unsafe context != nil else { throw .unavailable(.cryptography) }
        let prepared = unsafe nonce.withUnsafeBufferPointer { nonce in
            unsafe EVP_CipherInit_ex2(context, nil, nil, nonce.baseAddress, direction.rawValue, nil) == 1
        }
        guard prepared else { throw .unavailable(.cryptography) }
    }

    private func begin(associatedData: Span<UInt8>, length: Int) throws(TokenError) {
        guard length <= Self.maximumLength, associatedData.count <= Self.maximumLength else {
            throw .invalid(.inputLength)
        }
        guard !associatedData.isEmpty else { return }
        let added = unsafe associatedData.withUnsafeBufferPointer { data in
            var count: Int32 = 0
            return unsafe EVP_CipherUpdate(context, nil, &count, data.baseAddress, Int32(data.count)) == 1
        }
        guard added else { throw .unavailable(.cryptography) }
    }

    private func update(_ input: Span<UInt8>, into target: UnsafeMutablePointer<UInt8>) -> Bool {
        guard !input.isEmpty else { return true }
        return unsafe input.withUnsafeBufferPointer { input in
            var count: Int32 = 0
            let result = unsafe EVP_CipherUpdate(context, target, &count, input.baseAddress, Int32(input.count))
            return result == 1 && Int(count) == input.count
        }
    }

    private func finish(_ target: UnsafeMutablePointer<UInt8>) -> Bool {
        var count: Int32 = 0
        return unsafe EVP_CipherFinal_ex(context, target, &count) == 1 && count == 0
    }
}
