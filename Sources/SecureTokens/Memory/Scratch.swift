/// Lends two stretches of memory, from the stack if they are short. Neither zeroed nor wiped: for what is no secret.
func withScratch<R>(
    _ firstCount: Int,
    _ secondCount: Int,
    _ body: (inout MutableSpan<UInt8>, inout MutableSpan<UInt8>) throws(TokenError) -> R
) throws(TokenError) -> R {
    try unsafe withUnsafeTemporaryAllocation(
        of: UInt8.self,
        capacity: firstCount + secondCount
    ) { (buffer) throws(TokenError) -> R in
        var first = unsafe MutableSpan(_unsafeElements: UnsafeMutableBufferPointer(rebasing: buffer[..<firstCount]))
        var second = unsafe MutableSpan(_unsafeElements: UnsafeMutableBufferPointer(rebasing: buffer[firstCount...]))
        return try body(&first, &second)
    }
}

extension MutableSpan<UInt8> {
    /// Copies bytes to an offset where they fit.
    mutating func copy(_ bytes: Span<UInt8>, to offset: Int) {
        precondition(offset >= 0 && bytes.count <= count - offset)
        unsafe withUnsafeMutableBytes { target in
            unsafe bytes.withUnsafeBytes { source in
                guard let from = source.baseAddress, let to = target.baseAddress else { return }
                unsafe (to + offset).copyMemory(from: from, byteCount: source.count)
            }
        }
    }
}

extension [UInt8] {
    /// The bytes of a span.
    init(copying span: Span<UInt8>) {
        self = unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
    }
}
