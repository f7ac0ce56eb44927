import COpenSSL

/// Compares bytes in a time that depends on their number alone.
///
/// The lengths are no secret: unequal ones are simply different.
public func constantTimeEquals(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool {
    guard first.count == second.count else { return false }
    guard !first.isEmpty else { return true }
    return unsafe first.withUnsafeBufferPointer { first in
        unsafe second.withUnsafeBufferPointer { second in
            unsafe CRYPTO_memcmp(first.baseAddress, second.baseAddress, first.count) == 0
        }
    }
}
