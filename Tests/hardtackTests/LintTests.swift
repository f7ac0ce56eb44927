import Foundation
import Testing

@Suite struct LintTests {
    private struct Document: Decodable {
        struct Finding: Decodable { let severity: String; let rules: [String]; let reason, remedy: String }
        struct Cookie: Decodable { let name: String; let findings: [Finding]; let better: String? }
        struct Response: Decodable { let status, origin: String?; let cookies: [Cookie]; let findings: [Finding] }
        let errors, warnings, notices: Int
        let responses: [Response]
    }

    private func lint(_ input: String, _ arguments: String...) throws -> Tool.Result {
        try Tool.run(["lint"] + arguments, input: Array(input.utf8))
    }

    private func document(_ input: String, _ arguments: String...) throws -> Document {
        let result = try Tool.run(["lint", "--format", "json"] + arguments, input: Array(input.utf8))
        return try JSONDecoder().decode(Document.self, from: Data(result.output))
    }

    private static let safe = "; Path=/; Secure; HttpOnly; SameSite=Lax"

    @Test("a line is judged, corrected and redacted, within 80 columns") func line() throws {
        let result = try lint("", "Set-Cookie: PHPSESSID=verysecret; path=/")
        #expect(result.status == 1 && result.error.isEmpty)
        #expect(
            result.text == """
                PHPSESSID
                  warning  Without Secure the cookie also travels in plain text, where anyone on
                           the way reads and replaces it. Add Secure. [OS-06]
                  warning  SameSite is missing, and browsers disagree on what that means. Write
                           SameSite=Strict, or Lax if a link from another site has to find the
                           user logged in. [SC-12]
                  warning  This looks like a session, and without HttpOnly any script in the
                           page can read and send it off. Add HttpOnly. [OS-06]
                  notice   The name tells everybody that this is PHP, and without a prefix a
                           neighbouring host can set a cookie of the same name. Name it
                           __Host-id, or anything as plain, where it is set and where it is
                           read. [OS-01, OS-06]
                  better   Set-Cookie: __Host-id=<redacted>; Path=/; Secure; HttpOnly;
                           SameSite=Lax

                1 cookie: 3 warnings, 1 notice.

                """
        )
    }

    @Test("T20 values are shown on demand alone") func values() throws {
        let line = "sid=verysecret; foo=verysecret; Expires=verysecret; Path=/"
        for format in ["table", "json"] {
            #expect(!(try lint(line, "--format", format).text.contains("verysecret")))
            let shown = try lint(line, "--format", format, "--show-values").text
            #expect(shown.contains("Set-Cookie: __Host-sid=verysecret; Path=/"))
            #expect(!shown.contains("foo"))
        }
    }

    @Test(
        "the status is 0 without a warning, 1 with one",
        arguments: [
            ("a=1" + safe, 0), ("id=1" + safe, 0), ("a=1; Path=/; Secure; HttpOnly", 1), ("a=\u{1}" + safe, 1),
        ] as [(String, Int32)]
    )
    func status(_ line: String, _ status: Int32) throws {
        #expect(try lint("", line).status == status)
        #expect(try lint("Set-Cookie: \(line)\n").status == status)
        #expect(try lint("", line, "--format", "json").status == status)
    }

    @Test(
        "the forms of input",
        arguments: [
            ("Set-Cookie: a=1\n", ["a"]),
            ("  set-cookie:a=1\r\nSET-COOKIE: b=2", ["a", "b"]),
            ("a=1; Path=/\nb=2\n", ["a", "b"]),
            ("Content-Type: text/html; charset=utf-8\nSet-Cookie: a=1\nb=2\n", ["a"]),
            ("HTTP/1.1 200 OK\r\nDate: x\r\nSet-Cookie: a=1\r\n\r\nSet-Cookie: body=1\r\n", ["a"]),
            ("HTTP/2 200 \nset-cookie: a=1\nset-cookie: b=2\n\n", ["a", "b"]),
            ("HTTP/1.1 302 Found\nset-cookie: a=1\n\nHTTP/2 200\nset-cookie: b=2\n\nbody\n", ["a", "b"]),
            ("* Connected\n> GET / HTTP/1.1\n>\n< HTTP/1.1 200 OK\r\n< Set-Cookie: a=1\r\n<\r\n{ [5 bytes]\n", ["a"]),
        ] as [(String, [String])]
    )
    func forms(_ input: String, _ names: [String]) throws {
        #expect(try document(input).responses.flatMap(\.cookies).map(\.name) == names)
    }

    @Test("a file is an argument without '=', and goes with lines") func file() throws {
        try withFolder { folder in
            try write("HTTP/2 200\nset-cookie: a=1\n", folder + "/head")
            let both = try document("", folder + "/head", "b=2", "Set-Cookie: c=3")
            #expect(both.responses.flatMap(\.cookies).map(\.name) == ["b", "c", "a"])
            try lint("", folder + "/none").expectFailure(1, mentioning: "none could not be read")
            try lint("", folder).expectFailure(1, mentioning: "could not be read")
        }
    }

    @Test(
        "65 for input without a Set-Cookie",
        arguments: ["", "\n", "HTTP/2 200\ncontent-type: text/html\n\n<a href=x>", "hello\nworld\n", "<html lang=en>"]
    )
    func nothing(_ input: String) throws {
        try lint(input).expectFailure(65, mentioning: "no Set-Cookie")
    }

    @Test("wrong usage and too much input are one line each") func usage() throws {
        try lint("", "--url", "ftp://example.org/").expectFailure(64, mentioning: "--url")
        try lint("", "--url", "example.org").expectFailure(64, mentioning: "--url")
        try lint("", "--format", "xml").expectFailure(64, mentioning: "--help")
        try lint(String(repeating: "x", count: (1 << 20) + 1)).expectFailure(65, mentioning: "1048576")
    }

    @Test("UA-17, UA-13 each head is judged by its own URL, which a redirect changes") func redirects() throws {
        let input = """
            HTTP/1.1 301 Moved Permanently
            Location: https://www.example.org/?code=verysecret
            Set-Cookie: a=1\(Self.safe)

            HTTP/2 200
            set-cookie: b=1; Domain=example.com\(Self.safe)
            set-cookie: c=1\(Self.safe)

            """
        let judged = try document(input, "--url", "http://example.org/")
        #expect(judged.responses.map(\.status) == ["HTTP/1.1 301 Moved Permanently", "HTTP/2 200"])
        #expect(judged.responses.map(\.origin) == ["http://example.org", "https://www.example.org"])
        #expect(judged.responses[0].cookies[0].findings.map(\.rules) == [["UA-17"]])
        #expect(judged.responses[1].cookies[0].findings.map(\.rules) == [["SC-10", "UA-13"]])
        #expect(judged.responses[1].cookies[1].findings.isEmpty)
        #expect(judged.errors == 2 && judged.warnings == 0 && judged.notices == 0)
    }

    @Test("T16 a megabyte of redirects to relative paths is read in seconds", .timeLimit(.minutes(20)))
    func redirectChain() throws {
        let head = "HTTP/1.1 302 Found\nLocation: aaaa/\n\n"
        let last = "HTTP/1.1 200 OK\nSet-Cookie: id=1\n"
        let chain = String(repeating: head, count: ((1 << 20) - last.utf8.count) / head.utf8.count)
        let document = try document(chain + last, "--url", "https://example.org/")
        #expect(document.responses.map(\.origin) == ["https://example.org"])
    }

    @Test("HT-03, SC-06 a whole response is judged as one, lines alone not by their caching") func whole() throws {
        let cookies = "set-cookie: __Host-id=1\(Self.safe)\nset-cookie: __Host-id=2\(Self.safe)\n"
        #expect(
            try document("HTTP/2 200\n" + cookies).responses[0].findings.map(\.rules) == [
                ["SC-06"], ["HT-03", "OS-16"],
            ]
        )
        #expect(
            try document("HTTP/2 200\ncache-control: no-store\n" + cookies).responses[0].findings.map(\.rules)
                == [["SC-06"]]
        )
        #expect(try document(cookies).responses[0].findings.map(\.rules) == [["SC-06"]])
    }

    @Test("SC-17 the time is the response's own, if it has one") func date() throws {
        let head = "HTTP/1.1 200 OK\nDate: %\nSet-Cookie: a=1; Expires=Sun, 06 Nov 1994 08:49:37 GMT\(Self.safe)\n"
        func rules(_ date: String) throws -> [[String]] {
            try document(head.replacing("%", with: date)).responses[0].cookies[0].findings.map(\.rules)
        }
        #expect(try rules("Sun, 06 Nov 1994 08:00:00 GMT") == [])
        #expect(try rules("Sun, 07 Nov 1993 08:00:00 GMT") == [])
        #expect(try rules("Sun, 07 Nov 1990 08:00:00 GMT") == [["SC-17"]])
    }

    @Test("SC-19 a folded line is seen") func folded() throws {
        let judged = try document("HTTP/1.1 200 OK\r\nSet-Cookie: a=1;\r\n Path=/\r\n\r\n")
        #expect(judged.responses[0].cookies[0].findings.map(\.rules) == [["SC-19", "UA-07"]])
    }

    /// An OSC that sets a title, a CSI, C1 controls in UTF-8 and as bytes, a bidi override, line ends of Unicode.
    static let hostile: [[UInt8]] = [
        Array("\u{1B}]0;owned\u{7}".utf8), Array("\u{1B}[2J".utf8), Array("\u{9B}2J\u{9D}0;x".utf8),
        [0x9B, 0x32, 0x4A],
        Array("\u{202E}\u{2028}\u{85}".utf8), Array("\u{8}\u{C}\r\u{7F}\t".utf8), [0, 0xFF, 0xC0, 0x80],
    ]

    @Test("nothing in the input can drive the terminal", arguments: hostile)
    func terminal(_ bytes: [UInt8]) throws {
        func put(_ template: String) -> [UInt8] {
            Array(
                template.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false).joined(
                    separator: bytes
                )
            )
        }
        let lines = [
            "Set-Cookie: a@b=1; Path=/", "Set-Cookie: a=@; Path=/@; Domain=@; SameSite=@; @=@; @",
            "Set-Cookie: a=1; Domain=x@y; Expires=@", "Set-Cookie: @",
        ]
        let heads =
            "HTTP/1.1 302 F@und\nLocation: https://ex@mple.org/@\n" + lines.joined(separator: "\n") + "\n\nHTTP/2 @\n"
        for input in lines + [heads] {
            for arguments in [[], ["--show-values"], ["--format", "json"], ["--format", "json", "--show-values"]] {
                let result = try Tool.run(["lint"] + arguments, input: put(input))
                #expect(result.status == 1 && !result.output.isEmpty)
                #expect(result.output.allSatisfy { $0 == 0x0A || (0x20...0x7E).contains($0) }, "\(result.text)")
                #expect(result.error.isEmpty)
            }
        }
    }

    @Test("nor can an argument, through an error") func errors() throws {
        for argument in ["\u{1B}]0;owned\u{7}", "--\u{1B}[2J", "\u{202E}", "\u{9B}x"] {
            let result = try lint("", argument)
            #expect(result.status != 0 && result.output.isEmpty)
            #expect(result.error.unicodeScalars.allSatisfy { $0 == "\n" || (0x20...0x7E).contains($0.value) })
        }
    }

    @Test("everything fits 80 columns, but for a word that does not") func width() throws {
        let lines = [
            "PHPSESSID=1", "__host-x=1 2; Domain=.org", "=1; Expires=x; Max-Age=x; Path=x",
            "a=1; Version=1; Max-Age=-1",
        ]
        for text in try lines.map({ try lint("", $0, "--url", "http://example.org/").text }) {
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
        }
    }

    @Test("colours are for terminals, and NO_COLOR switches them off") func colours() throws {
        let line = "a=1; Path=/; Secure; HttpOnly"
        #expect(try Tool.onTerminal(["lint", line]).contains("\u{1B}[33mwarning\u{1B}[0m"))
        #expect(!(try Tool.onTerminal(["lint", line], environment: ["NO_COLOR": "1"]).contains("\u{1B}")))
        #expect(!(try Tool.onTerminal(["lint", line], environment: ["TERM": "dumb"]).contains("\u{1B}")))
        #expect(try Tool.onTerminal(["lint", line], environment: ["NO_COLOR": ""]).contains("\u{1B}[33m"))
        #expect(!(try lint("", line).text.contains("\u{1B}")))
    }
}
