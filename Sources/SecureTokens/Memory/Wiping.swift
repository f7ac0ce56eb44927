import COpenSSL

/// Overwrites bytes in a way that the compiler keeps.
func wipe(_ bytes: inout MutableSpan<UInt8>) {
    unsafe bytes.withUnsafeMutableBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return }
        unsafe OPENSSL_cleanse(start, buffer.count)
    }
}

/// Overwrites an array's own storage. Other copies of the array would keep theirs: use it on arrays made locally.
package func wipe(_ bytes: inout [UInt8]) {
    var span = bytes.mutableSpan
    wipe(&span)
}

/// Overwrites an inline array where it stands. Earlier copies and moves are out of reach.
package func wipe<let count: Int>(_ bytes: inout InlineArray<count, UInt8>) {
    var span = bytes.mutableSpan
    wipe(&span)
}
