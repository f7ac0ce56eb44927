import Foundation
import Testing

@Suite struct ExplainTests {
    private struct Document: Decodable {
        struct Pair: Decodable {
            let pair: Int; let name: String?; let valueBytes: Int; let value: String?; let skipped: Bool
        }
        struct Remark: Decodable { let rules: [String]; let pairs: [Int]; let text: String }
        let bytes: Int
        let pairs: [Pair]
        let remarks: [Remark]
    }

    private func explain(_ input: String, _ arguments: String...) throws -> Tool.Result {
        try Tool.run(["explain"] + arguments, input: Array(input.utf8))
    }

    @Test("the pairs in order, and what is remarkable") func table() throws {
        let result = try explain("", "Cookie: theme=dark; __host-id=verysecret; x; theme=light")
        #expect(result.status == 0 && result.error.isEmpty)
        #expect(
            result.text == """
                PAIR  NAME       BYTES  VALUE
                1     theme      4      <redacted>
                2     __host-id  10     <redacted>
                3     (none)     1      <redacted>
                4     theme      5      <redacted>

                pair 2    The prefix is in the wrong case: this is not a __Host- cookie, and no
                          look-up takes it for one. [CK-03, T11]
                pair 3    It has no name and never becomes a cookie: no look-up finds it.
                          [CK-05, T12]
                pairs     1 and 4: They have the same name, and their order proves nothing: a
                          look-up finds no value. Of a secured name exactly one has to
                          authenticate, or all are refused. [CK-04, T14]

                4 pairs in 48 bytes.

                """
        )
    }

    @Test("T20 values are shown on demand alone") func values() throws {
        for format in ["table", "json"] {
            #expect(!(try explain("", "a=verysecret; verysecret", "--format", format).text.contains("verysecret")))
            #expect(try explain("", "a=verysecret", "--format", format, "--show-values").text.contains("verysecret"))
        }
    }

    @Test(
        "the forms of input",
        arguments: [
            ("Cookie: a=1; b=2\n", ["a", "b"]), ("a=1; b=2", ["a", "b"]),
            ("cookie: a=1\r\nCOOKIE: b=2\r\n", ["a", "b"]),
            ("GET / HTTP/1.1\r\nHost: example.org\r\nCookie: a=1\r\nAccept: x=1\r\n\r\n", ["a"]),
        ] as [(String, [String])]
    )
    func forms(_ input: String, _ names: [String]) throws {
        let result = try explain(input, "--format", "json")
        let document = try JSONDecoder().decode(Document.self, from: Data(result.output))
        #expect(document.pairs.map(\.name) == names)
        #expect(document.pairs.allSatisfy { $0.value == nil && $0.valueBytes == 1 && !$0.skipped })
    }

    @Test(
        "T20 the head of a request without cookies holds none, and its secrets are no names",
        arguments: [
            "GET / HTTP/1.1\r\nHost: example.org\r\nAuthorization: Basic dmVyeXNlY3JldDp2ZXJ5c2VjcmV0==\r\n\r\n",
            "Authorization: Bearer dmVyeXNlY3JldA==", "  X-Api-Key:dmVyeXNlY3JldA=",
            "GET /?code=1 HTTP/1.1\r\nReferer: https://example.org/dmVyeXNlY3JldA?a=b\r\n\r\n",
        ]
    )
    func head(_ input: String) throws {
        for format in ["table", "json"] {
            try explain(input, "--format", format).expectFailure(65, mentioning: "no Cookie header")
        }
    }

    @Test("CK-08 a header over the limits is said to be, and is not read") func limits() throws {
        let result = try explain(String(repeating: "a=1;", count: 300))
        #expect(
            result.status == 0 && result.text.contains("[CK-08]") && result.text.hasSuffix("\n0 pairs in 1200 bytes.\n")
        )
    }

    @Test("65 without a header, 64 for wrong usage") func failures() throws {
        try explain("").expectFailure(65, mentioning: "no Cookie header")
        try explain(" \n").expectFailure(65, mentioning: "no Cookie header")
        try explain("", "Cookie:").expectFailure(65, mentioning: "no Cookie header")
        try explain("", "--format", "xml").expectFailure(64, mentioning: "--help")
    }

    @Test("nothing in the input can drive the terminal, and the table fits 80 columns", arguments: LintTests.hostile)
    func terminal(_ bytes: [UInt8]) throws {
        let name = Array("Cookie: __host-".utf8) + bytes + Array("=".utf8)
        let input = name + bytes + bytes + Array("; ".utf8) + bytes + Array("; \"".utf8) + bytes
        for arguments in [[], ["--show-values"], ["--format", "json"], ["--format", "json", "--show-values"]] {
            let result = try Tool.run(["explain"] + arguments, input: input)
            #expect(result.status == 0)
            #expect(result.output.allSatisfy { $0 == 0x0A || (0x20...0x7E).contains($0) }, "\(result.text)")
            guard arguments.first != "--format" else { continue }
            #expect(result.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        }
    }

    @Test("long names and values are cut in the table, and whole in JSON") func long() throws {
        let text = String(repeating: "n", count: 3000)
        let table = try explain("", "\(text)=\(text)", "--show-values").text
        #expect(table.split(separator: "\n").allSatisfy { $0.count <= 80 } && table.contains("n...  3000   n"))
        #expect(try explain("", "\(text)=1", "--format", "json").text.contains("\"\(text)\""))
    }
}
