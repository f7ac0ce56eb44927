import ArgumentParser
import Auditing
import Foundation
import SecureTokens
import Vectors

/// `hardtack audit`
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Check the cryptography of this build on this machine against every vector.",
        discussion: """
            Runs the published vectors and our own, and looks at the random generator, the wiping of keys, the comparison,
            and OpenSSL. Exit status 1 if anything fails, with its name.

            EXAMPLES
              hardtack audit
              hardtack audit --format json > audit.json
              hardtack audit --fips
            """
    )

    @Option(help: "How to print the result.")
    var format = Format.table

    @Option(help: ArgumentHelp("Other vectors than those that came with the tool.", valueName: "folder"))
    var vectors: String?

    @Flag(help: "Demand OpenSSL's FIPS provider.")
    var fips = false

    func run() throws {
        if fips {
            do throws(TokenError) {
                try FIPSMode.require()
            } catch {
                throw Failure(.failed, "\(error).")
            }
        }
        let report: AuditReport
        do throws(VectorError) {
            let folder = if let vectors { VectorFolder(path: vectors) } else { try VectorFolder.installed() }
            report = try Audit.run(folder)
        } catch {
            throw Failure(error.code == .missing ? .failed : .badData, "\(error).")
        }
        switch format {
        case .table: print(AuditTable(report).text)
        case .json: print(try json(AuditDocument(report)))
        }
        let failures = report.failures
        guard let first = failures.first else { return }
        throw Failure(.failed, "\(failures.count) of the checks failed; the first: \(first).")
    }
}
