#if PostgreSQL
    import Foundation
    import ProcessTesting

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

        /// Put before a command so that it does not run as root, and in a folder that everybody may enter.
        static func asServer() throws -> [String] {
            guard getuid() == 0 else { return [] }
            let user = user
            return [
                "env", "-C", "/", "setpriv", "--reuid=\(user.id)", "--regid=\(user.group)", "--clear-groups",
                "--inh-caps=-all", "--",
            ]
        }

        static var user: (id: UInt32, group: UInt32) {
            for name in ["postgres", "nobody"] {
                if let entry = unsafe getpwnam(name) { return unsafe (entry.pointee.pw_uid, entry.pointee.pw_gid) }
            }
            return (65_534, 65_534)
        }

        /// Runs a command to its end and gives what it printed.
        @discardableResult
        static func output(_ command: [String]) throws -> String {
            let (status, output) = try ChildProcess.run(command)
            guard status == 0 else {
                throw ServerMissing(description: "\(command.joined(separator: " ")) failed: \(output)")
            }
            return output.trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }
#endif
