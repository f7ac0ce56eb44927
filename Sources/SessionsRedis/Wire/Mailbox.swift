#if Redis
    import Sessions
    import Synchronization

    #if canImport(Darwin)
        import Darwin
    #else
        import Glibc
    #endif

    /// Where a node's thread gets its work, and what wakes it while it waits for its socket: a pipe, written to only when
    /// it sleeps.
    final class Mailbox: Sendable {
        enum Letter: Sendable {
            case job(Job)
            case dialed(Result<Connection, StoreError>)
        }

        private struct State {
            var letters: [Letter] = []
            var isAsleep = false
            var isClosed = false
        }

        private let state = Mutex(State())
        /// The end that is polled, and the one that is written to.
        let reading, writing: Int32

        init() throws(StoreError) {
            var ends: [Int32] = [-1, -1]
            let result = unsafe ends.withUnsafeMutableBufferPointer { unsafe pipe($0.baseAddress) }
            guard result == 0 else {
                throw StoreError(.unavailable, "The system grants no pipe for the session store (error \(errno)).")
            }
            for end in ends {
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
            }
            (reading, writing) = (ends[0], ends[1])
        }

        deinit {
            close(reading)
            close(writing)
        }

        /// False once it is closed, to all but the result of a dialing that was under way.
        func post(_ letter: Letter) -> Bool {
            let (isPosted, wakes) = state.withLock { state in
                if case .job = letter, state.isClosed { return (false, false) }
                state.letters.append(letter)
                defer { state.isAsleep = false }
                return (true, state.isAsleep)
            }
            if wakes { wake() }
            return isPosted
        }

        func stop() {
            let wakes = state.withLock { state in
                state.isClosed = true
                defer { state.isAsleep = false }
                return state.isAsleep
            }
            if wakes { wake() }
        }

        func take() -> (letters: [Letter], isClosed: Bool) {
            state.withLock { state in
                defer { state.letters.removeAll() }
                return (state.letters, state.isClosed)
            }
        }

        /// Whether there is nothing to do but to wait; whoever posts from now on writes to the pipe.
        /// - Parameter isClosed: what ``take()`` has said: a stop that came since then has found nobody asleep.
        func fallAsleep(knowing isClosed: Bool) -> Bool {
            state.withLock { state in
                state.isAsleep = state.letters.isEmpty && state.isClosed == isClosed
                return state.isAsleep
            }
        }

        func awake(isSignalled: Bool) {
            state.withLock { $0.isAsleep = false }
            guard isSignalled else { return }
            var bytes: (UInt64, UInt64) = (0, 0)
            unsafe withUnsafeMutableBytes(of: &bytes) { while unsafe read(reading, $0.baseAddress, $0.count) > 0 {} }
        }

        private func wake() {
            var byte: UInt8 = 1
            unsafe write(writing, &byte, 1)
        }
    }
#endif
