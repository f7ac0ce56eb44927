#if PostgreSQL
    import CPostgreSQL
    import Foundation
    import ProcessTesting
    import Synchronization

    /// A PostgreSQL server in a temporary folder, reached through a socket in it.
    ///
    /// A shell holds it: when this process ends, however it does, the shell reads the end of its input, stops the server
    /// and removes the folder.
    final class ThrowawayServer: Sendable {
        /// How libpq finds it, as keywords. The user may do everything.
        let connection: String
        let folder: String
        private let shell: ChildProcess
        private let orders: FileHandle

        /// Makes it and starts it.
        /// - Parameters:
        ///   - settings: lines of postgresql.conf.
        ///   - access: lines of pg_hba.conf; by default everybody may come through the socket, replicas too.
        ///   - port: what the settings say of it, if they do.
        ///   - primary: whose replica it is to be; the settings of that one are its own as well.
        init(
            settings: [String] = [],
            access: [String] = ["local all all trust", "local replication all trust"],
            port: Int = 5_432,
            replicaOf primary: ThrowawayServer? = nil
        ) throws {
            let tools = try Tools.folder()
            let temporary = FileManager.default.temporaryDirectory.path(percentEncoded: false)
            var template = Array("\(temporary)/hardtack-pg-XXXXXX".replacing("//", with: "/").utf8CString)
            guard unsafe mkdtemp(&template) != nil else { throw ServerMissing(description: "No temporary folder.") }
            folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if getuid() == 0 {
                let user = Tools.user
                unsafe chown(folder, user.id, user.group)
            }
            let data = "\(folder)/data"
            let make =
                if let primary {
                    // With a file that says whose replica it is.
                    [
                        "\(tools)/pg_basebackup", "-D", data, "-d", primary.connection, "-R", "--checkpoint=fast",
                        "--no-sync",
                    ]
                } else {
                    [
                        "\(tools)/initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C",
                        "--no-sync",
                    ]
                }
            try Tools.output(try Tools.asServer() + make)
            let lines =
                [
                    "listen_addresses = ''", "unix_socket_directories = '\(folder)'", "max_connections = 900",
                    "shared_buffers = 64MB", "log_min_messages = fatal", "log_min_error_statement = panic",
                    // A server that is killed loses nothing that the system has; only a machine would.
                    "fsync = off",
                ] + settings
            try Self.append(lines, to: "\(data)/postgresql.conf")
            try Data((access.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: "\(data)/pg_hba.conf"))
            connection = "host=\(folder) port=\(port) dbname=postgres user=tests"
            // One that was killed is fetched first: while its number is taken the next one thinks that it still runs.
            let script = """
                while read -r order; do
                    [ -z "$server" ] || wait "$server"
                    "$1/postgres" -D "$2/data" >> "$2/log" 2>&1 & server=$!
                done
                kill -QUIT "$server"; wait; rm -rf "$2"
                """
            let pipe = Pipe()
            orders = pipe.fileHandleForWriting
            shell = try ChildProcess(
                try Tools.asServer() + ["sh", "-c", script, "sh", tools, folder],
                input: .pipe(pipe)
            )
            try start()
        }

        deinit {
            try? orders.close()
            shell.waitForEnd()
        }

        /// Starts the server that was killed, and waits until it lets us in.
        func start() throws {
            try orders.write(contentsOf: Data("start\n".utf8))
            let end = ContinuousClock.now + .seconds(60)
            while unsafe PQping(connection) != PQPING_OK {
                guard ContinuousClock.now < end else {
                    let log = (try? String(contentsOfFile: "\(folder)/log", encoding: .utf8)) ?? ""
                    throw ServerMissing(description: "The throwaway server does not answer: \(log.suffix(2_000))")
                }
                usleep(10_000)
            }
        }

        /// Kills it as if the machine had lost its memory: every process at once, none of which can tidy up.
        func kill() throws {
            let postmaster = try postmaster()
            // Stopped first, so that it makes no new ones.
            Foundation.kill(postmaster, SIGSTOP)
            let children = try children(of: postmaster)
            for process in children + [postmaster] { Foundation.kill(process, SIGKILL) }
            while Self.isRunning(postmaster) || children.contains(where: Self.isRunning) { usleep(1_000) }
        }

        /// Lets no process of the server get on, as a network that swallows everything would, until ``resume()``.
        func freeze() throws {
            let postmaster = try postmaster()
            Foundation.kill(postmaster, SIGSTOP)
            for process in try children(of: postmaster) { Foundation.kill(process, SIGSTOP) }
        }

        func resume() throws {
            let postmaster = try postmaster()
            for process in try children(of: postmaster) + [postmaster] { Foundation.kill(process, SIGCONT) }
        }

        /// Makes a replica the one that can be written to, and returns once it is.
        func promote() throws {
            try Tools.output(
                try Tools.asServer() + [
                    "\(try Tools.folder())/pg_ctl", "promote", "-w", "-t", "20", "-D", "\(folder)/data",
                ]
            )
        }

        /// The server's first process. Never a number that stands for several.
        private func postmaster() throws -> pid_t {
            let file = try String(contentsOfFile: "\(folder)/data/postmaster.pid", encoding: .utf8)
            guard let process = pid_t(file.prefix { $0 != "\n" }), process > 1 else {
                throw ServerMissing(description: "The throwaway server does not run.")
            }
            return process
        }

        private func children(of process: pid_t) throws -> [pid_t] {
            try Tools.output(["ps", "-o", "pid=", "--ppid", "\(process)"])
                .split(whereSeparator: \.isWhitespace).compactMap { pid_t($0) }.filter { $0 > 1 }
        }

        /// False for one that is gone or only waits to be fetched by its parent.
        private static func isRunning(_ process: pid_t) -> Bool {
            let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            return status?.contains(") Z ") == false
        }

        private static func append(_ lines: [String], to path: String) throws {
            let file = try FileHandle(forWritingTo: URL(filePath: path))
            try file.seekToEnd()
            try file.write(contentsOf: Data((lines.joined(separator: "\n") + "\n").utf8))
            try file.close()
        }
    }
#endif
