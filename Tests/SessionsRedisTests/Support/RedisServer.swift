#if Redis
    import Foundation
    import ProcessTesting
    import Synchronization

    #if canImport(Darwin)
        import Darwin
    #else
        import Glibc
    #endif

    /// A redis-server of a test's own, on loopback and in a temporary folder.
    final class RedisServer: Sendable {
        let port: Int
        let busPort: Int
        private let tls: TestAuthority.Issued?
        private let folder: URL
        private let arguments: [String]
        private let process: Mutex<ServerProcess?>

        /// - Parameters:
        ///   - options: of its configuration, such as `["--maxmemory", "3mb"]`.
        ///   - patience: whole seconds of silence after which a cluster gives it up; `nil` for a server by itself.
        ///   - tls: what it shows on its only port; without it that is a plain one.
        init(
            _ options: [String] = [],
            inCluster patience: Duration? = nil,
            tls: TestAuthority.Issued? = nil
        ) throws {
            self.tls = tls
            port = try freePort()
            busPort = try freePort()
            folder = FileManager.default.temporaryDirectory.appending(component: "hardtack-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
            var arguments = [
                "--bind", "127.0.0.1", "--dir", folder.path(percentEncoded: false), "--save", "", "--daemonize", "no",
                "--unixsocket", folder.appending(component: "s").path(percentEncoded: false),
            ]
            if let tls {
                arguments += ["--port", "0", "--tls-port", "\(port)"]
                arguments += ["--tls-cert-file", tls.certificate, "--tls-key-file", tls.key]
                arguments += ["--tls-ca-cert-file", try TestAuthority.shared.get().certificate]
                arguments += ["--tls-auth-clients", "no"]
            } else {
                arguments += ["--port", "\(port)"]
            }
            if let patience {
                arguments += ["--cluster-enabled", "yes", "--cluster-port", "\(busPort)"]
                arguments += [
                    "--cluster-node-timeout", "\(patience.components.seconds * 1_000)", "--cluster-config-file",
                    "nodes.conf",
                ]
                if tls != nil { arguments += ["--tls-cluster", "yes", "--tls-replication", "yes"] }
            }
            self.arguments = arguments + options
            process = Mutex(nil)
            try start()
        }

        deinit {
            process.withLock { $0 = nil }
            try? FileManager.default.removeItem(at: folder)
        }

        /// Without the options.
        var url: String { "\(tls == nil ? "redis" : "rediss")://127.0.0.1:\(port)" }

        func raw() throws -> RawRedis {
            try RawRedis(path: folder.appending(component: "s").path(percentEncoded: false))
        }

        /// Starts it, again if it was killed, and returns once it answers.
        func start() throws {
            let started = try ServerProcess("redis-server", arguments)
            process.withLock { $0 = started }
            let end = ContinuousClock.now + .seconds(20)
            while true {
                do {
                    // NOAUTH is an answer as well; LOADING is not.
                    try raw().call("PING")
                    return
                } catch let failure as RawRedis.Failure where failure.description.hasPrefix("NOAUTH") {
                    return
                } catch {
                    guard ContinuousClock.now < end else { throw error }
                    usleep(20_000)
                }
            }
        }

        /// `kill -9`, and returns once it is gone.
        func kill() {
            process.withLock { process in
                process?.send(SIGKILL)
                process?.end()
                process = nil
            }
        }

        /// Stops it where it is; nothing is closed and nothing answered.
        func freeze() {
            process.withLock { $0?.send(SIGSTOP) }
        }

        func thaw() {
            process.withLock { $0?.send(SIGCONT) }
        }

        /// One for all tests that only need some Redis; each with a prefix of its own.
        static let shared = Result { try RedisServer() }
    }

    /// Waits for something that another process brings about: there is no clock of its to inject.
    func eventually(
        within time: Duration = .seconds(30),
        _ condition: () async throws -> Bool
    ) async throws -> Bool {
        let end = ContinuousClock.now + time
        while ContinuousClock.now < end {
            if try await condition() { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }
#endif
