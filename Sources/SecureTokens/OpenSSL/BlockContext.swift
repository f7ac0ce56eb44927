import COpenSSL

/// Bare AES-256 on whole blocks: the step from which XAES-256-GCM derives a key for each message.
///
/// OpenSSL 3.0 cannot be asked for the counter's width of its own KBKDF, so the derivation is made here (TR-5).
@safe struct BlockContext: ~Copyable {
    private var context: OpaquePointer?

    /// A context without a key; OpenSSL's part is allocated with the first one.
    init() {
        unsafe context = nil
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(context)
    }

    /// Forgets the key and gives the memory back.
    mutating func clear() {
        unsafe EVP_CIPHER_CTX_free(context)
        unsafe context = nil
    }

    /// Keys the context. It stays keyed until the next call.
    mutating func setKey(_ key: Span<UInt8>) throws(TokenError) {
        guard key.count == GCMContext.keyLength else { throw .invalid(.keyLength) }
        let cipher = unsafe context == nil ? Algorithms.shared.block : nil
        if unsafe context == nil {
            guard unsafe cipher != nil else { throw .unavailable(.cryptography) }
            unsafe context = EVP_CIPHER_CTX_new()
            // OpenSSL does not look.
            guard unsafe context != nil else { throw .unavailable(.memory) }
        }
        let keyed = unsafe key.withUnsafeBufferPointer { key in
            unsafe EVP_EncryptInit_ex2(context, cipher, key.baseAddress, nil, nil) == 1
                && EVP_CIPHER_CTX_set_padding(context, 0) == 1
        }
        guard keyed else {
            clear()
            throw .unavailable(.cryptography)
        }
    }

    /// Encrypts whole blocks in place, each by itself.
    func encrypt(_ blocks: inout MutableSpan<UInt8>) throws(TokenError) {
        guard unsafe context != nil else { throw .unavailable(.cryptography) }
        guard blocks.count % 16 == 0, blocks.count <= 1024 else { throw .invalid(.inputLength) }
        let done = unsafe blocks.withUnsafeMutableBufferPointer { blocks in
            var count: Int32 = 0
            let result = unsafe EVP_EncryptUpdate(
                context,
                blocks.baseAddress,
                &count,
                blocks.baseAddress,
                Int32(blocks.count)
            )
            return result == 1 && Int(count) == blocks.count
        }
        guard done else { throw .unavailable(.cryptography) }
    }
}
