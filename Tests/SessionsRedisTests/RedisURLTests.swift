#if Redis
    import Sessions
    import Testing

    @testable import SessionsRedis

    @Suite("The address of a Redis")
    struct RedisURLTests {
        @Test(
            "is read",
            arguments: [
                ("redis://localhost", "localhost:6379", nil, nil, 0, nil),
                ("REDIS://h:1", "h:1", nil, nil, 0, nil),
                ("redis://:secret@h", "h:6379", nil, "secret", 0, nil),
                ("redis://ann:s%3Acr%40t@h:7/3?prefix=shop", "h:7", "ann", "s:cr@t", 3, "shop"),
                ("redis://ann:a/b?c@h:7/3", "h:7", "ann", "a/b?c", 3, nil),
                ("redis://a:1,b,c:3/", "a:1 b:6379 c:3", nil, nil, 0, nil),
                ("redis://[::1]:7000,[fe80::1]", "[::1]:7000 [fe80::1]:6379", nil, nil, 0, nil),
                ("rediss://h/1?key=k&cacert=c%40d&prefix=shop&cert=e", "h:6379", nil, nil, 1, "shop"),
            ] as [(String, String, String?, String?, Int, String?)]
        )
        func reading(
            text: String,
            hosts: String,
            user: String?,
            password: String?,
            database: Int,
            prefix: String?
        ) throws {
            let url = try RedisURL(text)
            #expect(url.addresses.map(\.description).joined(separator: " ") == hosts)
            #expect(url.credentials?.user == user)
            #expect(url.credentials?.password == password)
            #expect(url.database == database)
            #expect(url.prefix == prefix)
        }

        @Test("names the files for TLS as redis-cli's options do")
        func files() throws {
            let url = try RedisURL("rediss://h?key=/k&cacert=/c%40d&prefix=shop&cert=/e")
            #expect(url.isEncrypted)
            #expect(url.tls.authorities == "/c@d")
            #expect(url.tls.certificate == "/e")
            #expect(url.tls.key == "/k")
            #expect(try RedisURL("redis://h").isEncrypted == false)
        }

        @Test(
            "is refused without a word of it",
            arguments: [
                "", "localhost", "http://h", "redis://", "redis://h:", "redis://h:0", "redis://h:65536", "redis://h:6x",
                "redis://h:+1", "redis://a,,b", "redis://hunter2@h", "redis://u:@h", "redis://u:hunter2%4@h",
                "redis://u:hunter2%zz@h", "redis://u:hunter2%ff@h", "redis://u:hunter2@h/x", "redis://u:hunter2@h/-1",
                "redis://u:hunter2@h/123456", "redis://u:hunter2@h?password=hunter2", "redis://u:hunter2@h?prefix",
                "redis://u:hunter2@[::1", "redis://u:hunter2@[::1]6379", "redis://u:hunter2@h h",
                "redis://u:hunter2@h?prefix=", "rediss://u:hunter2@h?cacert=", "rediss://u:hunter2@h?verify=hunter2",
            ]
        )
        func refusing(text: String) {
            let error = #expect(throws: StoreError.self) { try RedisURL(text) }
            #expect(error?.code == .invalidConfiguration)
            #expect(error?.reason.contains("hunter2") == false)
        }

        @Test(
            "and the configuration beside it is checked",
            arguments: [
                { $0.prefix = "" }, { $0.prefix = "a{b" }, { $0.prefix = String(repeating: "a", count: 41) },
                { $0.prefix = "\u{E9}" }, { $0.timeout = .milliseconds(9) }, { $0.timeout = .seconds(61) },
                { $0.limit = 0 }, { $0.limit = 1_000_001 }, { $0.replicas = -1 }, { $0.replicas = 101 },
            ] as [@Sendable (inout RedisStore.Configuration) -> Void]
        )
        func configuration(change: @Sendable (inout RedisStore.Configuration) -> Void) async {
            var configuration = RedisStore.Configuration()
            change(&configuration)
            let error = await #expect(throws: StoreError.self) {
                try await RedisStore("redis://localhost:1", configuration: configuration)
            }
            #expect(error?.code == .invalidConfiguration)
        }
    }
#endif
