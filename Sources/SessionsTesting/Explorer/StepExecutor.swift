import Synchronization

/// Runs the tasks of a story one job at a time, and only when it is asked to: so nothing happens between two steps.
///
/// A store may answer from a thread of its own. Its answer comes back as a job of the task that asked, so the one thing
/// to keep account of is how many calls are with the store: while there is one, no more jobs does not mean that all is
/// still.
final class StepExecutor: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var next = 0
        var callsAway = 0
        var waiting: CheckedContinuation<Void, Never>?

        mutating func takeJob() -> UnownedJob? {
            guard next < jobs.count else {
                jobs.removeAll(keepingCapacity: true)
                next = 0
                return nil
            }
            defer { next += 1 }
            return jobs[next]
        }

        mutating func takeWaiting() -> CheckedContinuation<Void, Never>? {
            defer { waiting = nil }
            return waiting
        }
    }

    private let state = Mutex(State())

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let waiting = state.withLock { state in
            state.jobs.append(job)
            return state.takeWaiting()
        }
        waiting?.resume()
    }

    /// Says that a call goes to the store, and that its answer has come back.
    func callLeft() { state.withLock { $0.callsAway += 1 } }
    func callReturned() { state.withLock { $0.callsAway -= 1 } }

    /// Runs every job that there is, and those that come of them, until nothing moves.
    func settle() async {
        while true {
            runJobs()
            let isStill = state.withLock { $0.next >= $0.jobs.count && $0.callsAway == 0 }
            if isStill { return }
            await withCheckedContinuation { continuation in
                let hasJob = state.withLock { state in
                    if state.next < state.jobs.count { return true }
                    state.waiting = continuation
                    return false
                }
                if hasJob { continuation.resume() }
            }
        }
    }

    private func runJobs() {
        while let job = state.withLock({ $0.takeJob() }) {
            unsafe job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
