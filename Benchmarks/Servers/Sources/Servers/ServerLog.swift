import Foundation

/// What a PostgreSQL server was sent, from its log: so that what is given to pgbench is what the store sends, whatever that
/// is in this version of it.
struct ServerLog {
    struct Statement {
        let sql: String
        /// As text; `nil` for NULL.
        var parameters: [String?] = []
    }

    private let path: String

    init(in folder: String) {
        path = "\(folder)/server.log"
    }

    /// The prepared statements that were run under `body` on connections with `log_statement=all`, in order.
    func statements(_ body: () async throws -> Void) async throws -> [Statement] {
        let before = try Data(contentsOf: URL(fileURLWithPath: path)).count
        try await body()
        let log = try Data(contentsOf: URL(fileURLWithPath: path)).dropFirst(before)
        return try Self.statements(in: String(decoding: log, as: UTF8.self))
    }

    private static func statements(in log: String) throws -> [Statement] {
        var entries: [String] = []
        for line in log.split(separator: "\n") {
            if line.hasPrefix("\t"), !entries.isEmpty {
                entries[entries.count - 1] += "\n" + line.dropFirst()
            } else {
                entries.append(String(line))
            }
        }
        var statements: [Statement] = []
        for entry in entries {
            if entry.hasPrefix("LOG:  execute "), !entry.contains("execute <unnamed>"),
                let colon = entry.range(of: ": ")
            {
                let sql = entry[colon.upperBound...].drop { $0 != ":" }.dropFirst(2)
                statements.append(Statement(sql: String(sql)))
            } else if entry.hasPrefix("DETAIL:  parameters: "), !statements.isEmpty {
                statements[statements.count - 1].parameters = entry.matches(of: #/\$\d+ = (?:NULL|'((?:[^']|'')*)')/#)
                    .map { match in match.output.1.map(String.init) }
            }
        }
        guard !statements.isEmpty else { throw Failure(description: "the server has logged no statement") }
        return statements
    }
}
