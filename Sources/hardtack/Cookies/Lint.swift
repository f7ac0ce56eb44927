import ArgumentParser
import CookieHeaders
import Foundation
import SecureTokens

/// `hardtack lint`
struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Hold Set-Cookie lines, or a response as curl prints it, against the rules.",
        discussion: """
            Reads response heads, several in a row after redirects, or Set-Cookie lines
            alone: from standard input, a file, or arguments. An argument with a '=' is
            a line, any other is a file.

            For each cookie it says what browsers drop or misread (error), what works
            but is unsafe (warning) and what is worth knowing (notice), with the rule,
            what to do, and the line as it should be. Values are left out, so that the
            output can go into a ticket or a log.

            Exit status: 0 nothing but notices, 1 warnings or errors, 65 no Set-Cookie in
            the input.

            EXAMPLES
              curl -sI https://example.org/ | hardtack lint --url https://example.org/
              curl -sIL http://example.org/ | hardtack lint --url http://example.org/
              hardtack lint 'Set-Cookie: id=1; Path=/; HttpOnly'
              hardtack lint --format json response.txt
            """
    )

    @Argument(help: ArgumentHelp("Lines, or a file; standard input without them.", valueName: "line-or-file"))
    var inputs: [String] = []

    @Option(help: "What was asked for: tells http from https, and whose Domain it may be.")
    var url: String?

    @Option(help: "How to print the result.")
    var format = Format.table

    @Flag(help: "Show the cookies' values in the corrected lines.")
    var showValues = false

    func run() throws {
        let heads = try self.heads().filter { !$0.setCookies.isEmpty }
        guard !heads.isEmpty else {
            throw Failure(.badData, "There is no Set-Cookie in the input: pipe curl -sI URL, or give a line.")
        }
        let now = CookieDate(clamping: WallClock.system.seconds)
        let responses = heads.map { LintedResponse(head: $0, report: $0.report(now: now)) }
        switch format {
        case .table: print(LintText(responses, showsValues: showValues, terminal: .standard).text)
        case .json: print(try json(LintDocument(responses, showsValues: showValues)))
        }
        let isBad = responses.contains { ($0.report.worst ?? .notice) >= .warning }
        if isBad { throw ExitCode(1) }
    }

    private func heads() throws -> [ResponseHead] {
        let url = try self.url.map(Self.parse)
        let lines = inputs.filter { $0.contains("=") }
        let files = inputs.filter { !$0.contains("=") }
        guard !inputs.isEmpty else { return ResponseHeads(try Input.standard(), url: url).heads }
        let fromFiles = try files.flatMap { ResponseHeads(try Input.file($0), url: url).heads }
        return (lines.isEmpty ? [] : ResponseHeads(arguments: lines, url: url).heads) + fromFiles
    }

    private static func parse(_ text: String) throws -> URL {
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(),
            CookieAudit.Scheme(rawValue: scheme) != nil,
            let host = url.host(percentEncoded: false), CookieHost(host) != nil
        else { throw ValidationError("--url takes http://HOST/ or https://HOST/.") }
        return url
    }
}

/// A head and what is to be said of it.
struct LintedResponse {
    let head: ResponseHead
    let report: CookieAudit.Report
}

extension SetCookie {
    /// The line to show: without the value unless it is asked for, or there is none.
    func shown(withValue: Bool) -> String {
        "Set-Cookie: " + (withValue || attributes.value.isEmpty ? serialized : description)
    }
}
