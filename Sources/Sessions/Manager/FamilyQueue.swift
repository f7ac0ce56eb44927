import Synchronization

/// Lets the writers of one session in this process take turns, once they have got into each other's way.
///
/// Optimistic commits of many requests on one session would make most of them lose, load and try again. After a few
/// tries a commit waits here, so that at any time one of this process tries and the others wait without work.
final class FamilyQueue: Sendable {
    /// Those who wait for their turn, in the order in which they came.
    private struct Line {
        private var waiting: [CheckedContinuation<Void, Never>?] = []
        private var next = 0

        mutating func join(_ continuation: CheckedContinuation<Void, Never>) {
            waiting.append(continuation)
        }

        /// Takes out the first. Those before it stay in the array as `nil` until they are half of it: removing them one by
        /// one would move all others each time, under a lock that the writers of every session share.
        mutating func call() -> CheckedContinuation<Void, Never>? {
            guard next < waiting.count else { return nil }
            let first = waiting[next]
            waiting[next] = nil
            next += 1
            if next > waiting.count / 2 {
                waiting.removeFirst(next)
                next = 0
            }
            return first
        }
    }

    /// Families in which a writer has its turn, each with the line behind it.
    private let lines = Mutex<[SessionFamily: Line]>([:])
    /// How many they are. Nearly always none: then no writer need take the lock, which all sessions share, to learn it.
    private let count = Atomic<Int>(0)

    /// Whether writers of this session are taking turns now; a newcomer then had better queue at once. He may as well try
    /// if he learns of them a moment late.
    func isContended(_ family: SessionFamily) -> Bool {
        count.load(ordering: .relaxed) > 0 && lines.withLock { $0[family] != nil }
    }

    /// Runs `body` when it is this caller's turn.
    func withTurn<Result, Failure: Error>(
        in family: SessionFamily,
        _ body: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        await withCheckedContinuation { continuation in
            let isFree = lines.withLock { lines in
                guard lines[family] != nil else {
                    lines[family] = Line()
                    count.store(lines.count, ordering: .relaxed)
                    return true
                }
                lines[family]?.join(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
        defer { passTurn(in: family) }
        return try await body()
    }

    private func passTurn(in family: SessionFamily) {
        let next = lines.withLock { lines in
            let next = lines[family]?.call()
            if next == nil {
                lines[family] = nil
                count.store(lines.count, ordering: .relaxed)
            }
            return next
        }
        next?.resume()
    }
}
