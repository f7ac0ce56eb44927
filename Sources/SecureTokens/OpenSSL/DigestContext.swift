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

    /// The hash of up to two pieces.
    mutating func hash(
        _ first: Span<UInt8>,
        _ second: Span<UInt8> = .init()
    ) throws(TokenError) -> InlineArray<32, UInt8> {
        if unsafe context == nil { unsafe context = EVP_MD_CTX_new() }
        guard let digest = unsafe Algorithms.shared.sha256, unsafe context != nil,
            unsafe EVP_DigestInit_ex2(context, digest, nil) == 1, update(first), update(second)
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

    private func update(_ piece: Span<UInt8>) -> Bool {
        guard !piece.isEmpty else { return true }
        return unsafe piece.withUnsafeBufferPointer { piece in
            unsafe EVP_DigestUpdate(context, piece.baseAddress, piece.count) == 1
        }
    }
}
