#if Redis
    import Sessions

    #if canImport(Darwin)
        import Darwin
    #else
        import Glibc
    #endif

    /// What has become of an attempt to read or write that did not wait.
    enum Transfer {
        /// So many bytes, one at least.
        case moved(Int)
        /// Nothing, until the socket is ready for that (as poll names it).
        case waits(Int16)
        /// The connection is gone.
        case lost
    }

    /// A connection of TCP. Reading and writing wait for nothing.
    final class Socket {
        let descriptor: Int32

        /// Connects to the first of the host's addresses that lets it, and waits for that. To find the addresses of a name
        /// takes as long as the system does.
        init(to address: Address, by end: ContinuousClock.Instant) throws(StoreError) {
            var hints = unsafe addrinfo()
            unsafe hints.ai_socktype = Self.stream
            var first: UnsafeMutablePointer<addrinfo>?
            // The system's own words may be those of a resolver in another language; the number means little here.
            let unreachable = StoreError(.unavailable, "Redis at \(address) cannot be reached.")
            guard unsafe getaddrinfo(address.host, "\(address.port)", &hints, &first) == 0 else { throw unreachable }
            defer { unsafe freeaddrinfo(first) }
            var left = 0
            var entry = unsafe first
            while let here = unsafe entry {
                left += 1
                unsafe entry = here.pointee.ai_next
            }
            unsafe entry = first
            while let here = unsafe entry {
                // One that does not answer leaves time for the others.
                let now = ContinuousClock.now
                if let descriptor = unsafe Self.connect(here.pointee, by: now + (end - now) / left) {
                    self.descriptor = descriptor
                    return
                }
                left -= 1
                unsafe entry = here.pointee.ai_next
            }
            throw unreachable
        }

        deinit {
            close(descriptor)
        }

        /// Waits for one of those events; false if none comes in time.
        func wait(for events: Int16, until end: ContinuousClock.Instant) -> Bool {
            Self.wait(for: events, on: descriptor, until: end)
        }

        /// Reads what has come, as much as there is room for.
        @unsafe func read(_ room: UnsafeMutableRawBufferPointer) -> Transfer {
            while true {
                let count = unsafe recv(descriptor, room.baseAddress, room.count, 0)
                if count > 0 { return .moved(count) }
                if count < 0, errno == EINTR { continue }
                return count < 0 && Self.isMomentary(errno) ? .waits(Int16(POLLIN)) : .lost
            }
        }

        /// Sends as much as the system takes.
        @unsafe func write(_ bytes: UnsafeRawBufferPointer) -> Transfer {
            while true {
                let count = unsafe send(descriptor, bytes.baseAddress, bytes.count, 0)
                if count > 0 { return .moved(count) }
                if count < 0, errno == EINTR { continue }
                return count == 0 || Self.isMomentary(errno) ? .waits(Int16(POLLOUT)) : .lost
            }
        }

        private static func isMomentary(_ error: Int32) -> Bool {
            error == EAGAIN || error == EWOULDBLOCK
        }

        @unsafe private static func connect(_ entry: addrinfo, by end: ContinuousClock.Instant) -> Int32? {
            let descriptor = unsafe socket(entry.ai_family, entry.ai_socktype, entry.ai_protocol)
            guard descriptor >= 0 else { return nil }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            var isConnected = unsafe system_connect(descriptor, entry.ai_addr, entry.ai_addrlen) == 0
            if !isConnected, errno == EINPROGRESS || errno == EINTR,
                wait(for: Int16(POLLOUT), on: descriptor, until: end)
            {
                var error: Int32 = 0
                var size = socklen_t(MemoryLayout<Int32>.size)
                isConnected = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0
            }
            guard isConnected else {
                close(descriptor)
                return nil
            }
            set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
            // So that a server that went without a word is noticed while nothing is asked of it.
            set(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1)
            #if canImport(Darwin)
                set(descriptor, IPPROTO_TCP, TCP_KEEPALIVE, 15)
            #else
                set(descriptor, Int32(IPPROTO_TCP), TCP_KEEPIDLE, 15)
            #endif
            set(descriptor, Int32(IPPROTO_TCP), TCP_KEEPINTVL, 5)
            set(descriptor, Int32(IPPROTO_TCP), TCP_KEEPCNT, 3)
            return descriptor
        }

        private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
            var value = value
            unsafe setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
        }

        private static func wait(for events: Int16, on descriptor: Int32, until end: ContinuousClock.Instant) -> Bool {
            while true {
                // Rounded up, so that it does not ask again and again in the last millisecond.
                let left = Int32(clamping: max((end - ContinuousClock.now).wholeMilliseconds + 1, 0))
                var item = pollfd(fd: descriptor, events: events, revents: 0)
                let result = unsafe poll(&item, 1, left)
                if result > 0 { return true }
                guard result < 0 && errno == EINTR || ContinuousClock.now < end else { return false }
            }
        }

        private static var stream: Int32 {
            #if canImport(Darwin)
                SOCK_STREAM
            #else
                Int32(SOCK_STREAM.rawValue)
            #endif
        }
    }

    @unsafe private func system_connect(
        _ descriptor: Int32,
        _ address: UnsafeMutablePointer<sockaddr>?,
        _ size: socklen_t
    ) -> Int32 {
        unsafe connect(descriptor, address, size)
    }
#endif
