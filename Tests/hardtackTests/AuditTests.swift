import Foundation
import Testing

@Suite struct AuditTests {
    private struct Document: Decodable {
        struct Suite: Decodable { let suite: String; let cases, passed: Int }
        struct SelfTest: Decodable { let name: String; let passed: Bool }
        let passed: Bool
        let publishedCases, ownCases: Int
        let suites: [Suite]
        let selfTests: [SelfTest]
    }

    @Test("the table fits 80 columns and the audit passes") func table() throws {
        let result = try Tool.run(["audit"])
        #expect(result.status == 0 && result.error.isEmpty, "\(result.text)")
        #expect(result.text.hasPrefix("SUITE"))
        #expect(result.text.hasSuffix("Nothing failed.\n"))
        #expect(result.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test("JSON says the same") func json() throws {
        let result = try Tool.run(["audit", "--format", "json"])
        let document = try JSONDecoder().decode(Document.self, from: Data(result.output))
        #expect(result.status == 0 && document.passed)
        #expect(document.publishedCases >= 1200 && document.ownCases >= 120)
        #expect(document.suites.allSatisfy { $0.cases == $0.passed })
        #expect(document.suites.reduce(0) { $0 + $1.cases } == document.publishedCases + document.ownCases)
        #expect(document.selfTests.count == 6 && document.selfTests.allSatisfy(\.passed))
    }

    private static let good = """
        suite: SHA-256
        source: here
        origin: own
        taken-from: nowhere
        licence: none
        format: any

        case: nothing at all
        message:
        digest: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
        expect: success

        """

    @Test("a failing case is named, with status 1") func failure() throws {
        try withVectors(Self.good.replacing("e3b0", with: "e3b1")) { folder in
            let result = try Tool.run(["audit", "--vectors", folder])
            #expect(result.status == 1)
            #expect(result.text.contains("FAILED  SHA-256/x.txt:8: case nothing at all"))
            #expect(result.text.hasSuffix("The audit failed.\n"))
            #expect(
                result.error.hasPrefix(
                    "hardtack: 1 of the checks failed; the first: SHA-256/x.txt:8: case nothing at all"
                )
            )
            #expect(result.error.filter(\.isNewline).count == 1)
            let json = try Tool.run(["audit", "--vectors", folder, "--format", "json"])
            #expect(json.status == 1)
            #expect(try JSONDecoder().decode(Document.self, from: Data(json.output)).passed == false)
        }
    }

    @Test("vectors that cannot be read are an error with file and line") func malformed() throws {
        try withVectors(Self.good) { folder in
            let result = try Tool.run(["audit", "--vectors", folder])
            #expect(result.status == 0)
        }
        try withVectors(Self.good + "\n") { folder in
            try Tool.run(["audit", "--vectors", folder]).expectFailure(65, mentioning: "SHA-256/x.txt:12:")
        }
        try Tool.run(["audit", "--vectors", "/nowhere"]).expectFailure(1, mentioning: "/nowhere")
        try Tool.run(["audit", "--format", "xml"]).expectFailure(64, mentioning: "--help")
    }

    @Test("FIPS that is asked for and not there is status 1, never a silent pass") func fips() throws {
        let result = try Tool.run(["audit", "--fips"])
        guard result.status != 0 else {
            #expect(result.text.contains("required; provider"))
            return
        }
        result.expectFailure(1, mentioning: "FIPS")
    }

    private func withVectors(_ text: String, _ body: (String) throws -> Void) throws {
        try withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder + "/SHA-256", withIntermediateDirectories: false)
            try write(text, folder + "/SHA-256/x.txt")
            try body(folder)
        }
    }
}
