import SecureTokens

/// Looks for a generator that is stuck, biased or repeating.
///
/// The two health tests of SP 800-90B §4.4 for full-entropy bytes, a count of bits and a chi-square over bytes. They find
/// breakage and prove no randomness. The bounds are set so that a sound generator fails one run in 2^33.
package struct RandomHealth: Sendable {
    /// 4 MiB.
    package static let byteCount = 1 << 22

    /// Equal bytes in a row (SP 800-90B §4.4.1). 2^22 places, each 2^-56: 2^-34.
    private static let longestRun = 7
    /// How often the first byte of a window comes in it (§4.4.2). 23 more of 511 is 2^-54, in 2^13 windows: 2^-41.
    private static let window = 512
    private static let mostInWindow = 23
    /// Standard deviations of the number of ones, either way: 2^-38.
    private static let deviations = 7.0
    /// Chi-square with 255 degrees of freedom: 2^-40 below, 2^-40 above.
    private static let chiSquare = 125.0...450.0

    private var counts = [Int](repeating: 0, count: 256)
    private var total = 0
    private var ones = 0
    private var last: UInt8?
    private var run = 0
    private var longest = 0
    private var windowFirst: UInt8 = 0
    private var windowCount = 0
    private var mostSeen = 0

    package init() {}

    /// Takes the next bytes of the generator.
    package mutating func add(_ bytes: [UInt8]) {
        for byte in bytes {
            counts[Int(byte)] += 1
            ones += byte.nonzeroBitCount
            run = byte == last ? run + 1 : 1
            last = byte
            longest = max(longest, run)
            if total % Self.window == 0 {
                windowFirst = byte
                windowCount = 0
            }
            if byte == windowFirst {
                windowCount += 1
                mostSeen = max(mostSeen, windowCount)
            }
            total += 1
        }
    }

    /// What is wrong with the bytes so far, nil if nothing is.
    package var finding: String? {
        if longest > Self.longestRun { return "repetition count: \(longest) equal bytes in a row" }
        if mostSeen > Self.mostInWindow { return "adaptive proportion: one byte \(mostSeen) times in \(Self.window)" }
        let bits = Double(total * 8)
        let deviation = (Double(ones) - bits / 2) / (bits.squareRoot() / 2)
        if abs(deviation) > Self.deviations { return "bits: \(ones) ones in \(total * 8)" }
        guard Self.chiSquare.contains(chiSquare) else {
            return "chi-square over bytes: \(Int(chiSquare)), not near 255"
        }
        return nil
    }

    private var chiSquare: Double {
        let expected = Double(total) / 256
        return counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) } / expected
    }

    static func test() -> SelfTestResult {
        let name = "random generator"
        var health = RandomHealth()
        // Mostly in the sizes that keys and nonces have, which come from the stock: one byte too few would show.
        let sizes = [32, 24, 12, 28, 1, 16, 500]
        var (drawn, index) = (0, 0)
        do throws(TokenError) {
            while drawn < byteCount {
                let size = index % 1000 == 0 ? 10_000 : sizes[index % sizes.count]
                let bytes = try SecureRandom.bytes(count: min(size, byteCount - drawn))
                health.add(bytes)
                drawn += bytes.count
                index += 1
            }
        } catch {
            return SelfTestResult(name: name, passed: false, detail: error.description)
        }
        let finding = health.finding
        return SelfTestResult(
            name: name,
            passed: finding == nil,
            detail: finding ?? "4 MiB sound (SP 800-90B, bits, chi-square)"
        )
    }
}
