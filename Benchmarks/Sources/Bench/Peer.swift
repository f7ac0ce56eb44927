import CLimits
import Foundation

/// A program in another language that does some of the operations as its users do them.
final class Peer {
    struct Measurement {
        let name, version: String
        fileprivate let number: Int
        fileprivate let peer: Peer

        /// Nanoseconds of the processor for one.
        func run() throws -> Double { try peer.decode(Double.self, after: "\(number)\n") }
    }

    private struct Entry: Decodable {
        let operation, peer, version: String
    }

    private let language: String
    private let process = Process()
    private let (input, output) = (Pipe(), Pipe())
    private var buffer = Data()
    private var entries: [Entry] = []

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private init(_ program: URL, milliseconds: Int) throws {
        language = program.lastPathComponent
        process.executableURL = program
        process.arguments = ["serve"]
        process.environment = ProcessInfo.processInfo.environment.merging(["MILLISECONDS": "\(milliseconds)"]) { $1 }
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        entries = try decode([Entry].self, after: String(cString: limit_cookie_header()) + "\n")
    }

    /// Those that `Benchmarks/Peers/prepare` has left in a folder, and why others are absent.
    static func all(in folder: String, milliseconds: Int) -> (peers: [Peer], absent: [String]) {
        var peers: [Peer] = []
        var absent: [String] = []
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for file in files.sorted() {
            let url = URL(fileURLWithPath: folder).appendingPathComponent(file)
            if file.hasSuffix(".absent") {
                absent += ((try? String(contentsOf: url, encoding: .utf8)) ?? "").split(separator: "\n").map(
                    String.init
                )
                continue
            }
            do {
                peers.append(try Peer(url, milliseconds: milliseconds))
            } catch {
                absent.append("\(file): \(error)")
            }
        }
        return (peers, absent)
    }

    func measurements(of operation: String) -> [Measurement] {
        entries.indices.filter { entries[$0].operation == operation }.map {
            Measurement(name: entries[$0].peer, version: entries[$0].version, number: $0, peer: self)
        }
    }

    /// They end when there is nothing more to read.
    func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    private func decode<Value: Decodable>(_ type: Value.Type, after text: String) throws -> Value {
        try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = buffer[buffer.startIndex..<end]
                buffer = Data(buffer[(end + 1)...])
                return try JSONDecoder().decode(type, from: line)
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Failure(description: "the program in \(language) has ended") }
            buffer.append(more)
        }
    }
}
