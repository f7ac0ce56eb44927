#if Redis
    #if canImport(Darwin)
        import Darwin
    #else
        import Glibc
    #endif

    /// Sockets on this machine that block.
    enum Loopback {
        static func listen() throws -> (descriptor: Int32, port: Int) {
            let descriptor = makeSocket()
            var (address, size) = (address(of: 0), socklen_t(MemoryLayout<sockaddr_in>.size))
            let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
                }
            }
            #if canImport(Darwin)
                let isListening = Darwin.listen(descriptor, 64) == 0
            #else
                let isListening = Glibc.listen(descriptor, 64) == 0
            #endif
            guard result, isListening else { throw RawRedis.Failure(description: "no port is free") }
            return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
        }

        static func connect(to port: Int) -> Int32? {
            let descriptor = makeSocket()
            var address = address(of: port)
            let result = unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    #if canImport(Darwin)
                        unsafe Darwin.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                    #else
                        unsafe Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                    #endif
                }
            }
            if result == 0 { return descriptor }
            close(descriptor)
            return nil
        }

        /// Which of them have something to read, or are closed.
        static func wait(for descriptors: [Int32], atMost milliseconds: Int32 = -1) -> [Bool] {
            var items = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            unsafe items.withUnsafeMutableBufferPointer {
                unsafe _ = poll($0.baseAddress, nfds_t($0.count), milliseconds)
            }
            return items.map { $0.revents != 0 }
        }

        /// `nil` once it is closed.
        static func read(_ descriptor: Int32) -> [UInt8]? {
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 17) { buffer, count in
                count = unsafe max(recv(descriptor, buffer.baseAddress, buffer.count, 0), 0)
            }
            return bytes.isEmpty ? nil : bytes
        }

        static func write(_ bytes: [UInt8], to descriptor: Int32) {
            var rest = bytes[...]
            while !rest.isEmpty {
                #if canImport(Darwin)
                    let flags: Int32 = 0
                #else
                    let flags = Int32(MSG_NOSIGNAL)
                #endif
                let count = unsafe rest.withUnsafeBytes { unsafe send(descriptor, $0.baseAddress, $0.count, flags) }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }

        private static func makeSocket() -> Int32 {
            #if canImport(Darwin)
                let descriptor = socket(AF_INET, SOCK_STREAM, 0)
                var one: Int32 = 1
                unsafe setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &one, socklen_t(MemoryLayout<Int32>.size))
                return descriptor
            #else
                return socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            #endif
        }

        private static func address(of port: Int) -> sockaddr_in {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(UInt16(port).bigEndian)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            return address
        }
    }
#endif
