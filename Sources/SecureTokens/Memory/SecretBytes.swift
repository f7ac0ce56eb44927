import COpenSSL
import Synchronization

/// Bytes that nobody else may see: in ``SecretMemory``, wiped on release, never printed, never changed once made.
///
/// A class, because what a copyable or moved value leaves behind cannot be wiped (TR-6).
@safe package final class SecretBytes: @unchecked Sendable {
    // Sendable: written before the initialiser returns, only read afterwards.
    private let region: SecretMemory.Region
    private let address: UnsafeMutablePointer<UInt8>

    /// The number of bytes.
    package let count: Int

    /// Never given to a second object: contexts kept for a key are found by it.
    let identity: UInt64

    private static let identities = Atomic<UInt64>(1)

    /// Reserves `count` bytes and lets `write` fill them.
    package init(
        count: Int,
        _ write: (inout MutableSpan<UInt8>) throws(TokenError) -> Void
    ) throws(TokenError) {
        let region = try SecretMemory.reserve(count)
        guard let address = unsafe UnsafeMutablePointer<UInt8>(bitPattern: region.address) else {
            throw .unavailable(.memory)
        }
        self.region = region
        self.count = count
        unsafe self.address = address
        identity = Self.identities.add(1, ordering: .relaxed).oldValue
        var span = unsafe MutableSpan(_unsafeStart: address, count: count)
        // If this throws, the object is complete and its deinitialiser wipes and gives back.
        try write(&span)
    }

    /// Copies bytes, whose first home the caller wipes.
    package convenience init(_ bytes: Span<UInt8>) throws(TokenError) {
        try self.init(count: bytes.count) { (span) throws(TokenError) in
            for index in bytes.indices { span[index] = bytes[index] }
        }
    }

    deinit {
        unsafe OPENSSL_cleanse(address, count)
        SecretMemory.release(region)
    }

    /// Lends the bytes.
    package func withBytes<R: ~Copyable, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
        // The span depends on nothing: without this the last reference may go, and wipe the bytes, while they are lent.
        defer { withExtendedLifetime(self) {} }
        return try body(unsafe Span(_unsafeStart: address, count: count))
    }
}

extension SecretBytes: CustomStringConvertible, CustomReflectable {
    /// Never the bytes.
    package var description: String { "SecretBytes(redacted)" }

    /// Shows nothing to reflection.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
