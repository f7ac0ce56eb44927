import ArgumentParser
import CookieHeaders

/// `hardtack explain`
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show how a server reads a Cookie header, pair by pair.",
        discussion: """
            Reads one header, or the several Cookie fields of one request, from arguments
            or from standard input. Values are left out unless they are asked for; bytes
            that are not printable ASCII are shown as \\xNN.

            EXAMPLES
              hardtack explain 'Cookie: __Host-id=1; theme=dark; theme=light'
              printf %s "$header" | hardtack explain --show-values
              hardtack explain --format json < request.txt
            """
    )

    @Argument(
        help: ArgumentHelp("A header, with or without 'Cookie:'; standard input without one.", valueName: "header")
    )
    var headers: [String] = []

    @Option(help: "How to print the result.")
    var format = Format.table

    @Flag(help: "Show the values; the table cuts long ones.")
    var showValues = false

    func run() throws {
        let fields = headers.isEmpty ? Self.fields(try Input.standard()) : headers.map { Self.value(Array($0.utf8)) }
        guard fields.contains(where: { $0.contains { !ByteClass.isBlank($0) } }) else {
            throw Failure(.badData, "There is no Cookie header in the input: give one, such as 'Cookie: id=1'.")
        }
        let reading = CookieReading(fields: fields)
        switch format {
        case .table: print(ExplainText(reading, showsValues: showValues).text)
        case .json: print(try json(ExplainDocument(reading, showsValues: showValues)))
        }
    }

    /// The Cookie fields among the lines; all lines if none is a field. Of a request without cookies nothing is a cookie:
    /// up to its first '=' an Authorization field would be a name, and shown.
    private static func fields(_ bytes: [UInt8]) -> [[UInt8]] {
        let lines = ByteClass.lines(bytes).filter { !$0.isEmpty }
        let named = lines.compactMap { HeaderField($0.drop(while: ByteClass.isBlank)) }
        return named.isEmpty ? lines.map { Array($0) } : named.filter { $0.name == "cookie" }.map(\.value)
    }

    private static func value(_ bytes: [UInt8]) -> [UInt8] {
        guard let field = HeaderField(bytes), field.name == "cookie" else { return bytes }
        return field.value
    }
}
