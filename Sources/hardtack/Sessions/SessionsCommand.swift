import ArgumentParser
import Foundation
import Sessions
import SessionsSQLite

/// `hardtack sessions`
struct SessionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sessions",
        abstract: "Look into a session store, end sessions, purge, check and copy it.",
        discussion: """
            The store is a file, sqlite:FILE, postgres://... or redis://..., as the first
            argument or behind --store. PostgreSQL and Redis are there if the tool was
            built with these traits. Others can read a password on a command line: keep it
            in ~/.pgpass, or the whole address in a variable, and give env:NAME.

            Works while servers have the store open, and they see at once what is
            ended. It never shows an ID, a key or a value: those are sealed under the
            server's key and the browser's cookie. A session is named by its handle, or
            by the handle's first digits, at least eight.

            EXAMPLES
              hardtack sessions list sessions.sqlite --subject ada
              hardtack sessions show sessions.sqlite 3f0c2a9b41d7
              hardtack sessions revoke sessions.sqlite --subject ada
              hardtack sessions stats --store postgres://localhost/app
              hardtack sessions backup sessions.sqlite sessions-copy.sqlite
              hardtack sessions copy sessions.sqlite redis://localhost
            """,
        subcommands: [
            List.self, Show.self, Revoke.self, Purge.self, Stats.self, Check.self, Backup.self, Copy.self,
        ]
    )

    /// What every one of them takes.
    struct Options: ParsableArguments {
        @Argument(help: "The session store, if --store does not name it.")
        private var place: String?

        @Option(help: ArgumentHelp("The store: a file, sqlite:FILE, postgres://... or redis://...", valueName: "url"))
        private var store: String?

        @Option(help: "The table that the sessions are in; with Redis the prefix of the keys.")
        var table: String?

        @Option(help: "How to print the result.")
        var format = Format.table

        /// Lends the store, and closes it whatever happens.
        func withStore<Result>(_ body: (OpenedStore) async throws -> Result) async throws -> Result {
            guard let location = store ?? place else { throw ValidationError(Self.missing) }
            return try await openStore(StoreLocation(location), table: table).closed(after: body)
        }

        /// Throws if there is no store, or one too many.
        func validate() throws {
            guard store != nil || place != nil else { throw ValidationError(Self.missing) }
        }

        /// What follows the store on the command line. With `--store` the first argument is that.
        func following(_ argument: String?) throws -> String? {
            guard store != nil else { return argument }
            guard argument == nil else { throw ValidationError("The store was named twice: \(Self.forms).") }
            return place
        }

        /// For a command that has nothing to follow.
        func requireNothingFollowing() throws {
            if try following(nil) != nil { throw ValidationError("The store was named twice: \(Self.forms).") }
        }

        private static let forms = "give it as the first argument or behind --store"
        private static let missing = "Name the session store: \(forms)."

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

        /// " of hardtack/ada": who finds nothing sees in which namespace. Empty if nobody is named.
        var shown: String { storedName.map { " of \(StoredSubject($0).shown(limit: 48))" } ?? "" }
    }
}

extension Failure {
    /// What is damaged or nobody's is bad data; the rest is a file, a lock or a disk.
    init(_ error: StoreError) {
        self.init(error.code == .corrupt ? .badData : .failed, error.reason)
    }
}

/// Opens a store and gives its error an exit status.
func openStore(
    _ location: StoreLocation,
    table: String?,
    makesTables: Bool = false
) async throws(Failure) -> OpenedStore {
    do {
        return try await location.open(table: table, makesTables: makesTables)
    } catch {
        throw Failure(error)
    }
}
