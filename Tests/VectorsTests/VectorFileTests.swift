import Testing
import Vectors

@Suite struct VectorFileTests {
    private static let head = """
        suite: S
        source: here
        origin: own
        taken-from: nowhere
        licence: none
        format: any

        """

    @Test("a good file, field by field") func good() throws {
        let file = try read(
            Self.head + "\ncase: one\nhex: 00ff\ntext: a\\x20\\x5c\nnumber: -7\nempty:\nexpect: success\n"
        )
        #expect(file.suite == "S" && file.source == "here" && file.origin == .own)
        let vector = try #require(file.cases.first)
        #expect(vector.name == "one" && vector.line == 8 && vector.succeeds)
        #expect(try vector.bytes("hex") == [0, 255])
        #expect(try vector.string("text") == "a \\")
        #expect(try vector.integer("number") == -7)
        #expect(try vector.bytes("empty") == [] && vector.text("empty") == "")
        #expect(vector.figures == ["hex: 00ff", "text: a\\x20\\x5c", "number: -7", "empty: ", "expect: success"])
    }

    private static let body = "\ncase: one\na: 1\nexpect: success\n"

    private static let rows: [(text: String, line: Int)] = [
        ("", 1), ("\n", 1), ("suite: S", 1), (head, 6), (String(head.dropFirst(9)) + body, 1),
        (head.replacing("suite: S", with: "suite: T") + body, 1), (head.replacing("here", with: "") + body, 2),
        (head.replacing("source: here", with: "source:") + body, 2), (head.replacing("own", with: "mine") + body, 3),
        (head + body.dropLast(), 10), (head + body + "\n", 11), (head + "\n" + body, 8),
        (head + body.replacing("a: 1", with: "a:1"), 9), (head + body.replacing("a: 1", with: "a:  1"), 9),
        (head + body.replacing("a: 1", with: "a: 1 "), 9), (head + body.replacing("a: 1", with: "a: "), 9),
        (head + body.replacing("a: 1", with: "a: 1\r"), 9), (head + body.replacing("a: 1", with: "a:\t1"), 9),
        (head + body.replacing("a: 1", with: "a: \u{e9}"), 9), (head + body.replacing("a: 1", with: "A: 1"), 9),
        (head + body.replacing("a: 1", with: ": 1"), 9), (head + body.replacing("a: 1", with: "a"), 9),
        (head + body.replacing("a: 1", with: "a: 1\na: 2"), 10), (head + body.replacing("case: one\n", with: ""), 8),
        (head + body.replacing("case: one", with: "case:"), 8),
        (head + body.replacing("expect: success\n", with: ""), 9),
        (head + body.replacing("expect: success", with: "expect:"), 10), (head + body + body, 12),
    ]

    @Test("whatever deviates is an error with its line", arguments: rows)
    func malformed(text: String, line: Int) throws {
        let error = #expect(throws: VectorError.self) { try read(text) }
        #expect(error?.code == .malformed)
        #expect(error?.file == "S/file.txt")
        #expect(error?.line == line)
        #expect(error?.description.hasPrefix("S/file.txt:\(line): ") == true)
    }

    @Test("a field that is missing or of another kind is an error with its line") func fields() throws {
        let text = Self.head + "\ncase: one\nhex: 0\nupper: FF\ntext: a\\n\nnumber: 07\nutf: \\xff\nexpect: success\n"
        let vector = try #require(try read(text).cases.first)
        func line(_ body: () throws -> Void) -> Int? {
            let error = #expect(throws: VectorError.self) { try body() }
            return error?.code == .field ? error?.line : nil
        }
        #expect(line { _ = try vector.text("none") } == 8)
        #expect(line { _ = try vector.bytes("hex") } == 9)
        #expect(line { _ = try vector.bytes("upper") } == 10)
        #expect(line { _ = try vector.unescaped("text") } == 11)
        #expect(line { _ = try vector.integer("number") } == 12)
        #expect(line { _ = try vector.string("utf") } == 13)
        #expect(line { _ = try vector.flag("upper", "yes", "no") } == 10)
    }

    private func read(_ text: String) throws(VectorError) -> VectorFile {
        try VectorFile(path: "S/file.txt", bytes: Array(text.utf8))
    }
}
