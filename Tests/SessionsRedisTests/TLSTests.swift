#if Redis
    import Foundation
    import HTTPTesting
    import ProcessTesting
    import Sessions
    import SessionsRedis
    import SessionsTesting
    import StoreTesting
    import Testing

    @Suite("Redis over TLS", .serialized)
    struct TLSTests {
        private static let server = Result { try RedisServer(tls: TestAuthority.server.get()) }
        private static let cluster = Task { try await RedisCluster(tls: TestAuthority.server.get()) }
        private let authority: TestAuthority

        init() throws {
            authority = try TestAuthority.shared.get()
        }

        private func store(
            _ url: String,
            timeout: Duration = .seconds(20),
            _ change: (inout RedisStore.Configuration) -> Void = { _ in }
        ) async throws(StoreError) -> RedisStore {
            var configuration = RedisStore.Configuration()
            configuration.prefix = freshPrefix()
            configuration.timeout = timeout
            configuration.tls.authorities = authority.certificate
            change(&configuration)
            return try await RedisStore(url, configuration: configuration)
        }

        private func refusal(
            _ url: String,
            timeout: Duration = .seconds(5),
            _ change: (inout RedisStore.Configuration) -> Void = { _ in }
        ) async -> StoreError? {
            let error = await #expect(throws: StoreError.self) { try await store(url, timeout: timeout, change) }
            // What is named might be a key in the wrong place.
            #expect(error?.reason.contains("hardtack-") == false)
            #expect(error?.reason.contains("BEGIN") == false)
            return error
        }

        // MARK: What works

        @Test("keeps the contract", arguments: StoreConformance.cases)
        func contract(rule: StoreConformance.Case) async throws {
            let url = try Self.server.get().url
            try await rule.run { try await store(url) }
        }

        @Test("every third rule of the contract holds in a cluster of which no server has a plain port")
        func cluster() async throws {
            let url = try await Self.cluster.value.url
            for (number, rule) in StoreConformance.cases.enumerated() where number % 3 == 0 {
                try await rule.run {
                    let store = try await store(url)
                    #expect(store.isCluster)
                    return store
                }
            }
        }

        @Test("several application servers keep the contract together")
        func races() async throws {
            let url = try Self.server.get().url
            for rule in StoreConformance.cases where rule.name.contains("concurrent") {
                try await rule.run {
                    let prefix = freshPrefix()
                    var stores: [RedisStore] = []
                    for _ in 0..<3 { stores.append(try await store(url) { $0.prefix = prefix }) }
                    return AlternatingStore(stores)
                }
            }
        }

        @Test("the address alone says all that is needed, and comes first")
        func address() async throws {
            let url = try Self.server.get().url + "?cacert=\(authority.certificate)"
            let store = try await store(url) { $0.tls.authorities = "/nowhere" }
            _ = try await store.create(sample(1), admission: nil, now: start)
            #expect(try await store.load(sampleKey(1)) == sample(1))
        }

        @Test("whom the system trusts is trusted, and only then, by the tool as well")
        func system() async throws {
            let tool = BuiltProgram.path("hardtack")
            let address = try Self.server.get().url + "?prefix=" + freshPrefix()
            let trusting = ["SSL_CERT_FILE=\(authority.certificate)", tool, "sessions", "list", address]
            #expect(throws: Never.self) { try ServerProcess.run("env", trusting) }
            let error = #expect(throws: ServerProcess.NotStarted.self) {
                try ServerProcess.run("env", ["SSL_CERT_FILE=/nowhere", tool, "sessions", "list", address])
            }
            #expect(error?.description.contains("trusted") == true, "\(error?.description ?? "")")
        }

        /// A reader that waits for the socket alone would not see an answer that came with the one before.
        @Test("what was decrypted with something else is read without waiting for more")
        func buffered() async throws {
            let server = try Self.server.get()
            // All of an answer is there before any of it is read.
            let proxy = try Proxy(to: server.port, lull: 20)
            let store = try await store("rediss://127.0.0.1:\(proxy.port)", timeout: .seconds(4))
            // A record of 16,384 bytes and one of a few, which come out of the socket together.
            for (number, count) in stride(from: 16_050, through: 16_500, by: 30).enumerated() {
                let record = sample(number, payload: count)
                _ = try await store.create(record, admission: nil, now: start)
                #expect(try await store.load(record.key) == record)
            }
        }

        @Test("much more than a socket takes at a time arrives whole, both ways and at once")
        func large() async throws {
            let server = try Self.server.get()
            let store = try await store(server.url)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<24 {
                    group.addTask {
                        let record = sample(number * 16, payload: 1_000_000 + number)
                        _ = try await store.create(record, admission: nil, now: start)
                        for _ in 0..<3 { #expect(try await store.load(record.key) == record) }
                    }
                }
                try await group.waitForAll()
            }
        }

        // MARK: Whom it trusts

        @Test(
            "the certificate must have the host as a subject alternative name",
            arguments: [
                ("DNS:localhost", "localhost", true), ("DNS:LOCALHOST", "localhost", true),
                ("DNS:other.example,DNS:localhost", "localhost", true), ("IP:127.0.0.1", "127.0.0.1", true),
                ("DNS:other.example", "localhost", false), ("DNS:other.example", "127.0.0.1", false),
                ("DNS:localhost", "127.0.0.1", false), ("DNS:127.0.0.1", "127.0.0.1", false),
                ("IP:127.0.0.1", "localhost", false), ("IP:127.0.0.2", "127.0.0.1", false),
                ("DNS:local*", "localhost", false), ("DNS:sub.localhost", "localhost", false),
                ("email:a@localhost", "localhost", false),
            ]
        )
        func host(names: String, host: String, isAccepted: Bool) async throws {
            let issued = try authority.issue("host-\(UUID().uuidString)", for: names)
            let server = try RedisServer(tls: issued)
            let url = "rediss://\(host):\(server.port)"
            if isAccepted {
                try await store(url).close()
            } else {
                let error = await refusal(url)
                #expect(error?.code == .invalidConfiguration)
                #expect(error?.reason.contains("for another host") == true, "\(error?.reason ?? "")")
            }
        }

        @Test("a certificate of an authority that is not named is refused")
        func untrusted() async throws {
            let other = try TestAuthority()
            let url = try Self.server.get().url
            for trusted in [other.certificate, nil] {
                let error = await refusal(url) { $0.tls.authorities = trusted }
                #expect(error?.code == .invalidConfiguration)
                #expect(error?.reason.contains("cacert") == true, "\(error?.reason ?? "")")
            }
        }

        @Test("a certificate that has expired is refused")
        func expired() async throws {
            let server = try RedisServer(tls: try authority.issue("expired", days: -1))
            let error = await refusal(server.url)
            #expect(error?.code == .invalidConfiguration)
            #expect(error?.reason.contains("expired") == true, "\(error?.reason ?? "")")
        }

        @Test("one server of a cluster that shows the wrong certificate is refused")
        func clusterMember() async throws {
            // The others say that it is there; nobody names it.
            let cluster = try await RedisCluster(tls: TestAuthority.server.get())
            let masters = try cluster.masters
            let wrong = try authority.issue("member", for: "DNS:other.example")
            let raw = try masters[2].raw()
            try raw.call("CONFIG", "SET", "tls-cert-file", wrong.certificate, "tls-key-file", wrong.key)
            let error = await refusal(masters[0].url)
            #expect(error?.code == .invalidConfiguration)
            #expect(error?.reason.contains("127.0.0.1:\(masters[2].port) is for another host") == true)
        }

        @Test("a server that wants the client's certificate gets it", arguments: ["TLSv1.2", "TLSv1.3"])
        func mutual(version: String) async throws {
            let server = try RedisServer(
                ["--tls-auth-clients", "yes", "--tls-protocols", version],
                tls: try TestAuthority.server.get()
            )
            let client = try authority.issue("client-\(version)", for: "DNS:app.example")
            let url = server.url + "?cert=\(client.certificate)&key=\(client.key)"
            let store = try await store(url)
            _ = try await store.create(sample(1), admission: nil, now: start)
            #expect(try await store.load(sampleKey(1)) == sample(1))

            let none = await refusal(server.url)
            #expect(none?.code == .invalidConfiguration)
            #expect(none?.reason.contains("cert and key") == true, "\(none?.reason ?? "")")
            let elsewhere = try TestAuthority()
            let stranger = try elsewhere.issue("client", for: "DNS:app.example")
            let other = await refusal(server.url) {
                $0.tls.certificate = stranger.certificate
                $0.tls.key = stranger.key
            }
            #expect(other?.code == .invalidConfiguration)
            #expect(other?.reason.contains("refuses the certificate") == true, "\(other?.reason ?? "")")
        }

        // MARK: What is refused before anybody is asked

        @Test("files that cannot be used are refused at once, and the reason says which")
        func files() async throws {
            let client = try authority.issue("files", for: "DNS:app.example")
            let other = try authority.issue("files-other", for: "DNS:app.example")
            let locked = authority.path("locked.key")
            try authority.openssl(["pkey", "-in", client.key, "-aes256", "-passout", "pass:hunter2", "-out", locked])
            let folder = FileManager.default.temporaryDirectory.path(percentEncoded: false)
            typealias Change = (inout RedisStore.Configuration.TLS) -> Void
            let cases: [(String, Change)] = [
                ("cacert names is not there", { $0.authorities = "/nowhere/hardtack-ca.pem" }),
                ("(cacert) has no certificate", { $0.authorities = client.key }),
                ("(cacert) has no certificate", { $0.authorities = folder }),
                ("go together", { $0.certificate = client.certificate }),
                ("go together", { $0.key = client.key }),
                ("cert names is not there", { ($0.certificate, $0.key) = ("/nowhere/hardtack-c", client.key) }),
                ("key names is not there", { ($0.certificate, $0.key) = (client.certificate, "/nowhere/hardtack-k") }),
                ("(cert) is none", { ($0.certificate, $0.key) = (client.key, client.key) }),
                ("(key) is none", { ($0.certificate, $0.key) = (client.certificate, client.certificate) }),
                ("passphrase", { ($0.certificate, $0.key) = (client.certificate, locked) }),
                ("not that of its certificate", { ($0.certificate, $0.key) = (client.certificate, other.key) }),
            ]
            for (reason, change) in cases {
                // Nobody listens there.
                let error = await refusal("rediss://127.0.0.1:1") { change(&$0.tls) }
                #expect(error?.code == .invalidConfiguration)
                #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "") is not: \(reason)")
            }
        }

        @Test("whoever says whom to trust does not get a connection in the open")
        func unencrypted() async throws {
            let plain = try RedisServer.shared.get().url
            #expect(await refusal(plain)?.code == .invalidConfiguration)
            for option in ["cacert", "cert", "key"] {
                let error = await refusal(plain + "?\(option)=/nowhere") { $0.tls.authorities = nil }
                #expect(error?.code == .invalidConfiguration)
                #expect(error?.reason.contains("rediss://") == true)
            }
        }

        // MARK: Servers that do not do their part

        @Test("a plain port is told from one that speaks TLS, both ways, and in time")
        func mismatched() async throws {
            let plain = try RedisServer.shared.get()
            let errors = await withTaskGroup(of: StoreError?.self) { group in
                for _ in 0..<8 {
                    group.addTask { await refusal("rediss://127.0.0.1:\(plain.port)", timeout: .seconds(5)) }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            for error in errors {
                // What is random in the first message decides whether Redis answers to it or waits for the rest of a line.
                let isAnswered = error?.code == .invalidConfiguration
                #expect(isAnswered || error?.code == .unavailable)
                let advice = isAnswered ? "does not speak TLS there" : "Where the port is a plain one"
                #expect(error?.reason.contains(advice) == true, "\(error?.reason ?? "")")
            }
            let error = await refusal("redis://127.0.0.1:\(try Self.server.get().port)") { $0.tls = .init() }
            #expect(error?.reason.contains("rediss://") == true, "\(error?.reason ?? "")")
        }

        @Test("an older TLS than 1.2 is refused")
        func old() async throws {
            let issued = try TestAuthority.server.get()
            let port = try freePort()
            let server = try ServerProcess(
                "openssl",
                [
                    "s_server", "-accept", "\(port)", "-cert", issued.certificate, "-key", issued.key, "-quiet",
                    "-tls1_1",
                    "-cipher", "DEFAULT@SECLEVEL=0",
                ]
            )
            defer { server.end() }
            let isThere = try await eventually { Loopback.connect(to: port).map { close($0) } != nil }
            #expect(isThere)
            let error = await refusal("rediss://127.0.0.1:\(port)")
            #expect(error?.code == .invalidConfiguration)
            #expect(error?.reason.contains("TLS 1.2 at least") == true, "\(error?.reason ?? "")")
        }

        @Test("F5 one that never shakes hands is unavailable within the time-out")
        func silent() async throws {
            let server = try SilentServer()
            let began = ContinuousClock.now
            let error = await refusal("rediss://127.0.0.1:\(server.port)", timeout: .seconds(5))
            #expect(error?.code == .unavailable)
            #expect(error?.reason.contains("handshake") == true, "\(error?.reason ?? "")")
            // Three times as long: the machine may be busy with other things.
            #expect(ContinuousClock.now - began < .seconds(15))
        }

        @Test("RFC 6066 §3 the server is told its name, and no address", arguments: ["localhost", "127.0.0.1"])
        func serverName(host: String) async throws {
            let server = try SilentServer()
            _ = await refusal("rediss://\(host):\(server.port)", timeout: .milliseconds(300))
            let greeting = try #require(server.greeting())
            #expect((greeting.firstRange(of: Array(host.utf8)) != nil) == (host == "localhost"))
        }

        // MARK: Failures

        @Test("F1 killed under load and restarted, with a flush for each write it loses nothing acknowledged")
        func killed() async throws {
            let server = try RedisServer(
                ["--appendonly", "yes", "--appendfsync", "always"],
                tls: TestAuthority.server.get()
            )
            let store = try await store(server.url, timeout: .seconds(5))
            try await killAndRestart(server, under: store, rounds: 2)
        }

        @Test("files that were renewed are read by the next connection, without a restart")
        func renewed() async throws {
            let (old, new) = (try TestAuthority(), try TestAuthority())
            let shown = try old.issue("server")
            let server = try RedisServer(tls: shown)
            let store = try await store(server.url, timeout: .seconds(2)) { $0.tls.authorities = old.certificate }
            _ = try await store.create(sample(1), admission: nil, now: start)
            server.kill()
            let renewed = try new.issue("server")
            try replace(shown.certificate, by: renewed.certificate)
            try replace(shown.key, by: renewed.key)
            try server.start()
            let error = await #expect(throws: StoreError.self) { try await store.load(sampleKey(1)) }
            #expect(error?.code == .invalidConfiguration)
            try replace(old.certificate, by: new.certificate)
            let isBack = try await eventually { await store.answers(sampleKey(1)) }
            #expect(isBack)
        }

        private func replace(_ path: String, by other: String) throws {
            try Data(contentsOf: URL(filePath: other)).write(to: URL(filePath: path), options: .atomic)
        }
    }
#endif
