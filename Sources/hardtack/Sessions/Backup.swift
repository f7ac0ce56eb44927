import ArgumentParser
import Foundation
import SessionsSQLite

extension SessionsCommand {
    /// `hardtack sessions backup`
    struct Backup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy the database into a new file, as it is at one moment, while servers use it.",
            discussion: """
                Only you can read the copy. Whoever restores it brings back sessions that
                were logged out or revoked since: revoke them all then.

                EXAMPLE
                  hardtack sessions backup sessions.sqlite sessions-copy.sqlite
                """
        )

        @OptionGroup var options: Options
        @Argument(help: "The file to make. Nothing may be there.")
        var to: String?

        func validate() throws {
            guard try options.following(to) != nil else { throw ValidationError("Name the file to make.") }
        }

        func run() async throws {
            guard let to = try options.following(to) else { return }
            let size = try await options.withStore { opened in
                let store = try opened.file(instead: "use its own tools (pg_dump, BGSAVE), or hardtack sessions copy")
                let sizes = try await store.sizes()
                try await Progress.during(
                    "Copying",
                    { "\(bytes(Self.size(of: to))) of about \(bytes(sizes.bytes - sizes.free))" },
                    { try await store.backup(to: to) }
                )
                return Self.size(of: to)
            }
            let copy = Document(bytes: size, file: to)
            try options.show(copy) { "Copied the database to \(Terminal.tame(to)), \(bytes(size))." }
        }

        private struct Document: Encodable {
            let bytes: Int
            let file: String
        }

        private static func size(of path: String) -> Int {
            (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
        }
    }
}
