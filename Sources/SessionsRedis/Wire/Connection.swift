#if Redis
    import CHiredis
    import Sessions

    #if canImport(Darwin)
        import Darwin
    #else
        import Glibc
    #endif

    /// One connection to a server: hiredis's context, which first waits for each answer and later for none.
    ///
    /// Used by one thread at a time: the one that dials, and then the node's.
    @safe final class Connection: @unchecked Sendable {
        let address: Address
        private let context: UnsafeMutablePointer<redisContext>

        /// Connects, and waits for it. Answers are waited for up to `timeout` each until ``stopWaiting()``.
        init(to address: Address, timeout: Duration) throws(StoreError) {
            let time = timeval(timeout)
            guard let context = unsafe redisConnectWithTimeout(address.host, address.port, time) else {
                throw StoreError(.unavailable, "No memory is left for a connection to Redis at \(address).")
            }
            self.address = address
            unsafe self.context = context
            // The system's own words may be those of a resolver in another language; the number means little here.
            guard unsafe context.pointee.err == 0 else {
                throw StoreError(.unavailable, "Redis at \(address) cannot be reached.")
            }
            unsafe redisSetTimeout(context, time)
            unsafe redisEnableKeepAlive(context)
        }

        deinit {
            unsafe redisFree(context)
        }

        var descriptor: Int32 { unsafe context.pointee.fd }

        /// Sends a command and waits for its answer.
        func call(_ command: [UInt8]) throws(StoreError) -> Reply {
            append(command)
            var reply: UnsafeMutableRawPointer?
            guard unsafe redisGetReply(context, &reply) == REDIS_OK, let reply = unsafe reply else {
                throw StoreError(.unavailable, "Redis at \(address) does not answer.")
            }
            return unsafe Self.take(reply)
        }

        /// From now on no call waits.
        func stopWaiting() throws(StoreError) {
            let flags = fcntl(descriptor, F_GETFL)
            guard flags >= 0, fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 else {
                throw StoreError(.unavailable, "The connection to Redis at \(address) cannot be used.")
            }
            unsafe context.pointee.flags &= ~Int32(REDIS_BLOCK)
        }

        /// Puts a command behind those that wait to be sent.
        func append(_ command: [UInt8]) {
            unsafe command.withUnsafeBytes { bytes in
                _ = unsafe redisAppendFormattedCommand(
                    context,
                    bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                    bytes.count
                )
            }
        }

        /// Whether anything waits to be sent.
        private(set) var isSending = false

        /// Sends as much as the system takes; false if the connection is lost.
        func send() -> Bool {
            var done: Int32 = 0
            guard unsafe redisBufferWrite(context, &done) == REDIS_OK else { return false }
            isSending = done == 0
            return true
        }

        /// Reads what has come; false if the connection is lost.
        func receive() -> Bool {
            unsafe redisBufferRead(context) == REDIS_OK
        }

        /// The next answer among what has come.
        /// - Throws: `StoreError.Code.unavailable` if what has come is no answer of a Redis.
        func next() throws(StoreError) -> Reply? {
            var reply: UnsafeMutableRawPointer?
            guard unsafe redisGetReplyFromReader(context, &reply) == REDIS_OK else {
                throw StoreError(.unavailable, "What listens at \(address) does not speak the protocol of Redis.")
            }
            guard let reply = unsafe reply else { return nil }
            return unsafe Self.take(reply)
        }

        @unsafe private static func take(_ reply: UnsafeMutableRawPointer) -> Reply {
            defer { unsafe freeReplyObject(reply) }
            return unsafe Reply(reply.assumingMemoryBound(to: redisReply.self))
        }
    }

    extension timeval {
        fileprivate init(_ duration: Duration) {
            let milliseconds = max(duration.wholeMilliseconds, 1)
            self.init(tv_sec: Int(milliseconds / 1_000), tv_usec: .init(milliseconds % 1_000 * 1_000))
        }
    }
#endif
