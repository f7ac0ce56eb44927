#if PostgreSQL
    import Sessions
    import SessionsPostgreSQL
    import Testing

    @Suite("Reaching the server")
    struct ReachingTests {
        private static let secret = "s3cret%word"

        /// The error that opening gives; `nil` if it opens.
        private func failure(_ connection: String) async -> StoreError? {
            var configuration = PostgreSQLStore.Configuration()
            configuration.connectTimeout = .seconds(10)
            do throws(StoreError) {
                await (try PostgreSQLStore(connection, configuration: configuration)).close()
                return nil
            } catch {
                return error
            }
        }

        @Test("F5 a host that is not there is unavailable, and the error says what libpq says")
        func unreachable() async {
            for connection in [
                "postgres://ann:\(Self.secret.replacing("%", with: "%25"))@localhost:1/sessions",
                "host=/nowhere user=ann password='\(Self.secret)'",
            ] {
                let error = await failure(connection)
                #expect(error?.code == .unavailable)
                #expect(error?.reason.contains("cannot be reached") == true)
                #expect(error?.reason.contains("s3cret") == false)
            }
        }

        @Test("a password is part of no error, however the string was spoilt")
        func spoilt() async {
            for connection in [
                // Not escaped: a part of the password becomes a host, a port or a piece of nonsense.
                "postgres://ann:s3cret/word@localhost/sessions", "postgres://ann:s3c@s3cret@localhost/sessions",
                "postgres://ann:s3cret%zz@localhost/sessions", "postgres://ann:s3cret:s3cret@localhost:s3cret/x",
                "host=localhost password=s3cret word", "host=localhost s3cret", "password='s3cret", "s3cret",
                "host=localhost port=s3cret", "postgres://ann:pw@localhost:1/x?s3cret=1",
            ] {
                let error = await failure(connection)
                #expect(error != nil)
                #expect(error.map { "\($0)" }?.contains("s3cret") == false, "\(connection)")
            }
        }

        @Test("SCRAM lets the right password in and the wrong one not")
        func passwords() async throws {
            let server = try ThrowawayServer(
                settings: ["password_encryption = 'scram-sha-256'"],
                access: ["local all tests trust", "local all all scram-sha-256"]
            )
            let raw = try RawDatabase(server.connection)
            try raw.execute("CREATE ROLE ann LOGIN PASSWORD '\(Self.secret)'; GRANT CREATE ON SCHEMA public TO ann")
            let connection = server.connection.replacing("user=tests", with: "user=ann")
            #expect(await failure("\(connection) password='\(Self.secret)'") == nil)
            let wrong = await failure("\(connection) password='an0ther'")
            #expect(wrong?.code == .unavailable)
            #expect(wrong?.reason.contains("password authentication failed") == true)
            #expect(wrong?.reason.contains("an0ther") == false)

            // A role that may look and not write.
            try raw.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ann; ALTER TABLE sessions OWNER TO tests")
            let error = await failure("\(connection) password='\(Self.secret)'")
            #expect(error?.code == .readOnly)
        }

        @Test("of several hosts the one is found that can be written to")
        func severalHosts() async throws {
            let server = try ThrowawayServer()
            let connection = "\(server.connection) target_session_attrs=read-write"
                .replacing("host=", with: "host=/nowhere,")
            #expect(await failure(connection) == nil)
            try RawDatabase(server.connection).execute("ALTER ROLE tests SET default_transaction_read_only = on")
            #expect(await failure(connection)?.code == .unavailable)
            #expect(await failure(server.connection)?.code == .readOnly)
        }
    }
#endif
