#if Hummingbird
    import Foundation
    import HTTPTesting
    import HTTPTypes
    import SecureTokens
    import Sessions
    import SessionsSQLite
    import SessionsTesting
    import Testing

    /// Whole stories over HTTP and SQLite, each with an attacker in it.
    @Suite("Attacks on sessions")
    struct SessionAttackTests {
        private let folder: TemporaryFolder
        private let victim: Victim

        init() throws {
            folder = try TemporaryFolder()
            victim = try Victim(folder: folder)
        }

        @Test("T4 fixation: an ID that the client chose is never adopted")
        func fixation() async throws {
            try await victim.attack { (client) async throws in
                let chosen = String(repeating: "A", count: 43)
                for name in ["__Host-id", "__Host-guest"] {
                    var browser = HTTPBrowser(client, cookies: [name: chosen])
                    #expect(try await browser.send(.get, "/")[.setCookie].isEmpty)
                    try await browser.send(.post, "/note", body: "mine")
                    #expect(browser.guest != nil && browser.guest != chosen)
                    try await browser.send(.post, "/login", body: "alice")
                    #expect(browser.id != nil && browser.id != chosen)
                    var attacker = HTTPBrowser(client, cookies: [name: chosen])
                    #expect(try await attacker.send(.get, "/").body == "subject=- note=- visits=0")
                }
            }
        }

        @Test("T5 the ID before the login is dead after it, for reading and for writing")
        func loginRotates() async throws {
            try await victim.attack { (client) async throws in
                var browser = HTTPBrowser(client)
                try await browser.send(.post, "/note", body: "planted")
                var attacker = browser
                let reply = try await browser.send(.post, "/login", body: "alice")
                let lines = reply[.setCookie]
                #expect(lines.count == 2)
                #expect(
                    lines.contains("__Host-id=\(browser.id ?? "-"); Path=/; Secure; HttpOnly; SameSite=Strict")
                )
                #expect(lines.contains { $0.hasPrefix("__Host-guest=;") && $0.contains("Expires=Thu, 01 Jan 1970") })
                #expect(!lines.contains { $0.contains("Domain") })
                #expect(reply[.cacheControl] == ["no-store"])
                #expect(reply[.vary] == ["Cookie"])
                #expect(browser.guest == nil)
                #expect(try await browser.send(.get, "/").body == "subject=alice note=- visits=0")

                #expect(try await attacker.send(.get, "/").body == "subject=- note=- visits=0")
                #expect(try await attacker.send(.post, "/note", body: "planted again").status == 409)
                attacker.cookies = ["__Host-id": attacker.guest ?? ""]
                #expect(try await attacker.send(.get, "/").body == "subject=- note=- visits=0")
            }
        }

        @Test("T5 logging in again changes the ID, and the one before is dead at once")
        func secondLogin() async throws {
            try await victim.attack { (client) async throws in
                var browser = HTTPBrowser(client)
                try await browser.send(.post, "/login", body: "alice")
                var attacker = browser
                try await browser.send(.post, "/login", body: "alice")
                #expect(browser.id != attacker.id)
                #expect(try await attacker.send(.get, "/").body.hasPrefix("subject=- "))
                #expect(try await browser.send(.get, "/").body.hasPrefix("subject=alice "))
            }
        }

        @Test("T7 OS-15 logout kills the record, so that a stolen cookie is worth nothing")
        func logout() async throws {
            let store = victim.store
            let clock = victim.clock
            try await victim.attack { (client) async throws in
                var browser = HTTPBrowser(client)
                try await browser.send(.post, "/login", body: "alice")
                try await browser.send(.post, "/visit")
                var attacker = browser
                try await browser.send(.post, "/logout")
                #expect(browser.cookies.isEmpty)
                #expect(try await store.count(now: clock.now) == 0)
                #expect(try await attacker.send(.get, "/").body == "subject=- note=- visits=0")
            }
        }

        @Test("T6 a slow request that saves after a logout brings nothing back")
        func resurrection() async throws {
            let (store, clock, gate) = (victim.store, victim.clock, victim.gate)
            try await victim.attack { (client) async throws in
                var browser = HTTPBrowser(client)
                try await browser.send(.post, "/login", body: "alice")
                let held = browser
                async let slow = client.send(.post, "/slow", fields: held.fields)
                await gate.arrival()
                try await browser.send(.post, "/logout")
                gate.open()
                let reply = try await slow
                #expect(reply.status == 409)
                #expect(reply[.setCookie].isEmpty)
                #expect(try await store.count(now: clock.now) == 0)
                var attacker = held
                #expect(try await attacker.send(.get, "/").body == "subject=- note=- visits=0")
            }
        }

        @Test("T6 a slow visitor's request that saves after the login neither stores nor overwrites the cookie")
        func slowGuest() async throws {
            let gate = victim.gate
            try await victim.attack { (client) async throws in
                var browser = HTTPBrowser(client)
                try await browser.send(.post, "/note", body: "guest")
                let held = browser
                async let slow = client.send(.post, "/slow", fields: held.fields)
                await gate.arrival()
                try await browser.send(.post, "/login", body: "alice")
                gate.open()
                let reply = try await slow
                #expect(reply.status == 409)
                browser.apply(reply)
                #expect(try await browser.send(.get, "/").body == "subject=alice note=- visits=0")
            }
        }

        @Test("T10 a cookie with any character changed is a fresh visitor's, and is given no cookie")
        func tampering() async throws {
            try await victim.attack { (client) async throws in
                var browser = HTTPBrowser(client)
                try await browser.send(.post, "/login", body: "alice")
                let id = try #require(browser.id)
                for index in id.indices {
                    var tampered = id
                    tampered.replaceSubrange(index...index, with: id[index] == "A" ? "B" : "A")
                    var attacker = HTTPBrowser(client, cookies: ["__Host-id": tampered])
                    let reply = try await attacker.send(.get, "/")
                    #expect(reply.status == 200)
                    #expect(reply.body == "subject=- note=- visits=0")
                    #expect(reply[.setCookie].isEmpty)
                }
                #expect(try await browser.send(.get, "/").body.hasPrefix("subject=alice "))
            }
        }

        @Test("T17 requests with unknown IDs or none write nothing")
        func exhaustion() async throws {
            let (store, clock) = (victim.store, victim.clock)
            try await victim.attack { (client) async throws in
                for index in 0..<20 {
                    let id =
                        String(repeating: "A", count: 41) + String(format: "%02d", index).map { $0 == "1" ? "Q" : "A" }
                    var browser = HTTPBrowser(client, cookies: index.isMultiple(of: 2) ? [:] : ["__Host-id": id])
                    #expect(try await browser.send(.get, "/")[.setCookie].isEmpty)
                }
                #expect(try await store.count(now: clock.now) == 0)
            }
        }

        @Test("T15 CR and LF in a cookie's value throw, and no field is injected")
        func splitting() async throws {
            try await victim.attack { (client) async throws in
                for value in ["a\r\nSet-Cookie: evil=1", "a\nX: 1", "a\r", "a;Domain=evil.example", "a,b", "a\u{0}"] {
                    let reply = try await client.send(.post, "/cookie", body: value)
                    #expect(reply.status == 500)
                    #expect(reply[.setCookie].isEmpty)
                    #expect(reply.fields.allSatisfy { $0.name.rawName.lowercased() != "x" })
                }
                #expect(try await client.send(.post, "/cookie", body: "dark")[.setCookie].count == 1)
            }
        }

        @Test("T3 OS-03 the files of the database show neither a cookie nor a value")
        func thiefOfTheDatabase() async throws {
            let folder = folder
            try await victim.attack { (client) async throws in
                var browser = HTTPBrowser(client)
                try await browser.send(.post, "/login", body: "alice")
                try await browser.send(.post, "/note", body: "a value that nobody may read")
                let id = try #require(browser.id)
                let padded = id.replacing("-", with: "+").replacing("_", with: "/") + "="
                let raw = try #require(Data(base64Encoded: padded))
                let files = try folder.contents()
                #expect(files.map(\.name).sorted().starts(with: ["sessions.sqlite"]))
                for file in files {
                    for needle in [Data(id.utf8), raw, raw.dropFirst(4), Data("a value that nobody may read".utf8)] {
                        #expect(file.bytes.range(of: needle) == nil, "\(file.name)")
                    }
                }
            }
        }
    }
#endif
