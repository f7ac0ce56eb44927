#if PostgreSQL
    import Foundation

    /// Why the tests have no server. They fail then: a store that was not tried is no store.
    struct ServerMissing: Error, CustomStringConvertible {
        let description: String
    }

    /// The programs of PostgreSQL's server, and the user that they run as: they refuse to be root.
    enum Tools {
        /// The folder that holds initdb, postgres and the others.
        static func folder() throws -> String {
            var folders: [String] = []
            if let folder = try? output(["pg_config", "--bindir"]) { folders.append(folder) }
            // Debian installs several versions beside one another, none of them in PATH.
            let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
            folders += versions.compactMap { Int($0) }.sorted(by: >).map { "/usr/lib/postgresql/\($0)/bin" }
            folders += (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
            let found = folders.first { folder in
                ["initdb", "postgres"].allSatisfy { FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)") }
            }
            guard let found else {
                throw ServerMissing(
                    description: "These tests start a PostgreSQL server and there is none: install it "
                        + "(apt-get install postgresql, brew install postgresql). Looked for initdb and postgres in "
                        + "\(folders.joined(separator: ", "))."
                )
            }
            return found
        }

        /// Put before a command so that it does not run as root.
        static func asServer() throws -> [String] {
            guard getuid() == 0 else { return [] }
            let user = user
            return [
                "setpriv", "--reuid=\(user.id)", "--regid=\(user.group)", "--clear-groups", "--inh-caps=-all", "--",
            ]
        }

        static var user: (id: UInt32, group: UInt32) {
            for name in ["postgres", "nobody"] {
                if let entry = unsafe getpwnam(name) { return unsafe (entry.pointee.pw_uid, entry.pointee.pw_gid) }
            }
            return (65_534, 65_534)
        }

        /// One that nobody listens on, below those that the system gives to connections.
        static func freePort() throws -> Int {
            for _ in 0..<100 {
                let port = Int.random(in: 12_000..<32_000)
                let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
                defer { close(descriptor) }
                var address = sockaddr_in()
                address.sin_family = sa_family_t(AF_INET)
                address.sin_port = in_port_t(UInt16(port).bigEndian)
                let result = unsafe withUnsafePointer(to: &address) { pointer in
                    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                    }
                }
                if result == 0 { return port }
            }
            throw ServerMissing(description: "No port is free.")
        }

        static func process(_ command: [String]) -> Process {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = command
            process.currentDirectoryURL = URL(filePath: "/")
            return process
        }

        /// Starts it with no signal blocked. Tests run on threads where nearly all are, a child inherits that, and a shell
        /// that hears of no child waits for ever.
        static func launch(_ process: Process) throws {
            var (none, before) = (sigset_t(), sigset_t())
            unsafe sigemptyset(&none)
            unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
            defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
            try process.run()
        }

        /// Runs a command to its end and gives what it printed.
        @discardableResult
        static func output(_ command: [String]) throws -> String {
            let process = process(command)
            let pipe = Pipe()
            process.standardOutput = pipe
            process.standardError = pipe
            process.standardInput = FileHandle.nullDevice
            try launch(process)
            let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            guard process.terminationStatus == 0 else {
                throw ServerMissing(description: "\(command.joined(separator: " ")) failed: \(output)")
            }
            return output.trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }
#endif
