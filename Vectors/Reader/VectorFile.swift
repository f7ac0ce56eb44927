/// A file of vectors: a paragraph about the source, then a paragraph of `name: value` lines for each case.
///
/// VECTORS.md has the format. Every deviation is an error with its line: a vector that is misread tests nothing.
package struct VectorFile: Sendable {
    /// Who made the figures.
    package enum Origin: String, Sendable {
        case published, own
    }

    /// The file, from the folder of all suites.
    package let path: String
    /// The folder, and what the cases test.
    package let suite: String
    /// Whose figures they are, in a few words.
    package let source: String
    package let origin: Origin
    /// At least one.
    package let cases: [VectorCase]

    static let headNames = ["suite", "source", "origin", "taken-from", "licence", "format"]

    /// Reads the text of a file.
    ///
    /// - Parameter path: `SUITE/file.txt`, for errors.
    package init(path: String, bytes: [UInt8]) throws(VectorError) {
        var paragraphs = try Self.paragraphs(of: bytes, path)
        let head = paragraphs.removeFirst()
        guard head.map(\.name) == Self.headNames, let first = head.first, let end = head.last else {
            throw VectorError(.malformed, path, line: 1, "the head is not \(Self.headNames.joined(separator: ", "))")
        }
        for field in head where field.value.isEmpty {
            throw VectorError(.malformed, path, line: field.line, "\(field.name) is empty")
        }
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        guard first.value == folder else {
            throw VectorError(.malformed, path, line: first.line, "the suite is \(first.value), the folder \(folder)")
        }
        guard let origin = Origin(rawValue: head[2].value) else {
            throw VectorError(.malformed, path, line: head[2].line, "the origin is published or own")
        }
        guard !paragraphs.isEmpty else { throw VectorError(.malformed, path, line: end.line, "no case follows") }
        var names: Set<String> = []
        var cases: [VectorCase] = []
        for paragraph in paragraphs {
            let vector = try VectorCase(path: path, paragraph)
            guard names.insert(vector.name).inserted else {
                throw VectorError(.malformed, path, line: vector.line, "a second case \(vector.name)")
            }
            cases.append(vector)
        }
        self.path = path
        self.cases = cases
        self.origin = origin
        suite = first.value
        source = head[1].value
    }

    /// Lines in paragraphs, none empty, at least one.
    private static func paragraphs(of bytes: [UInt8], _ path: String) throws(VectorError) -> [[VectorField]] {
        var lines = bytes.split(separator: 0x0a, omittingEmptySubsequences: false)
        let last = lines.count
        guard last > 1, lines.removeLast().isEmpty else {
            throw VectorError(.malformed, path, line: last, "the last line has no end")
        }
        var paragraphs: [[VectorField]] = [[]]
        for (index, line) in lines.enumerated() {
            guard !line.isEmpty else {
                guard paragraphs[paragraphs.count - 1].isEmpty else {
                    paragraphs.append([])
                    continue
                }
                throw VectorError(.malformed, path, line: index + 1, "an empty line too many")
            }
            let field = try VectorField(path: path, line: index + 1, line)
            guard !paragraphs[paragraphs.count - 1].contains(where: { $0.name == field.name }) else {
                throw VectorError(.malformed, path, line: index + 1, "a second \(field.name)")
            }
            paragraphs[paragraphs.count - 1].append(field)
        }
        guard paragraphs.last?.isEmpty == false else {
            throw VectorError(.malformed, path, line: lines.count, "an empty line too many")
        }
        return paragraphs
    }
}

/// A `name: value` line.
struct VectorField: Sendable {
    let line: Int
    let name: String
    let value: String

    init(path: String, line: Int, _ text: ArraySlice<UInt8>) throws(VectorError) {
        func malformed(_ reason: String) -> VectorError { VectorError(.malformed, path, line: line, reason) }
        guard text.allSatisfy({ 0x20...0x7e ~= $0 }) else {
            throw malformed("a character that is not printable ASCII")
        }
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")), colon > text.startIndex,
            text[..<colon].allSatisfy({
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
                    || $0 == UInt8(ascii: "-")
            })
        else { throw malformed("not a line of `name: value`") }
        let rest = text[(colon + 1)...]
        guard
            rest.isEmpty || rest.count > 1 && rest.first == 0x20 && rest.dropFirst().first != 0x20 && rest.last != 0x20
        else { throw malformed("one blank leads a value, and none follows it") }
        self.line = line
        name = String(decoding: text[..<colon], as: UTF8.self)
        value = String(decoding: rest.dropFirst(), as: UTF8.self)
    }
}

extension VectorFile {
    /// The error for a folder that no check belongs to.
    package var unknownSuite: VectorError {
        VectorError(.malformed, path, line: 1, "no check is known for suite \(suite)")
    }
}
