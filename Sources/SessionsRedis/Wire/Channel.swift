#if Redis
    import Sessions

    /// What bytes go through on their way to a server and back: a socket as it is, or TLS over one.
    enum Channel {
        case plain(Socket)
        case encrypted(TLSSession)

        /// Connects, and waits for it; shakes hands within the same time if it is to be encrypted.
        init(
            to address: Address,
            encrypted settings: RedisStore.Configuration.TLS?,
            by end: ContinuousClock.Instant
        ) throws(StoreError) {
            let socket = try Socket(to: address, by: end)
            if let settings {
                self = .encrypted(try TLSSession(over: socket, to: address, settings, by: end))
            } else {
                self = .plain(socket)
            }
        }

        var socket: Socket {
            switch self {
            case .plain(let socket): socket
            case .encrypted(let session): session.socket
            }
        }

        @unsafe func read(_ room: UnsafeMutableRawBufferPointer) -> Transfer {
            switch self {
            case .plain(let socket): unsafe socket.read(room)
            case .encrypted(let session): unsafe session.read(room)
            }
        }

        @unsafe func write(_ bytes: UnsafeRawBufferPointer) -> Transfer {
            switch self {
            case .plain(let socket): unsafe socket.write(bytes)
            case .encrypted(let session): unsafe session.write(bytes)
            }
        }

        /// Whether there may be something to read although nothing more comes: it is decrypted a record at a time.
        var hasMore: Bool {
            switch self {
            case .plain: false
            case .encrypted(let session): session.hasMore
            }
        }

        /// Why it was lost, if more is known than that it was.
        var failure: StoreError? {
            switch self {
            case .plain: nil
            case .encrypted(let session): session.failure
            }
        }
    }
#endif
