/// Writes ASCII into the buffer of a string that is being made, so that a header line costs one allocation.
///
/// The capacity is computed beforehand; a write past it is a bug of this module and stops the program
/// instead of the memory.
@unsafe
struct ByteWriter {
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    private init(_ buffer: UnsafeMutableBufferPointer<UInt8>) {
        unsafe self.buffer = buffer
    }

    @inline(__always)
    static func string(capacity: Int, _ body: (inout ByteWriter) -> Void) -> String {
        unsafe String(unsafeUninitializedCapacity: capacity) { buffer in
            var writer = unsafe ByteWriter(buffer)
            unsafe body(&writer)
            return unsafe writer.count
        }
    }

    @inline(__always)
    mutating func write(_ byte: UInt8) {
        unsafe precondition(count < buffer.count)
        unsafe buffer[count] = byte
        unsafe count += 1
    }

    @inline(__always)
    mutating func write(literal text: StaticString) {
        unsafe copy(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    @inline(__always)
    mutating func write(_ text: String) {
        // Unlike `withUTF8` this needs no copy of the string, and so no count of its references. Strings that are not
        // contiguous come from Objective-C alone.
        guard unsafe text.utf8.withContiguousStorageIfAvailable({ unsafe copy($0) }) == nil else { return }
        for byte in text.utf8 { unsafe write(byte) }
    }

    /// Two decimal digits.
    mutating func writeTwoDigits(_ number: Int) {
        unsafe write(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10 % 10))
        unsafe write(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }

    @inline(__always)
    private mutating func copy(_ source: UnsafeBufferPointer<UInt8>) {
        unsafe precondition(source.count <= buffer.count - count)
        guard let from = source.baseAddress, let to = unsafe buffer.baseAddress else { return }
        unsafe (to + count).update(from: from, count: source.count)
        unsafe count += source.count
    }
}
