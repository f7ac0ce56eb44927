#if Redis
    #if canImport(Darwin)
        import Darwin
    #else
        import Glibc
    #endif

    /// Accepts connections and says nothing, for as long as it lives.
    final class SilentServer: Sendable {
        let port: Int
        private let listener: Int32

        init() throws {
            (listener, port) = try Loopback.listen()
        }

        deinit {
            close(listener)
        }

        /// What the next client says first.
        func greeting() -> [UInt8]? {
            let client = accept(listener, nil, nil)
            defer { close(client) }
            return Loopback.read(client)
        }
    }
#endif
