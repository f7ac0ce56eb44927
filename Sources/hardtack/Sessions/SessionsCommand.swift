import ArgumentParser
import Foundation
import Sessions
import SessionsSQLite

/// `hardtack sessions`
struct SessionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sessions",
        abstract: "Look into a session database, end sessions, purge, check and copy it.",
        discussion: """
            Works while servers have the database open, and they see at once what is
            ended. It never shows an ID, a key or a value: those are sealed under the
            server's key and the browser's cookie. A session is named by its handle, or
            by the handle's first digits, at least eight.

            EXAMPLES
              hardtack sessions list sessions.sqlite --subject ada
              hardtack sessions show sessions.sqlite 3f0c2a9b41d7
              hardtack sessions revoke sessions.sqlite --subject ada
              hardtack sessions stats sessions.sqlite
              hardtack sessions backup sessions.sqlite sessions-copy.sqlite
            """,
        subcommands: [List.self, Show.self, Revoke.self, Purge.self, Stats.self, Check.self, Backup.self]
    )

    /// What every one of them takes.
    struct Options: ParsableArguments {
        @Argument(help: "The session database: a file, or sqlite:FILE.")
        var file: String

        @Option(help: "The table that the sessions are in.")
        var table = SQLiteStore.Configuration().table

        @Option(help: "How to print the result.")
        var format = Format.table

        /// Lends the store, and closes it whatever happens.
        func withStore<Result>(_ body: (OpenedStore) async throws -> Result) async throws -> Result {
            let opened = try withStoreErrors { () throws(StoreError) in try StoreLocation(file).open(table: table) }
            let result: Result
            do {
                result = try await body(opened)
            } catch {
                await opened.close()
                if let error = error as? StoreError { throw Failure(error) }
                throw error
            }
            await opened.close()
            return result
        }

        /// Prints a result in the form that was asked for.
        func show(_ document: some Encodable, _ text: () -> String) throws {
            switch format {
            case .table: print(text())
            case .json: print(Terminal.tameJSON(try json(document)))
            }
        }
    }

    /// Whose sessions.
    struct SubjectOptions: ParsableArguments {
        @Option(help: "Only the sessions of this user.")
        var subject: String?

        @Option(help: "The namespace of the manager that made them.")
        var namespace = SessionPolicy().namespace

        /// Under which the store knows them.
        var storedName: String? { subject.map { "\(namespace)/\($0)" } }
    }
}

extension Failure {
    /// What is damaged or nobody's is bad data; the rest is a file, a lock or a disk.
    init(_ error: StoreError) {
        self.init(error.code == .corrupt ? .badData : .failed, error.reason)
    }
}

/// Runs what asks a store and gives its error an exit status.
func withStoreErrors<Result>(_ body: () throws(StoreError) -> Result) throws(Failure) -> Result {
    do {
        return try body()
    } catch {
        throw Failure(error)
    }
}
