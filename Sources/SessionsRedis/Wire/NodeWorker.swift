#if Redis
    import Sessions
    import StoreSupport

    #if canImport(Darwin)
        import Darwin
    #else
        import Glibc
    #endif

    /// What a node's thread does: sends jobs as they come, without waiting for the answers to those before them, and hands
    /// out the answers in the same order. A server that stays silent for as long as a job may take loses its connection.
    struct NodeWorker {
        /// Answers that may be outstanding: a bound on what hiredis keeps in memory.
        private static let window = 4_096
        private static let shortestBackOff = Duration.milliseconds(20)
        private static let longestBackOff = Duration.seconds(1)
        /// How exactly the end of a job's time is kept.
        private static let tick = Duration.milliseconds(20)

        /// What the server owes an answer for, in order.
        private enum Due {
            /// A job, what has come of its answers, and whether somebody still waits for them.
            case job(Job, [Reply], isAwaited: Bool)
            /// WAIT, for all writes before it.
            case replicas
        }

        private let address: Address
        private let mailbox: Mailbox
        private let dialer: Dialer
        private let replicas: Int

        private var connection: Connection?
        private var isDialing = false
        private var failure: StoreError?
        private var backOff = Self.shortestBackOff
        private var mayDialAt = ContinuousClock.now
        private var waiting = Fifo<Job>()
        private var sent = Fifo<Due>()
        /// When the oldest of those that were sent was, or when the last answer came.
        private var lastSign = ContinuousClock.now
        /// Writes that were answered and wait for replicas.
        private var held: [(job: Job, replies: [Reply])] = []
        private var isClosed = false
        /// Whether the server has just said that it takes no writes.
        private var isReplica = false
        private var nextLook = ContinuousClock.now

        init(_ address: Address, mailbox: Mailbox, dialer: Dialer, replicas: Int) {
            self.address = address
            self.mailbox = mailbox
            self.dialer = dialer
            self.replicas = replicas
        }

        mutating func run() {
            while true {
                let (letters, isClosed) = mailbox.take()
                self.isClosed = isClosed
                for letter in letters {
                    switch letter {
                    case .job(let job): waiting.append(job)
                    case .dialed(let result): dialed(result)
                    }
                }
                dial()
                send()
                endOverdue()
                if isClosed, waiting.isEmpty, sent.isEmpty, !isDialing { return }
                poll()
            }
        }

        // MARK: Connecting

        private mutating func dial() {
            guard connection == nil, !isDialing, !waiting.isEmpty else { return }
            if let failure, isClosed || ContinuousClock.now < mayDialAt { return refuse(failure) }
            do throws(StoreError) {
                try WorkerThread.start { [address, dialer, mailbox] in
                    Node.ignoreBrokenPipes()
                    let result = Result { () throws(StoreError) in try dialer.dial(address) }
                    _ = mailbox.post(.dialed(result))
                }
                isDialing = true
            } catch {
                refuse(error)
            }
        }

        private mutating func dialed(_ result: Result<Connection, StoreError>) {
            isDialing = false
            switch result {
            case .success(let connection):
                self.connection = connection
                failure = nil
                backOff = Self.shortestBackOff
            case .failure(let error):
                failure = error
                mayDialAt = ContinuousClock.now + backOff
                backOff = min(backOff * 2, Self.longestBackOff)
                refuse(error)
            }
        }

        /// Nobody waits for a server that is not there: whoever can afford to tries again.
        private mutating func refuse(_ error: StoreError) {
            for job in waiting.removeAll() { job.answer(.failure(.unsent(error))) }
        }

        private mutating func lose(_ reason: String) {
            connection = nil
            let error = StoreError(.unavailable, "Redis at \(address) \(reason).")
            for (job, _) in held { job.answer(.failure(.unanswered(error))) }
            held = []
            for due in sent.removeAll() {
                if case .job(let job, _, true) = due { job.answer(.failure(.unanswered(error))) }
            }
            failure = error
            mayDialAt = ContinuousClock.now
        }

        // MARK: Sending and receiving

        private mutating func send() {
            guard let connection else { return }
            if sent.isEmpty { lastSign = ContinuousClock.now }
            var isWritten = false
            while sent.count < Self.window, let job = waiting.popFirst() {
                connection.append(job.bytes)
                sent.append(.job(job, [], isAwaited: true))
                isWritten = isWritten || job.isWrite
            }
            // One for all writes that go out together.
            if isWritten, replicas > 0 {
                let patience = max(dialer.timeout.wholeMilliseconds / 2, 1)
                connection.append(Command.bytes(["WAIT", "\(replicas)", "\(patience)"]))
                sent.append(.replicas)
            }
            if !connection.send() { lose("has closed the connection") }
        }

        private mutating func receive() {
            guard let connection else { return }
            guard connection.receive() else { return lose("has closed the connection") }
            do throws(StoreError) {
                while let reply = try connection.next() { take(reply) }
            } catch {
                return lose("does not speak its protocol")
            }
            // What it has would grow old: the next connection is refused for as long as it is a replica.
            if isReplica { lose("has become a replica") }
            isReplica = false
        }

        private mutating func take(_ reply: Reply) {
            lastSign = ContinuousClock.now
            if case .failure(let text) = reply, text.hasPrefix("READONLY") { isReplica = true }
            switch sent.first {
            case nil:
                // A server does not speak without being asked but to say that it closes.
                break
            case .replicas:
                _ = sent.popFirst()
                releaseHeld(reply)
            case .job(let job, var replies, let isAwaited):
                replies.append(reply)
                guard replies.count == job.count else {
                    sent.first = .job(job, replies, isAwaited: isAwaited)
                    return
                }
                _ = sent.popFirst()
                guard isAwaited else { return }
                if job.isWrite, replicas > 0 {
                    held.append((job, replies))
                } else {
                    job.answer(.success(replies))
                }
            }
        }

        private mutating func releaseHeld(_ reply: Reply) {
            let isEnough = (reply.integer ?? 0) >= Int64(replicas)
            let error = StoreError(
                .unavailable,
                "Redis at \(address) has written, but fewer than \(replicas) replicas have said so in time."
            )
            for (job, replies) in held {
                job.answer(isEnough ? .success(replies) : .failure(.unanswered(error)))
            }
            held = []
        }

        // MARK: Waiting

        private mutating func poll() {
            // What was read with what has been looked at wakes nobody.
            let hasMore = connection?.hasMore == true
            let mayWait = !hasMore && mailbox.fallAsleep(knowing: isClosed)
            let readable = connection?.readable ?? 0
            let isBusy = !waiting.isEmpty || !sent.isEmpty
            var descriptors = [
                pollfd(fd: mailbox.reading, events: Int16(POLLIN), revents: 0),
                pollfd(
                    fd: connection?.descriptor ?? -1,
                    events: connection?.interest ?? 0,
                    revents: 0
                ),
            ]
            let patience: Int32 = mayWait ? (isBusy ? Int32(Self.tick.wholeMilliseconds) : -1) : 0
            unsafe descriptors.withUnsafeMutableBufferPointer { unsafe _ = system_poll($0.baseAddress, patience) }
            if mayWait { mailbox.awake(isSignalled: descriptors[0].revents != 0) }
            if hasMore || descriptors[1].revents & (readable | Int16(POLLHUP | POLLERR)) != 0 { receive() }
        }

        private mutating func endOverdue() {
            let now = ContinuousClock.now
            if !sent.isEmpty, now - lastSign > dialer.timeout { lose("does not answer") }
            guard now >= nextLook else { return }
            nextLook = now + Self.tick
            let error = failure ?? StoreError(.unavailable, "Redis at \(address) does not answer.")
            var kept = Fifo<Job>()
            for job in waiting.removeAll() {
                if now >= job.end { job.answer(.failure(.unsent(error))) } else { kept.append(job) }
            }
            waiting = kept
            sent.forEach { due in
                guard case .job(let job, let replies, true) = due, now >= job.end else { return }
                job.answer(.failure(.unanswered(error)))
                due = .job(job, replies, isAwaited: false)
            }
        }
    }

    @unsafe private func system_poll(_ descriptors: UnsafeMutablePointer<pollfd>?, _ patience: Int32) -> Int32 {
        unsafe poll(descriptors, 2, patience)
    }
#endif
