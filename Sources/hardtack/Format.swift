import ArgumentParser
import Foundation

/// How a command prints its result.
enum Format: String, ExpressibleByArgument, CaseIterable {
    /// For people, 80 columns wide.
    case table
    /// For machines, with sorted keys.
    case json
}

/// JSON with sorted keys.
func json(_ document: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(document), as: UTF8.self)
}
