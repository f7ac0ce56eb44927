import COpenSSL

/// An HMAC-SHA256 context of OpenSSL that is kept and keyed again, or kept with its key.
@safe struct MACContext: ~Copyable {
    static let tagLength = 32

    private var context: OpaquePointer?

    /// A context without a key; OpenSSL's part is allocated with the first one.
    init() {
        unsafe context = nil
    }

    deinit {
        // Wipes the key. A null context is fine.
        unsafe EVP_MAC_CTX_free(context)
    }

    /// Forgets the key and gives the memory back.
    mutating func clear() {
        unsafe EVP_MAC_CTX_free(context)
        unsafe context = nil
    }

    /// Keys the context. It stays keyed until the next call.
    mutating func setKey(_ key: Span<UInt8>) throws(TokenError) {
        // A null key means "the last one" to OpenSSL, so an empty one never reaches it.
        guard !key.isEmpty, key.count <= GCMContext.maximumLength else { throw .invalid(.keyLength) }
        if unsafe context == nil { try allocate() }
        let keyed = unsafe key.withUnsafeBufferPointer { key in
            unsafe EVP_MAC_init(context, key.baseAddress, key.count, nil) == 1
        }
        guard keyed else {
            clear()
            throw .unavailable(.cryptography)
        }
    }

    /// Names the digest once: OpenSSL fetches it anew each time it is named.
    private mutating func allocate() throws(TokenError) {
        guard let mac = unsafe Algorithms.shared.hmac else { throw .unavailable(.cryptography) }
        unsafe context = EVP_MAC_CTX_new(mac)
        guard unsafe hardtack_mac_use_sha256(context, FIPSMode.isRequired ? 1 : 0) == 1 else {
            clear()
            throw .unavailable(.cryptography)
        }
    }

    /// The MAC of up to three pieces under the key that was set last.
    func authenticate(
        _ first: Span<UInt8>,
        _ second: Span<UInt8> = .init(),
        _ third: Span<UInt8> = .init()
    ) throws(TokenError) -> InlineArray<32, UInt8> {
        guard unsafe context != nil, unsafe EVP_MAC_init(context, nil, 0, nil) == 1, update(first), update(second),
            update(third)
        else {
            throw .unavailable(.cryptography)
        }
        var tag = InlineArray<32, UInt8>(repeating: 0)
        var span = tag.mutableSpan
        let done = unsafe span.withUnsafeMutableBufferPointer { tag in
            var count = 0
            let result = unsafe EVP_MAC_final(context, tag.baseAddress, &count, tag.count)
            return result == 1 && count == Self.tagLength
        }
        guard done else { throw .unavailable(.cryptography) }
        return tag
    }

    private func update(_ piece: Span<UInt8>) -> Bool {
        guard !piece.isEmpty else { return true }
        return unsafe piece.withUnsafeBufferPointer { piece in
            unsafe EVP_MAC_update(context, piece.baseAddress, piece.count) == 1
        }
    }
}
