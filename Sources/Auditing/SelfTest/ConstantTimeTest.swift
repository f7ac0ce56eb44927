import SecureTokens

/// Compares the comparison with itself: right for every bit, and as slow for a first difference as for none.
enum ConstantTimeTest {
    /// Long enough that a comparison which stops at a difference would be tens of times faster.
    private static let length = 1 << 18
    private static let rounds = 101

    static func run() -> SelfTestResult {
        let name = "constant-time compare"
        let bytes = (0..<33).map { UInt8($0) }
        for bit in 0..<(bytes.count * 8) {
            var other = bytes
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            if constantTimeEquals(bytes.span, other.span) {
                return SelfTestResult(name: name, passed: false, detail: "misses bit \(bit)")
            }
        }
        let right =
            constantTimeEquals(bytes.span, Array(bytes).span)
            && !constantTimeEquals(bytes.span, bytes.span.extracting(first: 32))
        guard right else { return SelfTestResult(name: name, passed: false, detail: "gives a wrong answer") }

        let ratio = timeRatio()
        return SelfTestResult(
            name: name,
            passed: 0.5...2 ~= ratio,
            detail: "each bit seen; early difference takes \(Int((ratio * 100).rounded())) % of equal"
        )
    }

    /// The median time for buffers that differ in their first byte over that for equal ones, taken in turns.
    private static func timeRatio() -> Double {
        let first = [UInt8](repeating: 1, count: length)
        let equal = [UInt8](repeating: 1, count: length)
        var different = equal
        different[0] = 0
        let clock = ContinuousClock()
        var times: (equal: [Duration], different: [Duration]) = ([], [])
        var matches = 0
        for _ in 0..<rounds {
            times.equal.append(clock.measure { matches += constantTimeEquals(first.span, equal.span) ? 1 : 0 })
            times.different.append(clock.measure { matches += constantTimeEquals(first.span, different.span) ? 1 : 0 })
        }
        // The answers are used, so that no comparison can be left out.
        guard matches == rounds else { return .infinity }
        return times.different.sorted()[rounds / 2] / times.equal.sorted()[rounds / 2]
    }
}
