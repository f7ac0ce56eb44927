import CLimits
import Foundation

@inline(never)
func keep<Value>(_ value: Value) {}

func threadNanoseconds(_ body: () throws -> Void) rethrows -> Double {
    let start = nanoseconds(CLOCK_THREAD_CPUTIME_ID)
    try body()
    return nanoseconds(CLOCK_THREAD_CPUTIME_ID) - start
}

/// Right only if `body` stays on its thread.
func threadNanoseconds(_ body: () async throws -> Void) async rethrows -> Double {
    let start = nanoseconds(CLOCK_THREAD_CPUTIME_ID)
    try await body()
    return nanoseconds(CLOCK_THREAD_CPUTIME_ID) - start
}

func wallNanoseconds(_ body: () throws -> Void) rethrows -> Double {
    let start = nanoseconds(CLOCK_MONOTONIC)
    try body()
    return nanoseconds(CLOCK_MONOTONIC) - start
}

func allocations(_ body: () async throws -> Void) async rethrows -> UInt {
    let before = allocations()
    try await body()
    return allocations() - before
}

func nanoseconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

func median(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
}

/// Three quarters of the values are above it.
func lowerQuartile(_ values: [Double]) -> Double {
    values.sorted()[values.count / 4]
}

func residentMegabytes() -> Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
    return (line.split(separator: " ").dropLast().last.flatMap { Double($0) } ?? 0) / 1_024
}

extension Double {
    func formatted(decimals: Int) -> String { String(format: "%.\(decimals)f", self) }
}
