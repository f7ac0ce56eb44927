#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Something done with one of two classes of inputs.
struct Experiment<Input> {
    let name: String
    /// As many of each: which one a measurement takes is drawn, so that caches and predictors learn neither.
    let first, second: [Input]
    let run: (Input) -> Void
}

/// The same for what waits.
struct AsyncExperiment<Input> {
    let name: String
    let first, second: [Input]
    let run: (Input) async -> Void
}

struct Measurement {
    let duration: Duration
    private static let calibrations = 20_000

    func run(_ experiment: Experiment<[UInt8]>) -> (name: String, test: WelchTest) {
        var choice = Choice()
        var measured: [Double] = []
        // Both classes are read from one place: where an input lies would be seen more clearly than what is in it.
        var place = [UInt8](repeating: 0, count: experiment.first.first?.count ?? 0)
        func measure(_ isSecond: Bool) -> Double {
            let inputs = isSecond ? experiment.second : experiment.first
            let input = inputs[choice.index(below: inputs.count)]
            for index in place.indices { place[index] = input[index] }
            let start = nanoseconds()
            experiment.run(place)
            return Double(nanoseconds() - start)
        }
        for _ in 0..<Self.calibrations { measured.append(measure(choice.bit())) }
        var test = WelchTest(calibration: measured)
        let end = ContinuousClock.now + duration
        while ContinuousClock.now < end {
            for _ in 0..<1_000 {
                let isSecond = choice.bit()
                test.add(measure(isSecond), isSecond: isSecond)
            }
        }
        return (experiment.name, test)
    }

    func run<Input>(_ experiment: AsyncExperiment<Input>) async -> (name: String, test: WelchTest) {
        var choice = Choice()
        var measured: [Double] = []
        var test = WelchTest(calibration: [])
        let calibrations = Self.calibrations / 4
        var end = ContinuousClock.now + duration
        var count = 0
        while count < calibrations || ContinuousClock.now < end {
            let isSecond = choice.bit()
            let inputs = isSecond ? experiment.second : experiment.first
            let input = inputs[choice.index(below: inputs.count)]
            let start = nanoseconds()
            await experiment.run(input)
            let time = Double(nanoseconds() - start)
            count += 1
            if count < calibrations {
                measured.append(time)
            } else if count == calibrations {
                test = WelchTest(calibration: measured)
                end = ContinuousClock.now + duration
            } else {
                test.add(time, isSecond: isSecond)
            }
        }
        return (experiment.name, test)
    }

    private func nanoseconds() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// Which class and which input come next: cheap, and not to be predicted by a processor.
private struct Choice {
    private var state: UInt64 = .random(in: 1 ... .max)

    private mutating func next() -> UInt64 {
        // xorshift64*
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }

    mutating func bit() -> Bool { next() >> 63 == 1 }

    mutating func index(below count: Int) -> Int { Int(next() >> 33) % max(1, count) }
}
