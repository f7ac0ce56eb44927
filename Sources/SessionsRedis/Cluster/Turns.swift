#if Redis
    import Synchronization

    /// Lets the tasks of this process that decide about one subject do so one after another.
    ///
    /// None waits for longer than a call may take: when the server stays silent, the first gives up at the end of its time,
    /// and that of the others has come by then.
    final class Turns: Sendable {
        /// Who waits for a subject, in order; an entry without anybody says that somebody is at it.
        private let waiting = Mutex<[[UInt8]: Fifo<CheckedContinuation<Void, Never>>]>([:])

        func begin(_ subject: [UInt8]) async {
            await withCheckedContinuation { continuation in
                let isFree = waiting.withLock { waiting in
                    guard waiting[subject] != nil else {
                        waiting[subject] = Fifo()
                        return true
                    }
                    waiting[subject]?.append(continuation)
                    return false
                }
                if isFree { continuation.resume() }
            }
        }

        func end(_ subject: [UInt8]) {
            let next = waiting.withLock { waiting in
                let next = waiting[subject]?.popFirst()
                if next == nil { waiting[subject] = nil }
                return next
            }
            next?.resume()
        }
    }
#endif
