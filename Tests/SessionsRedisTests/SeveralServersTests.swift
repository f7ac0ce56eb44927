#if Hummingbird && Redis
    import Foundation
    import HTTPTesting
    import SecureTokens
    import Testing

    @Suite("Several application servers on one Redis")
    struct SeveralServersTests {
        @Test(
            "T5 T6 T7 a browser whose requests go now to this server, now to that, sees one session",
            arguments: Kind.allCases
        )
        func hopping(kind: Kind) async throws {
            let keyFile = NSTemporaryDirectory() + "hardtack-" + UUID().uuidString
            try RootKey.generate().write(toNewFile: keyFile)
            defer { try? FileManager.default.removeItem(atPath: keyFile) }
            let story = HoppingStory(store: try await kind.url + "?prefix=" + freshPrefix(), keyFile: keyFile)
            let problems = try await story.problems()
            #expect(problems.isEmpty, "\(problems)")
        }
    }
#endif
