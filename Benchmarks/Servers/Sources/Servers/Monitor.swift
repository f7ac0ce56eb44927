import Foundation

/// What a Redis server is sent, as its MONITOR shows it.
final class Monitor {
    struct Command {
        let words: [[UInt8]]

        /// In capitals.
        var name: String { String(decoding: words.first ?? [], as: UTF8.self).uppercased() }

        /// What a server is chosen by; `nil` for what has no key.
        var key: [UInt8]? {
            switch name {
            case "HGET", "HGETALL": words.dropFirst().first
            case "EVALSHA": words.dropFirst(3).first
            default: nil
            }
        }
    }

    private static let end = "the end"
    private let program: Program
    private let port: String

    init(port: String) throws {
        self.port = port
        program = try Program(["redis-cli", "-p", port, "monitor"])
        guard program.line() == "OK" else { throw Failure(description: "redis-cli monitor does not begin") }
    }

    /// All commands up to now but those of scripts, and ends.
    func commands() throws -> [Command] {
        defer { program.terminate() }
        _ = try Program.output(["redis-cli", "-p", port, "echo", Self.end])
        var commands: [Command] = []
        while let line = program.line() {
            guard let place = line.range(of: "] "), !line[..<place.lowerBound].hasSuffix(" lua") else { continue }
            let command = Command(words: Self.words(line[place.upperBound...].utf8))
            if command.words.last == Array(Self.end.utf8) { return commands }
            commands.append(command)
        }
        throw Failure(description: "redis-cli monitor has ended")
    }

    /// In quotes, with a stroke before what is no plain character.
    private static func words(_ text: Substring.UTF8View) -> [[UInt8]] {
        let letters: [UInt8: UInt8] = [
            UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "a"): 7,
            UInt8(ascii: "b"): 8,
        ]
        var words: [[UInt8]] = []
        var word: [UInt8]?
        var rest = text[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") {
                if let complete = word { words.append(complete) }
                word = word == nil ? [] : nil
            } else if byte == UInt8(ascii: "\\"), let next = rest.popFirst() {
                if next == UInt8(ascii: "x") {
                    let digits = String(decoding: rest.prefix(2), as: UTF8.self)
                    rest = rest.dropFirst(2)
                    word?.append(UInt8(digits, radix: 16) ?? 0)
                } else {
                    word?.append(letters[next] ?? next)
                }
            } else {
                word?.append(byte)
            }
        }
        return words
    }
}
