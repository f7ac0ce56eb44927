import SecureTokens
import Testing

@Suite struct ConstantTimeTests {
    @Test("T3 equal bytes are equal, any one bit makes them different") func bits() {
        let bytes = (0..<33).map { UInt8($0) }
        #expect(areEqual(bytes, Array(bytes)))
        for bit in 0..<(bytes.count * 8) {
            var other = bytes
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!areEqual(bytes, other))
        }
    }

    @Test("T3 other lengths are different; nothing equals nothing") func lengths() {
        #expect(!areEqual([1, 2, 3], [1, 2]))
        #expect(!areEqual([1], []))
        #expect(areEqual([], []))
    }

    // Spans cannot go through the expectation macro.
    private func areEqual(_ first: [UInt8], _ second: [UInt8]) -> Bool {
        constantTimeEquals(first.span, second.span)
    }
}
