import CookieHeaders
import Foundation

/// What a command reads, bounded.
enum Input {
    /// The longest input that is read, in bytes.
    static let maximumLength = 1 << 20

    static func standard() throws -> [UInt8] {
        try read(.standardInput, called: "Standard input")
    }

    static func file(_ path: String) throws -> [UInt8] {
        let name = PrintableText.escape(path.utf8, limit: 1024)
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Failure(.failed, "\(name) could not be read.")
        }
        return try read(handle, called: name)
    }

    private static func read(_ handle: FileHandle, called name: String) throws -> [UInt8] {
        guard let data = try? handle.read(upToCount: maximumLength + 1) ?? Data() else {
            throw Failure(.failed, "\(name) could not be read.")
        }
        guard data.count <= maximumLength else {
            throw Failure(.badData, "\(name) has more than \(maximumLength) bytes.")
        }
        return Array(data)
    }
}
