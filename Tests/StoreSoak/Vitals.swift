import Foundation

/// Memory, file descriptors and the size of the file, over time.
struct Vitals {
    private struct Sample {
        let memory: Double
        let descriptors: Int
    }

    private let file: String
    private let began = ContinuousClock.now
    private var last = ContinuousClock.now
    private var samples: [Sample] = []

    init(file: String) {
        self.file = file
        print("seconds  requests/s  longest ms  memory MB  descriptors  file MB")
    }

    mutating func sample(_ interval: Ledger.Interval) {
        let now = ContinuousClock.now
        let sample = Sample(memory: Self.memory, descriptors: Self.descriptors)
        let columns: [(Double, Int, Int)] = [
            ((now - began) / .seconds(1), 7, 0), (Double(interval.requests) / ((now - last) / .seconds(1)), 12, 0),
            (interval.longest / .milliseconds(1), 12, 1), (sample.memory, 11, 1), (Double(sample.descriptors), 13, 0),
            (Double(Self.size(file)) / 1e6, 9, 1),
        ]
        print(columns.map { Self.column($0.0, width: $0.1, decimals: $0.2) }.joined())
        samples.append(sample)
        last = now
    }

    /// What grew. Warmed up after a quarter of the time: nothing after it may be more than a tenth and 8 MB above what the
    /// second quarter needed at most.
    var problems: [String] {
        let quarter = samples.count / 4
        guard quarter > 0 else { return ["the time was too short to see whether memory grows"] }
        let (second, last) = (samples[quarter..<(2 * quarter)], samples.suffix(quarter))
        var problems: [String] = []
        if let before = second.map(\.memory).max(), let after = last.map(\.memory).max(), after > before * 1.1 + 8 {
            problems.append("memory grew from \(Int(before)) to \(Int(after)) MB")
        }
        if let before = second.map(\.descriptors).max(), let after = last.map(\.descriptors).max(), after > before + 4 {
            problems.append("file descriptors grew from \(before) to \(after)")
        }
        return problems
    }

    private static func column(_ number: Double, width: Int, decimals: Int) -> String {
        let text = number.formatted(.number.precision(.fractionLength(decimals)).grouping(.never))
        return String(repeating: " ", count: max(1, width - text.count)) + text
    }

    private static var memory: Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (line.split(separator: " ").dropLast().last.flatMap { Double($0) } ?? 0) / 1_024
    }

    private static var descriptors: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }

    private static func size(_ path: String) -> Int {
        [path, path + "-wal"].reduce(0) { sum, path in
            sum + ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0)
        }
    }
}
