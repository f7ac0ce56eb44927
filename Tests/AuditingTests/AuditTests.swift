import Auditing
import SecureTokens
import Testing
import Vectors

@Suite struct AuditTests {
    @Test("every vector", arguments: try VectorFolder.installed().files().map(\.path))
    func vectors(path: String) throws {
        let result = try Audit.run(try VectorFolder.installed().file(path))
        #expect(result.cases > 0)
        for failure in result.failures { Issue.record("\(failure)") }
    }

    @Test("each suite that can be checked has vectors") func suites() throws {
        let suites = Set(try VectorFolder.installed().files().map(\.suite))
        #expect(suites == Set(Suite.allCases.map(\.rawValue)))
    }

    @Test("self test", arguments: SelfTest.allCases) func selfTest(test: SelfTest) {
        let result = test.run()
        #expect(result.passed, "\(result.name): \(result.detail)")
        #expect(!result.detail.isEmpty)
    }

    @Test("the look at a released key finds two of one page, whatever places are free") func scattered() throws {
        var keys: [RootKey?] = try (0..<1_000).map { _ in try .generate() }
        // One place on each page, which the next keys take, each by itself.
        for index in stride(from: 0, to: keys.count, by: 64) { keys[index] = nil }
        let result = SelfTest.wiping.run()
        #expect(result.passed, "\(result.detail)")
        withExtendedLifetime(keys) {}
    }

    @Test("every vector that is changed is noticed", arguments: try VectorFolder.installed().files().map(\.path))
    func changed(path: String) throws {
        // One case of each file, expected to end otherwise than it does.
        let file = try VectorFolder.installed().file(path)
        let vector = try #require(file.cases.last)
        let wrong = vector.succeeds ? "rejected" : "success"
        let head = "suite: \(file.suite)\nsource: s\norigin: own\ntaken-from: t\nlicence: l\nformat: f\n\n"
        let lines =
            ["case: \(vector.name)"] + vector.figures.dropLast().map { $0.hasSuffix(": ") ? "\($0.dropLast())" : $0 }
        let text = head + (lines + ["expect: \(wrong)"]).joined(separator: "\n") + "\n"
        let result = try Audit.run(try VectorFile(path: path, bytes: Array(text.utf8)))
        #expect(result.failures.count == 1)
        let failure = try #require(result.failures.first)
        #expect(failure.description.hasPrefix("\(path):8: case \(vector.name): expected \(wrong), got "))
    }

    @Test("a changed figure of a good case is named") func figures() throws {
        let text = """
            suite: SHA-256
            source: s
            origin: own
            taken-from: t
            licence: l
            format: f

            case: one
            message:
            digest: 00
            expect: success

            """
        let result = try Audit.run(try VectorFile(path: "SHA-256/x.txt", bytes: Array(text.utf8)))
        #expect(result.failures.map(\.reason) == ["expected success, got another digest"])
        #expect(result.passed == 0)
    }

    @Test("a token that is accepted and must not be is a failure, with nothing to compare") func accepted() throws {
        let token = try VectorFolder.installed().file("SignedTokens/valid.txt").cases[0]
        var lines = ["case: one"]
        for name in ["ring", "purpose", "name", "audience", "now", "unlimited", "maximum-length", "token"] {
            lines.append("\(name): \(try token.text(name))")
        }
        let head = "suite: SignedTokens\nsource: s\norigin: own\ntaken-from: t\nlicence: l\nformat: f\n\n"
        let text = head + (lines + ["expect: rejected"]).joined(separator: "\n") + "\n"
        let result = try Audit.run(try VectorFile(path: "SignedTokens/x.txt", bytes: Array(text.utf8)))
        #expect(result.failures.map(\.reason) == ["expected rejected, got success"])
    }

    @Test("a suite that no check belongs to is an error") func unknown() throws {
        let text =
            "suite: S\nsource: s\norigin: own\ntaken-from: t\nlicence: l\nformat: f\n\ncase: c\nexpect: success\n"
        let file = try VectorFile(path: "S/x.txt", bytes: Array(text.utf8))
        #expect(throws: VectorError.self) { try Audit.run(file) }
    }
}
