#if Hummingbird
    import HTTPTypes

    /// One browser whose requests go now to this server, now to that, all of them on one store.
    public struct HoppingStory: Sendable {
        private static let servers = 3
        private let store: String
        private let keyFile: String

        /// - Parameters:
        ///   - store: its address.
        ///   - keyFile: the key ring of all servers.
        public init(store: String, keyFile: String) {
            self.store = store
            self.keyFile = keyFile
        }

        /// Plays it; says what was not as on one server.
        public func problems() async throws -> [String] {
            let servers = try (0..<Self.servers).map { _ in
                try ServerProcess("SessionServer", [store, keyFile])
            }
            var checks = Checks()
            do {
                try await play(servers.map(\.client), &checks)
            } catch {
                checks.problems.append("\(error)")
            }
            for server in servers { checks.expect(server.end(), 0, "a server's exit status") }
            return checks.problems
        }

        private struct Checks {
            var problems: [String] = []

            mutating func expect<Value: Equatable>(_ seen: Value, _ expected: Value, _ what: String) {
                if seen != expected { problems.append("\(what): \(seen), expected \(expected)") }
            }
        }

        private func play(_ clients: [HTTPClient], _ checks: inout Checks) async throws {
            var ada = Hopping(clients)
            for number in 1...30 { checks.expect(try await ada.send(.post, "/count").body, "\(number)", "a count") }

            let guest = ada.cookies
            checks.expect(try await ada.send(.post, "/login", body: "ada").status, 200, "the login")
            for _ in clients { checks.expect(try await ada.send(.get, "/me").body, "ada 30", "after the login") }
            try await expectNobody(guest, at: clients, "with the visitor's cookie", &checks)

            let early = ada.cookies
            checks.expect(try await ada.send(.post, "/rotate").status, 200, "the rotation")
            for _ in clients { checks.expect(try await ada.send(.get, "/me").body, "ada 30", "after the rotation") }
            try await expectNobody(early, at: clients, "with the ID from before the rotation", &checks)

            // All at once, at all servers: each addition that is acknowledged is there, once.
            let cookies = ada.cookies
            let added = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        var browser = HTTPBrowser(clients[number % clients.count], cookies: cookies)
                        return try await browser.send(.post, "/count").status == 200 ? 1 : 0
                    }
                }
                return try await group.reduce(0, +)
            }
            if added < 10 { checks.problems.append("only \(added) of 60 additions went through") }
            for _ in clients {
                checks.expect(try await ada.send(.get, "/me").body, "ada \(30 + added)", "after 60 at once")
            }

            // A second device; then all of the user's sessions are ended at one server, and are over at the others.
            var phone = Hopping(clients)
            checks.expect(try await phone.send(.post, "/login", body: "ada").status, 200, "the second login")
            checks.expect(try await phone.send(.post, "/revoke", body: "ada").body, "2", "sessions revoked")
            for cookies in [ada.cookies, phone.cookies] {
                try await expectNobody(cookies, at: clients, "after the revocation", &checks)
            }

            checks.expect(try await ada.send(.post, "/login", body: "ada").status, 200, "the login after that")
            let last = ada.cookies
            checks.expect(try await ada.send(.post, "/logout").status, 200, "the logout")
            try await expectNobody(last, at: clients, "after the logout", &checks)
        }

        private func expectNobody(
            _ cookies: [String: String],
            at clients: [HTTPClient],
            _ when: String,
            _ checks: inout Checks
        ) async throws {
            for client in clients {
                var thief = HTTPBrowser(client, cookies: cookies)
                checks.expect(try await thief.send(.get, "/me").body, "- 0", when)
            }
        }
    }

    /// A browser that sends each request to the next server.
    private struct Hopping {
        private let clients: [HTTPClient]
        private var next = 0
        private(set) var cookies: [String: String] = [:]

        init(_ clients: [HTTPClient]) {
            self.clients = clients
        }

        mutating func send(_ method: HTTPRequest.Method, _ path: String, body: String = "") async throws -> HTTPReply {
            var browser = HTTPBrowser(clients[next % clients.count], cookies: cookies)
            next += 1
            let reply = try await browser.send(method, path, body: body)
            cookies = browser.cookies
            return reply
        }
    }
#endif
