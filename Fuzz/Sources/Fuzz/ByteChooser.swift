/// Turns the fuzzer's bytes into choices: it learns which byte leads where.
struct ByteChooser {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        self.bytes = bytes[...]
    }

    var isAtEnd: Bool { bytes.isEmpty }

    /// The next byte; zero from the end on.
    mutating func byte() -> UInt8 {
        bytes.popFirst() ?? 0
    }

    mutating func bit() -> Bool { byte() & 1 == 1 }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int(byte()) % elements.count]
    }
}
