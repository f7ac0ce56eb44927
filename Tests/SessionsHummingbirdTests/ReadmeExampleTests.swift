#if Hummingbird
    import Foundation
    // README: begin
    import Hummingbird
    import SecureTokens
    import Sessions
    import SessionsHummingbird
    import SessionsSQLite

    extension SessionKeys {
        var username: SessionKey<String> { "username" }
    }

    // README: end
    import Testing

    @Suite("README")
    struct ReadmeExampleTests {
        /// The example of the README, so that it cannot rot: it is compiled here and compared with the README. It is not run,
        /// because it makes its files in the current folder; the login application does the same things and is.
        private func example() throws -> Router<BasicSessionRequestContext> {
            // README: begin
            let manager = try SessionManager(
                store: SQLiteStore(path: "sessions.sqlite"),
                keys: KeyRing.loadOrCreate("sessions.key")
            )
            let router = Router(context: BasicSessionRequestContext.self)
            router.add(middleware: SessionMiddleware(manager))
            router.get("/") { _, context in
                try context.session.username ?? "nobody"
            }
            router.post("/login") { _, context in
                let session = try context.session
                try session.login(subject: "42")  // a new ID; the one before is dead at once
                session.username = "test"
                return "welcome"
            }
            router.post("/logout") { _, context in
                try context.session.logout()  // the record is gone, and cannot come back
                return "bye"
            }
            // README: end
            return router
        }

        @Test("The example in the README is this file's")
        func isInReadme() throws {
            let source = try String(contentsOfFile: #filePath, encoding: .utf8)
            var lines: [Substring] = []
            var isInside = false
            for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
                switch line.drop(while: { $0 == " " }) {
                case "// README: begin": isInside = true
                case "// README: end": isInside = false
                default: if isInside { lines.append(line) }
                }
            }
            let example = lines.map { $0.drop(while: { $0 == " " }) }.joined(separator: "\n")
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
            let flat = readme.split(separator: "\n", omittingEmptySubsequences: false)
                .map { $0.drop(while: { $0 == " " }) }.joined(separator: "\n")
            #expect(example.contains("SessionMiddleware"))
            #expect(flat.contains(example))
        }
    }
#endif
