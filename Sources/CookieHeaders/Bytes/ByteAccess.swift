// Every unsafe read of this module passes through this file: it lends bytes for the length of a closure.

import HTTPTypes

/// Lends the UTF-8 bytes of a string without copying them.
@inline(__always)
func withBytes<R, E: Error>(of string: String, _ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
    // `utf8.span` would do, but asks for macOS 26; `withUTF8` would ask for a copy of the string, whose references are then
    // counted. A string that is not contiguous comes from Objective-C alone.
    let result: Result<R, E>? = unsafe string.utf8.withContiguousStorageIfAvailable { buffer in
        Result { () throws(E) in try body(unsafe buffer.span) }
    }
    if let result { return try result.get() }
    return try body(Array(string.utf8).span)
}

/// Lends the bytes of a field's value as they came: a `String` of them would repair what is not UTF-8 (TR-2).
@inline(__always)
func withBytes<R, E: Error>(of field: HTTPField, _ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
    try unsafe field.withUnsafeBytesOfValue { (buffer) throws(E) in
        try body(unsafe buffer.span)
    }
}

extension Span<UInt8> {
    /// The bytes as a string, nil if they are not UTF-8: nothing is ever repaired.
    func utf8String() -> String? {
        unsafe withUnsafeBufferPointer { unsafe String(validating: $0, as: UTF8.self) }
    }

    func array() -> [UInt8] {
        unsafe withUnsafeBufferPointer { unsafe Array($0) }
    }

    /// Byte for byte: canonically equivalent spellings of a text are different bytes (TR-2).
    @inlinable
    @inline(__always)
    package func equals(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in indices where self[index] != other[index] { return false }
        return true
    }
}
