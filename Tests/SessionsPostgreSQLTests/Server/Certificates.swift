#if PostgreSQL
    import Foundation

    /// An authority of a test's own and what it has signed: files in a temporary folder, made by openssl.
    final class Certificates: Sendable {
        private let folder: String

        /// - Parameter name: the host that the server's certificate is for.
        init(for name: String) throws {
            folder = FileManager.default.temporaryDirectory.appending(component: "hardtack-\(UUID().uuidString)")
                .path(percentEncoded: false)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            for authority in ["authority", "stranger"] {
                try make(authority, ["-x509", "-days", "1", "-subj", "/CN=\(authority) of a test"])
            }
            try make("server", ["-subj", "/CN=\(name)"])
            try Data("subjectAltName = DNS:\(name)\n".utf8).write(to: URL(filePath: "\(folder)/names"))
            try Tools.output([
                "openssl", "x509", "-req", "-in", file("server"), "-CA", file("authority"), "-CAkey", key("authority"),
                "-CAcreateserial", "-days", "1", "-extfile", "\(folder)/names", "-out", "\(folder)/signed.pem",
            ])
        }

        deinit {
            try? FileManager.default.removeItem(atPath: folder)
        }

        /// Who has signed the server's certificate.
        var authority: String { file("authority") }
        /// Who has signed nothing.
        var stranger: String { file("stranger") }

        /// Puts certificate and key where a server that begins to use TLS looks for them.
        func give(to server: ThrowawayServer) throws {
            for (from, to) in [("\(folder)/signed.pem", "server.crt"), (key("server"), "server.key")] {
                let place = "\(server.folder)/data/\(to)"
                try FileManager.default.copyItem(atPath: from, toPath: place)
                // No server takes a key that others may read.
                guard unsafe chmod(place, 0o600) == 0 else {
                    throw ServerMissing(description: "\(place) stays as it is.")
                }
                if getuid() == 0 { unsafe chown(place, Tools.user.id, Tools.user.group) }
            }
        }

        private func make(_ name: String, _ options: [String]) throws {
            try Tools.output(
                [
                    "openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc",
                    "-keyout", key(name), "-out", file(name),
                ] + options
            )
        }

        private func file(_ name: String) -> String { "\(folder)/\(name).pem" }
        private func key(_ name: String) -> String { "\(folder)/\(name).key" }
    }
#endif
