import Foundation

/// What this package makes of cookies, for programs in other languages to compare with: a JSON object a line in, one a
/// line out, in the same order. Bytes are in hexadecimal, since headers need not be UTF-8.
///
/// `CookieProbe cookie|set-cookie|build|jar`; the modes' input and output are ``CookieQuestion`` and the like.
@main
struct Probe {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else { usage() }
        switch CommandLine.arguments[1] {
        case "cookie": try answer { (question: CookieQuestion) in question.answer() }
        case "set-cookie": try answer { (question: SetCookieQuestion) in question.answer() }
        case "build": try answer { (question: BuildQuestion) in question.answer() }
        case "jar": try answer { (question: JarQuestion) in try question.answer() }
        default: usage()
        }
    }

    private static func usage() -> Never {
        FileHandle.standardError.write(Data("usage: CookieProbe cookie|set-cookie|build|jar\n".utf8))
        exit(64)
    }

    /// A line that is not understood ends the program: a comparison that goes on without it would compare nothing.
    private static func answer<Question: Decodable, Answer: Encodable>(
        _ body: (Question) throws -> Answer
    ) throws {
        let decoder = JSONDecoder()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        while let line = readLine() {
            var output = try encoder.encode(try body(try decoder.decode(Question.self, from: Data(line.utf8))))
            output.append(UInt8(ascii: "\n"))
            try FileHandle.standardOutput.write(contentsOf: output)
        }
    }
}
