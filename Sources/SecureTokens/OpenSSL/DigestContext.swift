import COpenSSL

/// A SHA-256 context of OpenSSL that is kept.
@safe struct DigestContext: ~Copyable {
    private var context: OpaquePointer?

    /// OpenSSL's part is allocated with the first hash.
    init() {
        unsafe context = nil
    }

    deinit {
        // A null context is fine.
        unsafe EVP_MD_CTX_free(context)
    }

    /// The hash of up to four pieces, one behind the other.
    mutating func hash(
        _ first: Span<UInt8>,
        _ second: Span<UInt8> = .init(),
        _ third: Span<UInt8> = .init(),
        _ fourth: Span<UInt8> = .init()
    ) throws(TokenError) -> InlineArray<32, UInt8> {
        if unsafe context == nil { unsafe context = EVP_MD_CTX_new() }
        guard let digest = unsafe Algorithms.shared.sha256, unsafe context != nil,
            unsafe EVP_DigestInit_ex2(context, digest, nil) == 1,
            update(first), update(second), update(third), update(fourth)
        else {
            throw .unavailable(.cryptography)
        }
        var hash = InlineArray<32, UInt8>(repeating: 0)
        var span = hash.mutableSpan
        let done = unsafe span.withUnsafeMutableBufferPointer { hash in
            var count: UInt32 = 0
            return unsafe EVP_DigestFinal_ex(context, hash.baseAddress, &count) == 1 && count == 32
        }
        guard done else { throw .unavailable(.cryptography) }
        return hash
    }

    /// The HMAC of up to three pieces under a key that is used once (RFC 2104 §2).
    ///
    /// Two hashes, and half the price of OpenSSL's HMAC: that one makes three contexts of a key, to have them at hand for the
    /// next message, which ``MACContext`` is for.
    mutating func authenticate(
        key: Span<UInt8>,
        _ first: Span<UInt8>,
        _ second: Span<UInt8> = .init(),
        _ third: Span<UInt8> = .init()
    ) throws(TokenError) -> InlineArray<32, UInt8> {
        var block = InlineArray<64, UInt8>(repeating: 0)
        var inner = InlineArray<32, UInt8>(repeating: 0)
        defer {
            wipe(&block)
            wipe(&inner)
        }
        if key.count > block.count {
            inner = try hash(key)
            for index in inner.indices { block[index] = inner[index] }
        } else {
            for index in key.indices { block[index] = key[index] }
        }
        for index in block.indices { block[index] ^= 0x36 }
        inner = try hash(block.span, first, second, third)
        for index in block.indices { block[index] ^= 0x36 ^ 0x5C }
        return try hash(block.span, inner.span)
    }

    private func update(_ piece: Span<UInt8>) -> Bool {
        guard !piece.isEmpty else { return true }
        return unsafe piece.withUnsafeBufferPointer { piece in
            unsafe EVP_DigestUpdate(context, piece.baseAddress, piece.count) == 1
        }
    }
}
