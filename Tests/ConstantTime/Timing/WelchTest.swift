/// Welch's t of two classes of measurements, whole and with the slow end cropped.
///
/// What interrupts a measurement makes it longer by far more than what is looked for, so the t of all of them may hide a
/// difference that the faster ones show. Thresholds come from a first part of the measurements, of both classes together.
struct WelchTest {
    /// The parts of the measurements that are kept.
    static let kept = [0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1]

    private struct Moments {
        var count = 0.0
        var mean = 0.0
        /// Sum of squared differences from the mean (Welford).
        var squares = 0.0

        mutating func add(_ value: Double) {
            count += 1
            let difference = value - mean
            mean += difference / count
            squares += difference * (value - mean)
        }
    }

    private let thresholds: [Double]
    private var classes: [[Moments]]

    /// - Parameter calibration: measurements in nanoseconds, of both classes.
    init(calibration: [Double]) {
        let sorted = calibration.sorted()
        thresholds = Self.kept.map { part in
            part == 1 || sorted.isEmpty ? .infinity : sorted[Int(part * Double(sorted.count - 1))]
        }
        classes = Array(repeating: Array(repeating: Moments(), count: Self.kept.count), count: 2)
    }

    mutating func add(_ nanoseconds: Double, isSecond: Bool) {
        for index in thresholds.indices where nanoseconds <= thresholds[index] {
            classes[isSecond ? 1 : 0][index].add(nanoseconds)
        }
    }

    var count: Int { Int(classes[0][Self.kept.count - 1].count + classes[1][Self.kept.count - 1].count) }

    /// The greatest |t| of all crops.
    var greatest: Double {
        thresholds.indices.map { abs(t($0)) }.max() ?? 0
    }

    /// What the second class takes longer, in nanoseconds, of the faster nine tenths.
    var difference: Double {
        let index = Self.kept.firstIndex(of: 0.9) ?? 0
        return classes[1][index].mean - classes[0][index].mean
    }

    /// What the first class takes, of the faster nine tenths.
    var mean: Double { classes[0][Self.kept.firstIndex(of: 0.9) ?? 0].mean }

    private func t(_ index: Int) -> Double {
        let (first, second) = (classes[0][index], classes[1][index])
        guard first.count > 1_000, second.count > 1_000 else { return 0 }
        let variance =
            first.squares / (first.count - 1) / first.count + second.squares / (second.count - 1) / second.count
        return variance > 0 ? (first.mean - second.mean) / variance.squareRoot() : 0
    }
}
