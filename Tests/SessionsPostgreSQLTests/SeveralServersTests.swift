#if Hummingbird && PostgreSQL
    import Foundation
    import HTTPTesting
    import SecureTokens
    import Testing

    @Suite("Several application servers on one PostgreSQL")
    struct SeveralServersTests {
        @Test("T5 T6 T7 a browser whose requests go now to this server, now to that, sees one session")
        func hopping() async throws {
            let keyFile = NSTemporaryDirectory() + "hardtack-" + UUID().uuidString
            try RootKey.generate().write(toNewFile: keyFile)
            defer { try? FileManager.default.removeItem(atPath: keyFile) }
            let story = HoppingStory(store: try Place().connection, keyFile: keyFile)
            let problems = try await story.problems()
            #expect(problems.isEmpty, "\(problems)")
        }
    }
#endif
