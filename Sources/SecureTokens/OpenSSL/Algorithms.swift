import COpenSSL

/// The algorithms, fetched once: a fetch per operation costs more than the operation.
///
/// A missing one stays nil, and whatever needs it throws; there is no second choice of algorithm.
@safe struct Algorithms: @unchecked Sendable {
    // Fetched algorithms are immutable and reference-counted with atomics, so any thread may use them.
    let gcm: OpaquePointer?
    let block: OpaquePointer?
    let sha256: OpaquePointer?
    let hmac: OpaquePointer?

    /// What every operation of the process uses, decided at the first use.
    static let shared = Algorithms(properties: FIPSMode.settle())

    private init(properties: String?) {
        guard let properties else {
            unsafe (gcm, block, sha256, hmac) = (nil, nil, nil, nil)
            return
        }
        unsafe gcm = EVP_CIPHER_fetch(nil, "AES-256-GCM", properties)
        unsafe block = EVP_CIPHER_fetch(nil, "AES-256-ECB", properties)
        unsafe sha256 = EVP_MD_fetch(nil, "SHA256", properties)
        unsafe hmac = EVP_MAC_fetch(nil, "HMAC", properties)
    }

    /// Whether each one was found.
    var isComplete: Bool {
        unsafe gcm != nil && block != nil && sha256 != nil && hmac != nil
    }
}
