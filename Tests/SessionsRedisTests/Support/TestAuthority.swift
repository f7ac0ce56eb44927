#if Redis
    import Foundation

    /// An authority that issues certificates for tests, in a temporary folder.
    final class TestAuthority: Sendable {
        /// A certificate and its key, as paths.
        struct Issued: Sendable {
            let certificate: String
            let key: String
        }

        private let folder: URL

        init() throws {
            folder = FileManager.default.temporaryDirectory.appending(component: "hardtack-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
            let usages = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign"]
            try openssl(
                ["req", "-x509", "-days", "2", "-subj", "/CN=Hardtack tests", "-out", certificate]
                    + newKey("authority") + usages.flatMap { ["-addext", $0] }
            )
        }

        deinit {
            try? FileManager.default.removeItem(at: folder)
        }

        /// The path of its own certificate.
        var certificate: String { path("authority.pem") }

        func path(_ name: String) -> String {
            folder.appending(component: name).path(percentEncoded: false)
        }

        /// - Parameters:
        ///   - name: of the files.
        ///   - hosts: subject alternative names, as OpenSSL writes them.
        ///   - days: for how long from now on; negative: until then.
        func issue(_ name: String, for hosts: String = TestAuthority.loopback, days: Int = 1) throws -> Issued {
            let (request, extensions) = (path("\(name).csr"), path("\(name).ext"))
            // The common name is that of the host whatever the certificate is for: it does not count.
            try openssl(["req", "-new", "-subj", "/CN=localhost", "-out", request] + newKey(name))
            try "basicConstraints=critical,CA:FALSE\nsubjectAltName=\(hosts)\n"
                .write(toFile: extensions, atomically: false, encoding: .utf8)
            try openssl([
                "x509", "-req", "-in", request, "-CA", certificate, "-CAkey", path("authority.key"), "-days", "\(days)",
                "-extfile", extensions, "-out", path("\(name).pem"),
            ])
            return Issued(certificate: path("\(name).pem"), key: path("\(name).key"))
        }

        static let loopback = "DNS:localhost,IP:127.0.0.1"

        /// One for all tests that need one.
        static let shared = Result { try TestAuthority() }
        /// What most servers show.
        static let server = Result { try shared.get().issue("server") }

        private func newKey(_ name: String) -> [String] {
            ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", path("\(name).key")]
        }

        @discardableResult
        func openssl(_ arguments: [String]) throws -> String {
            try ServerProcess.run("openssl", arguments)
        }
    }
#endif
