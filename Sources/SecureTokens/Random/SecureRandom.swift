import Synchronization

/// Random bytes for keys, nonces and session IDs: OpenSSL's private generator (SP 800-90A), buffered per thread.
///
/// A failure throws. There is no second source.
public enum SecureRandom {
    /// Fills memory with random bytes.
    ///
    /// - Throws: `TokenError.unavailable`; the memory then holds nothing of use.
    public static func fill(_ bytes: inout MutableSpan<UInt8>) throws(TokenError) {
        try ThreadState.current().state.random.fill(&bytes)
    }

    /// Random bytes in an array.
    ///
    /// - Parameter count: at most 2^30.
    /// - Throws: `TokenError.invalid(.outputLength)`, `TokenError.unavailable`.
    public static func bytes(count: Int) throws(TokenError) -> [UInt8] {
        guard count >= 0, count <= 1 << 30 else { throw .invalid(.outputLength) }
        var bytes = [UInt8](repeating: 0, count: count)
        var span = bytes.mutableSpan
        try fill(&span)
        return bytes
    }

    /// Random bytes in place, without an allocation.
    @inlinable
    package static func inline<let count: Int>(
        _: InlineArray<count, UInt8>.Type = InlineArray<count, UInt8>.self
    ) throws(TokenError) -> InlineArray<count, UInt8> {
        var bytes = InlineArray<count, UInt8>(repeating: 0)
        var span = bytes.mutableSpan
        try fill(&span)
        return bytes
    }

    /// Makes every thread drop its buffered bytes, and what was derived for nonces, before its next use.
    ///
    /// Call it where a virtual machine or container tells that it was copied or resumed from a snapshot. After fork(2)
    /// nothing needs to be called.
    public static func discard() {
        RandomPage.discards.add(1, ordering: .acquiringAndReleasing)
    }
}
