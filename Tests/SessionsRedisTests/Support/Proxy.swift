#if Redis
    import Foundation
    import Synchronization

    #if canImport(Darwin)
        import Darwin
    #else
        import Glibc
    #endif

    /// Stands between a store and its server, on loopback: passes everything on, looks at what passes, and cuts a
    /// connection when it is told to.
    final class Proxy: Sendable {
        private struct State {
            var marker: [UInt8] = []
            var seen = 0
            var cuts = 0
        }

        let port: Int
        private let listener: Int32
        private let target: Int
        private let lull: Int32
        private let state = Mutex(State())

        /// - Parameters:
        ///   - target: the port of the server.
        ///   - lull: so many milliseconds of silence before what the server has said is passed on, all in one piece.
        init(to target: Int, lull: Int32 = 0) throws {
            self.target = target
            self.lull = lull
            (listener, port) = try Loopback.listen()
            Thread.detachNewThread { [weak self, listener] in
                while true {
                    let client = accept(listener, nil, nil)
                    guard client >= 0, let self else { return }
                    Thread.detachNewThread { self.serve(client) }
                }
            }
        }

        deinit {
            // Wakes who waits there.
            shutdown(listener, Int32(SHUT_RDWR))
            close(listener)
        }

        /// Of the next commands with those bytes in them the server's answer is not passed on but the connection is cut.
        func cut(_ times: Int, after marker: [UInt8]) {
            state.withLock { $0 = State(marker: marker, cuts: times) }
        }

        /// How often such bytes have been passed to the server.
        var seen: Int { state.withLock(\.seen) }

        /// Notes what a client has sent; whether its connection is to be cut once the server has answered.
        private func look(at bytes: [UInt8]) -> Bool {
            state.withLock { state in
                guard !state.marker.isEmpty, bytes.firstRange(of: state.marker) != nil else { return false }
                state.seen += 1
                guard state.cuts > 0 else { return false }
                state.cuts -= 1
                return true
            }
        }

        private func serve(_ client: Int32) {
            guard let server = Loopback.connect(to: target) else {
                close(client)
                return
            }
            defer {
                close(client)
                close(server)
            }
            var isCutting = false
            while true {
                let ready = Loopback.wait(for: [client, server])
                if ready[0] {
                    guard let bytes = Loopback.read(client) else { return }
                    isCutting = look(at: bytes) || isCutting
                    Loopback.write(bytes, to: server)
                }
                if ready[1] {
                    guard var bytes = Loopback.read(server) else { return }
                    if isCutting { return }
                    while lull > 0, Loopback.wait(for: [server], atMost: lull)[0] {
                        guard let more = Loopback.read(server) else { break }
                        bytes += more
                    }
                    Loopback.write(bytes, to: client)
                }
            }
        }
    }
#endif
