#if PostgreSQL
    import ProcessTesting
    import Sessions
    import SessionsPostgreSQL
    import StoreTesting
    import Testing

    @Suite("TLS to the server")
    struct EncryptionTests {
        private static let password = "s3cret"
        private let port: Int
        private let server: ThrowawayServer
        private let certificates: Certificates

        /// One that is reached through TLS and with a password, or not at all.
        init() throws {
            certificates = try Certificates(for: "localhost")
            port = try freePort()
            server = try ThrowawayServer(
                settings: [
                    "listen_addresses = 'localhost'", "port = \(port)", "password_encryption = 'scram-sha-256'",
                ],
                access: ["local all all trust", "hostssl all all all scram-sha-256"],
                port: port
            )
            try certificates.give(to: server)
            let raw = try RawDatabase(server.connection)
            try raw.execute("ALTER ROLE tests PASSWORD '\(Self.password)'")
            try raw.execute("ALTER SYSTEM SET ssl = on")
            try raw.execute("SELECT pg_reload_conf()")
            while try RawDatabase(server.connection).rows("SHOW ssl") != ["on"] {}
        }

        /// - Parameter host: any of the server's names.
        private func url(_ options: String, host: String = "localhost") -> String {
            "postgres://tests:\(Self.password)@\(host):\(port)/postgres?\(options)"
        }

        private func refusal(_ url: String) async -> StoreError? {
            var configuration = PostgreSQLStore.Configuration()
            configuration.connectTimeout = .seconds(5)
            do throws(StoreError) {
                await (try PostgreSQLStore(url, configuration: configuration)).close()
                return nil
            } catch {
                return error
            }
        }

        @Test("verify-full reaches the server whose name and authority are right, and every connection is encrypted")
        func verified() async throws {
            let store = try await PostgreSQLStore(
                url("sslmode=verify-full&sslrootcert=\(certificates.authority)&application_name=tls")
            )
            _ = try await store.create(sample(1), admission: nil, now: start)
            #expect(try await store.load(sampleKey(1)) == sample(1))
            let encrypted = try RawDatabase(server.connection).rows(
                """
                SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'tls'
                """
            )
            #expect(encrypted == ["t"])
            await store.close()
        }

        @Test("a name that is not in the certificate is refused, also where it leads to the server")
        func wrongName() async throws {
            let options = "sslmode=verify-full&sslrootcert=\(certificates.authority)"
            // The same server by another name.
            let error = await refusal(url(options, host: "127.0.0.1"))
            #expect(error?.code == .unavailable)
            #expect(error?.reason.contains("does not match host name") == true, "\(error?.reason ?? "")")
            #expect(error.map { "\($0)" }?.contains(Self.password) == false)
            // By its authority alone it would do.
            #expect(await refusal(url(options.replacing("verify-full", with: "verify-ca"), host: "127.0.0.1")) == nil)
        }

        @Test("an authority that is not the one that was named is refused")
        func wrongAuthority() async throws {
            let error = await refusal(url("sslmode=verify-full&sslrootcert=\(certificates.stranger)"))
            #expect(error?.code == .unavailable)
            #expect(error?.reason.contains("certificate verify failed") == true, "\(error?.reason ?? "")")
            #expect(error.map { "\($0)" }?.contains(Self.password) == false)
        }

        @Test("an authority that cannot be read lets nobody in, and a server that insists lets in nobody without TLS")
        func noWayRound() async throws {
            let missing = await refusal(url("sslmode=verify-full&sslrootcert=/nowhere/authority.pem"))
            #expect(missing?.code == .unavailable)
            let plain = await refusal(url("sslmode=disable"))
            #expect(plain?.code == .unavailable)
            for error in [missing, plain] { #expect(error.map { "\($0)" }?.contains(Self.password) == false) }
        }
    }
#endif
