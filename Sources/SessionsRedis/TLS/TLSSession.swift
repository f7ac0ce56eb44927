#if Redis
    import CLibSSL
    import Sessions

    #if canImport(Darwin)
        import Darwin
    #else
        import Glibc
    #endif

    /// One encrypted connection to a server that has shown who it is.
    @safe final class TLSSession {
        let socket: Socket
        private let address: Address
        private let session: OpaquePointer
        /// Whether hands have been shaken.
        private var isOpen = false

        /// Shakes hands, and waits for it.
        init(
            over socket: Socket,
            to address: Address,
            _ settings: RedisStore.Configuration.TLS,
            by end: ContinuousClock.Instant
        ) throws(StoreError) {
            let context = try TLSContext(settings)
            // Keeps what it needs of the context alive.
            guard let session = unsafe context.makeSession() else {
                throw StoreError(.unavailable, "No memory is left for a connection to Redis at \(address).")
            }
            self.socket = socket
            self.address = address
            unsafe self.session = session
            guard unsafe SSL_set_fd(session, socket.descriptor) == 1 else {
                throw StoreError(.unavailable, "The connection to Redis at \(address) cannot be used.")
            }
            try expect(address.host)
            try shakeHands(by: end)
        }

        // Says no good-bye: Redis does not ask for it, and this may run on a thread where writing to a socket that the other
        // side has closed would end the process.
        deinit {
            unsafe SSL_free(session)
        }

        /// Has the certificate held against the host, and tells the server for which one it is asked.
        private func expect(_ host: String) throws(StoreError) {
            // What follows a percent sign says on which interface a local address is.
            let numeric = host.prefix { $0 != "%" }
            if unsafe X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), String(numeric)) == 1 { return }
            // With a dot behind it a name is the same, but no certificate has one (RFC 6066 §3). To OpenSSL one with a dot
            // in front means any name below, and an empty one any at all.
            let name = host.hasSuffix(".") ? String(host.dropLast()) : host
            guard !name.isEmpty, !name.hasPrefix(".") else {
                throw StoreError(
                    .invalidConfiguration,
                    "Redis at \(address) has no name that a certificate could be for."
                )
            }
            unsafe SSL_set_hostflags(
                session,
                UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT)
            )
            guard unsafe SSL_set1_host(session, name) == 1, unsafe hardtack_tls_name(session, name) == 1 else {
                throw StoreError(
                    .invalidConfiguration,
                    "Redis at \(address) has no name that a certificate could be for."
                )
            }
        }

        private func shakeHands(by end: ContinuousClock.Instant) throws(StoreError) {
            while true {
                ERR_clear_error()
                let result = unsafe SSL_connect(session)
                if result == 1 {
                    isOpen = true
                    return
                }
                guard case .waits(let events) = outcome(of: result) else { throw failure(.shaking) }
                guard socket.wait(for: events, until: end) else { throw TLSFailure.silence.error(at: address) }
            }
        }

        /// What the failure of the last call means, if more than that the connection is gone.
        private(set) var failure: StoreError?

        private func failure(_ moment: TLSFailure.Moment) -> StoreError {
            let verification = unsafe SSL_get_verify_result(session)
            return TLSFailure(ERR_peek_error(), verification: verification, moment).error(at: address)
        }

        /// Whether more has come than was read: what has been taken from the socket does not wake who waits for that.
        private(set) var hasMore = false

        /// Reads what has come, as much as there is room for.
        @unsafe func read(_ room: UnsafeMutableRawBufferPointer) -> Transfer {
            ERR_clear_error()
            var count = 0
            let result = unsafe SSL_read_ex(session, room.baseAddress, room.count, &count)
            // Part of a record counts as well. To read once more shows that there is nothing to read yet.
            hasMore = unsafe result == 1 && SSL_has_pending(session) == 1
            return result == 1 ? .moved(count) : outcome(of: result)
        }

        /// Sends as much as the system takes. Where it takes nothing, the next call begins with the same bytes.
        @unsafe func write(_ bytes: UnsafeRawBufferPointer) -> Transfer {
            ERR_clear_error()
            var count = 0
            let result = unsafe SSL_write_ex(session, bytes.baseAddress, bytes.count, &count)
            return result == 1 ? .moved(count) : outcome(of: result)
        }

        private func outcome(of result: Int32) -> Transfer {
            switch unsafe SSL_get_error(session, result) {
            case SSL_ERROR_WANT_READ: return .waits(Int16(POLLIN))
            case SSL_ERROR_WANT_WRITE: return .waits(Int16(POLLOUT))
            case SSL_ERROR_SSL:
                if isOpen { failure = failure(.talking) }
                return .lost
            default: return .lost
            }
        }
    }
#endif
