/// What is looked at on the machine itself, beside the vectors.
package enum SelfTest: CaseIterable, Sendable {
    case random, wiping, constantTime, lockedMemory, fips, openSSL

    /// Runs the test. None throws: what cannot be looked at has failed.
    package func run() -> SelfTestResult {
        switch self {
        case .random: RandomHealth.test()
        case .wiping: WipingTest.run()
        case .constantTime: ConstantTimeTest.run()
        case .lockedMemory: SystemState.lockedMemory()
        case .fips: SystemState.fips()
        case .openSSL: SystemState.openSSL()
        }
    }
}
