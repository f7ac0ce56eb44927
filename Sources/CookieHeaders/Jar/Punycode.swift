/// International labels in ASCII (RFC 3492).
enum Punycode {
    /// A label in lower case, as an A-label (`xn--…`) if it is not ASCII; nil if it would be over 63 bytes.
    static func label(_ label: String) -> String? {
        if label.utf8.allSatisfy({ $0 < 0x80 }) {
            let lowered = label.utf8.map(\.asciiLowercased)
            return lowered.span.utf8String()
        }
        // An A-label has a byte at least for each character, so this bounds the work too.
        let scalars = label.lowercased().unicodeScalars.map { Int($0.value) }
        guard scalars.count <= 59 else { return nil }
        var output = Array("xn--".utf8)
        output += scalars.filter { $0 < 0x80 }.map { UInt8(truncatingIfNeeded: $0) }
        let basicCount = output.count - 4
        if basicCount > 0 { output.append(UInt8(ascii: "-")) }
        encode(scalars, basicCount: basicCount, into: &output)
        // Not a conditional expression: with a span in it the compiler breaks (6.3.1).
        guard output.count <= 63 else { return nil }
        return output.span.utf8String()
    }

    /// §6.3. With at most 59 characters no number here passes 60 times the greatest scalar.
    private static func encode(_ scalars: [Int], basicCount: Int, into output: inout [UInt8]) {
        var next = 0x80
        var delta = 0
        var bias = 72
        var handled = basicCount
        while handled < scalars.count {
            guard let least = scalars.lazy.filter({ $0 >= next }).min() else { return }
            delta += (least - next) * (handled + 1)
            next = least
            for scalar in scalars {
                if scalar < next { delta += 1 }
                guard scalar == next else { continue }
                write(delta, bias: bias, into: &output)
                bias = adapt(delta, count: handled + 1, isFirst: handled == basicCount)
                delta = 0
                handled += 1
            }
            delta += 1
            next += 1
        }
    }

    private static func write(_ delta: Int, bias: Int, into output: inout [UInt8]) {
        var rest = delta
        var position = 36
        while true {
            let threshold = min(max(position - bias, 1), 26)
            guard rest >= threshold else { break }
            output.append(digit(threshold + (rest - threshold) % (36 - threshold)))
            rest = (rest - threshold) / (36 - threshold)
            position += 36
        }
        output.append(digit(rest))
    }

    /// §6.1.
    private static func adapt(_ delta: Int, count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var position = 0
        while delta > 455 {
            delta /= 35
            position += 36
        }
        return position + 36 * delta / (delta + 38)
    }

    private static func digit(_ number: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: number < 26 ? 0x61 + number : 0x30 + number - 26)
    }
}
