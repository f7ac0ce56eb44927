#if Redis
    import Sessions
    import StoreSupport

    #if canImport(Darwin)
        import Darwin
    #else
        import Glibc
    #endif

    /// One server, with a connection and a thread of its own: whatever tasks want of it at a time goes out in one stream,
    /// and the answers are handed out as they come.
    final class Node: Sendable {
        let address: Address
        private let mailbox: Mailbox
        private let end = Completion()

        /// Starts the thread. It connects when there is something to do.
        init(_ address: Address, dialer: Dialer, replicas: Int) throws(StoreError) {
            self.address = address
            mailbox = try Mailbox()
            try WorkerThread.start { [mailbox, end] in
                Self.ignoreBrokenPipes()
                var worker = NodeWorker(address, mailbox: mailbox, dialer: dialer, replicas: replicas)
                worker.run()
                end.complete()
            }
        }

        /// Sends `count` commands in one piece, with nobody else's among them, and gives their answers.
        func perform(
            _ bytes: [UInt8],
            count: Int,
            isWrite: Bool,
            by time: ContinuousClock.Instant
        ) async -> Result<[Reply], Loss> {
            await withCheckedContinuation { continuation in
                let job = Job(bytes: bytes, count: count, isWrite: isWrite, end: time) {
                    continuation.resume(returning: $0)
                }
                if !mailbox.post(.job(job)) { job.answer(.failure(.unsent(.closed))) }
            }
        }

        /// Lets the thread end once what it has taken on is answered.
        func stop() {
            mailbox.stop()
        }

        /// Returns once the thread has ended.
        func waitForEnd() async {
            await end.wait()
        }

        /// Sockets are written to that the other side may have closed. The signal would end the process.
        static func ignoreBrokenPipes() {
            var signals = sigset_t()
            unsafe sigemptyset(&signals)
            unsafe sigaddset(&signals, SIGPIPE)
            unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        }
    }

    extension StoreError {
        static let closed = StoreError(.unavailable, "The session store has been closed.")
    }
#endif
