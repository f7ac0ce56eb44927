import HTTPTypes
import Sessions
import Synchronization

/// Where the requests of a story stop, wait to be released, and report what they have seen.
final class Stage: Sendable {
    /// Which request a task belongs to; `nil` for what the explorer itself does.
    @TaskLocal static var actor: Int?

    enum Mode: Sendable {
        /// Every call to the store waits.
        case stepping
        /// Calls go through: the explorer arranges a start or looks at the end.
        case free
        /// The story is over: whoever still waits is sent home and reaches the store no more.
        case abandoned
    }

    enum Report: Sendable {
        case stopped(Int, at: Stop)
        case replied(Int?, StoreCall, StoreCall.Reply)
        case begun(Int, Reading)
        case committing(Int, at: Timestamp)
        case finished(Int, Finish)
    }

    /// Before what a request stands.
    enum Stop: Sendable {
        case call(StoreCall)
        case commit
    }

    /// What a handler can see of a session.
    struct Reading: Sendable, Equatable {
        var family: SessionFamily?
        var subject: String?
        var names: Set<String> = []
        var count: Int?
    }

    struct Finish: Sendable {
        var failure: SessionError?
        var response = HTTPFields()
        /// What ``SessionManager/revoke(_:of:)`` returned.
        var hasRevoked: Bool?
    }

    private struct State {
        var mode = Mode.free
        var reports: [Report] = []
        var events: [SessionEvent] = []
        var gates: [Int: CheckedContinuation<Bool, Never>] = [:]
    }

    let executor = StepExecutor()
    private let state = Mutex(State())

    // MARK: For the tasks

    /// Waits to be released. `false` if the story was abandoned.
    func wait(at stop: Stop) async -> Bool {
        guard let actor = Stage.actor else { return true }
        return await withCheckedContinuation { continuation in
            let answer = state.withLock { state -> Bool? in
                switch state.mode {
                case .free: return true
                case .abandoned: return false
                case .stepping:
                    state.gates[actor] = continuation
                    state.reports.append(.stopped(actor, at: stop))
                    return nil
                }
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    func report(_ report: Report) { state.withLock { $0.reports.append(report) } }

    func note(_ event: SessionEvent) { state.withLock { $0.events.append(event) } }

    // MARK: For the driver

    func enter(_ mode: Mode) { state.withLock { $0.mode = mode } }

    /// Lets one request take one step, and waits until it stands again.
    func release(_ actor: Int) async {
        state.withLock { $0.gates.removeValue(forKey: actor) }?.resume(returning: true)
        await executor.settle()
    }

    /// Sends everybody home.
    func abandon() async {
        enter(.abandoned)
        for gate in state.withLock({ state in
            defer { state.gates = [:] }
            return Array(state.gates.values)
        }) { gate.resume(returning: false) }
        await executor.settle()
        _ = takeReports()
        _ = takeEvents()
    }

    func takeReports() -> [Report] {
        state.withLock { state in
            defer { state.reports = [] }
            return state.reports
        }
    }

    func takeEvents() -> [SessionEvent.Kind] {
        state.withLock { state in
            defer { state.events = [] }
            return state.events.map(\.kind)
        }
    }
}
