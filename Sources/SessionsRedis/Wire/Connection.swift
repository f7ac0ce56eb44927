#if Redis
    import CHiredis
    import Sessions

    #if canImport(Darwin)
        import Darwin
    #else
        import Glibc
    #endif

    /// One connection to a server: what waits to be sent, and hiredis's reader, which makes answers of what has come. The
    /// rest of hiredis is left aside: what it knows of TLS depends on its version, and Debian 12's knows nothing.
    ///
    /// Used by one thread at a time: the one that dials, and then the node's.
    @safe final class Connection: @unchecked Sendable {
        /// As much as a record of TLS holds (RFC 8446 §5.1).
        private static let room = 16_384
        /// An empty buffer of more than that is given back.
        private static let mostKept = 1 << 20

        let address: Address
        private let timeout: Duration
        private let channel: Channel
        private let reader: UnsafeMutablePointer<redisReader>
        private let input: UnsafeMutableRawBufferPointer
        private var output: [UInt8] = []
        /// How much of that has been sent.
        private var sent = 0
        /// What the socket has to be ready for before more can be read or sent: TLS may have to write in order to read.
        private(set) var readable = Int16(POLLIN)
        private var writable = Int16(POLLOUT)
        private var isFirst = true

        /// Connects, and waits for it, a handshake included. A tenth less than `timeout`: whoever waits for as long as a call
        /// may take then learns what was the matter.
        init(
            to address: Address,
            encrypted settings: RedisStore.Configuration.TLS?,
            timeout: Duration
        ) throws(StoreError) {
            self.address = address
            self.timeout = timeout
            channel = try Channel(to: address, encrypted: settings, by: ContinuousClock.now + timeout * 9 / 10)
            guard let reader = unsafe redisReaderCreate() else {
                throw StoreError(.unavailable, "No memory is left for a connection to Redis at \(address).")
            }
            unsafe self.reader = reader
            unsafe input = .allocate(byteCount: Self.room, alignment: 16)
        }

        deinit {
            unsafe redisReaderFree(reader)
            unsafe input.deallocate()
        }

        var descriptor: Int32 { channel.socket.descriptor }

        /// What poll is to look for.
        var interest: Int16 { isSending ? readable | writable : readable }

        /// Whether there may be something to read that poll does not see.
        var hasMore: Bool { channel.hasMore }

        /// Sends a command and waits for its answer, up to the time-out.
        func call(_ command: [UInt8]) throws(StoreError) -> Reply {
            let end = ContinuousClock.now + timeout
            append(command)
            while true {
                // Who closes the connection may have said why.
                let isSent = send()
                if hasMore || channel.socket.wait(for: interest, until: end), !receive() { throw loss }
                guard isSent else { throw loss }
                if let reply = try next() { return reply }
                guard ContinuousClock.now < end else {
                    throw StoreError(.unavailable, "Redis at \(address) does not answer.")
                }
            }
        }

        /// Puts a command behind those that wait to be sent.
        func append(_ command: [UInt8]) {
            output += command
        }

        /// Whether anything waits to be sent.
        var isSending: Bool { sent < output.count }

        /// Sends as much as the system takes; false if the connection is lost.
        func send() -> Bool {
            while isSending {
                let transfer = unsafe output.withUnsafeBytes {
                    unsafe channel.write(UnsafeRawBufferPointer(rebasing: $0[sent...]))
                }
                switch transfer {
                case .moved(let count): sent += count
                case .waits(let events):
                    writable = events
                    // A server that takes little at a time does not make it grow.
                    if sent > output.count / 2 { drop() }
                    return true
                case .lost: return false
                }
            }
            if sent > 0 { drop() }
            return true
        }

        private func drop() {
            if sent == output.count {
                output.removeAll(keepingCapacity: output.capacity <= Self.mostKept)
            } else {
                output.removeFirst(sent)
            }
            sent = 0
        }

        /// Reads what has come, a part of it at least; false if the connection is lost.
        func receive() -> Bool {
            switch unsafe channel.read(input) {
            case .moved(let count):
                readable = Int16(POLLIN)
                let bytes = unsafe UnsafeRawBufferPointer(rebasing: input[..<count])
                if isFirst { speaksTLS = unsafe bytes.starts(with: Self.alert) }
                isFirst = false
                return unsafe redisReaderFeed(reader, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), count)
                    == REDIS_OK
            case .waits(let events):
                readable = events
                return true
            case .lost: return false
            }
        }

        /// How an alert of TLS begins: its kind and the first half of a version (RFC 8446 §5.1).
        private static let alert: [UInt8] = [21, 3]
        private var speaksTLS = false

        /// The next answer among what has come.
        /// - Throws: `StoreError.Code.unavailable` if what has come is no answer of a Redis, and
        ///   `StoreError.Code.invalidConfiguration` if it is one of TLS to what was not encrypted.
        func next() throws(StoreError) -> Reply? {
            if speaksTLS {
                throw StoreError(
                    .invalidConfiguration,
                    "Redis at \(address) speaks TLS there: begin the address with rediss://, or name its plain port."
                )
            }
            var reply: UnsafeMutableRawPointer?
            guard unsafe redisReaderGetReply(reader, &reply) == REDIS_OK else {
                throw StoreError(.unavailable, "What listens at \(address) does not speak the protocol of Redis.")
            }
            guard let reply = unsafe reply else { return nil }
            defer { unsafe freeReplyObject(reply) }
            return unsafe Reply(reply.assumingMemoryBound(to: redisReply.self))
        }

        /// That the connection is lost, and why where that is known.
        private var loss: StoreError {
            if let failure = channel.failure { return failure }
            guard isFirst, case .plain = channel else {
                return StoreError(.unavailable, "Redis at \(address) has closed the connection.")
            }
            return StoreError(
                .unavailable,
                "Redis at \(address) has closed the connection before it said anything. A port for TLS does so: the address "
                    + "then begins with rediss://."
            )
        }
    }
#endif
