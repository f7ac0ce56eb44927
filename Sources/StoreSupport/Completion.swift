import Synchronization

/// Something that happens once and that tasks wait for.
package final class Completion: Sendable {
    private enum State {
        case pending([CheckedContinuation<Void, Never>])
        case complete
    }

    private let state = Mutex(State.pending([]))

    package init() {}

    package func complete() {
        let waiting = state.withLock { state in
            defer { state = .complete }
            if case .pending(let waiting) = state { return waiting }
            return []
        }
        for continuation in waiting { continuation.resume() }
    }

    package func wait() async {
        await withCheckedContinuation { continuation in
            let isComplete = state.withLock { state in
                guard case .pending(let waiting) = state else { return true }
                state = .pending(waiting + [continuation])
                return false
            }
            if isComplete { continuation.resume() }
        }
    }
}
