import Auditing
import SecureTokens
import Testing

@Suite struct RandomHealthTests {
    @Test("sound bytes raise nothing") func sound() throws {
        #expect(finding(try SecureRandom.bytes(count: RandomHealth.byteCount)) == nil)
    }

    @Test("a generator that is stuck for eight bytes is found") func stuck() throws {
        var bytes = try SecureRandom.bytes(count: RandomHealth.byteCount)
        for index in 1000..<1008 { bytes[index] = 0 }
        #expect(finding(bytes)?.hasPrefix("repetition count") == true)
    }

    @Test("a window in which one byte prevails is found") func window() throws {
        var bytes = try SecureRandom.bytes(count: RandomHealth.byteCount)
        for index in stride(from: 512 * 9, to: 512 * 10, by: 16) { bytes[index] = bytes[512 * 9] }
        #expect(finding(bytes)?.hasPrefix("adaptive proportion") == true)
    }

    @Test("one bit in four hundred too many is found") func bits() throws {
        var bytes = try SecureRandom.bytes(count: RandomHealth.byteCount)
        for index in stride(from: 0, to: bytes.count, by: 50) { bytes[index] |= 0x11 }
        #expect(finding(bytes)?.hasPrefix("bits") == true)
    }

    @Test("bytes that are too even, or not even enough, are found") func bytes() throws {
        let even = (0..<RandomHealth.byteCount).map { UInt8(truncatingIfNeeded: $0) }
        #expect(finding(even)?.hasPrefix("chi-square") == true)
        var bytes = try SecureRandom.bytes(count: RandomHealth.byteCount)
        // Balanced in bits: 0x0f and 0xf0 in place of each hundredth byte.
        for index in stride(from: 0, to: bytes.count - 200, by: 200) {
            bytes[index] = 0x0f
            bytes[index + 100] = 0xf0
        }
        #expect(finding(bytes)?.hasPrefix("chi-square") == true)
    }

    private func finding(_ bytes: [UInt8]) -> String? {
        var health = RandomHealth()
        health.add(bytes)
        return health.finding
    }
}
