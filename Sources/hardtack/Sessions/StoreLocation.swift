import Foundation
import Sessions
import SessionsSQLite

/// Where sessions are kept, as it is written on a command line. The one place that tells kinds of stores apart.
struct StoreLocation {
    private enum Kind {
        case sqlite(path: String)
        /// libpq reads the rest, and hiredis' store its own.
        case postgreSQL(String)
        case redis(String)
        /// Of a kind that this tool does not know.
        case unknown(String)
        /// In a variable that is not there.
        case unset(String)
    }

    private let kind: Kind

    /// - Parameter text: `sqlite:PATH`, a path, `postgres://...`, `redis://...`, or `env:NAME` for what that variable says,
    ///   since all can read a password on a command line. `./a:b` is the file `a:b`.
    init(_ text: String) {
        let variable = text.hasPrefix("env:") ? String(text.dropFirst(4)) : nil
        guard let text = variable.map({ ProcessInfo.processInfo.environment[$0] }) ?? text else {
            kind = .unset(variable ?? "")
            return
        }
        let name = text.prefix { $0 != ":" }
        let isNamed =
            name.utf8.count > 1 && name.utf8.count < text.utf8.count && name.allSatisfy { $0.isLetter || $0.isNumber }
        kind =
            switch isNamed ? name : "" {
            case "": .sqlite(path: text)
            case "sqlite": .sqlite(path: String(text.dropFirst(name.count + 1)))
            case "postgres", "postgresql": .postgreSQL(text)
            case "redis", "rediss": .redis(text)
            default: .unknown(String(name))
            }
    }

    /// Opens what is there.
    /// - Parameters:
    ///   - table: the table, or the prefix of Redis' keys; `nil` for the kind's default.
    ///   - makesTables: whether to make what is missing. It is the server's to do, but for the target of a copy.
    func open(table: String?, makesTables: Bool = false) async throws(StoreError) -> OpenedStore {
        switch kind {
        case .sqlite(let path):
            var configuration = SQLiteStore.Configuration()
            if let table { configuration.table = table }
            configuration.makesTables = makesTables
            configuration.readers = 2
            configuration.cachedRows = 0
            let store = try SQLiteStore(path: path, configuration: configuration)
            return OpenedStore(store, sqlite: store) { await store.close() }
        case .postgreSQL(let address):
            return try await Self.openPostgreSQL(address, table: table, makesTables: makesTables)
        case .redis(let address):
            return try await Self.openRedis(address, prefix: table)
        case .unset(let name):
            throw StoreError(.invalidConfiguration, "The environment has no variable \(name) that names a store.")
        case .unknown(let name):
            throw StoreError(
                .invalidConfiguration,
                "There is no kind of session store called \(name): give a file, sqlite:FILE, postgres://... or redis://..."
            )
        }
    }
}

/// A store that a command works on.
struct OpenedStore: Sendable {
    let store: any IterableSessionStore
    /// If it is one: for what only a file can tell, or have had done to it.
    let sqlite: SQLiteStore?
    private let closing: @Sendable () async -> Void

    init(
        _ store: any IterableSessionStore,
        sqlite: SQLiteStore? = nil,
        closing: @escaping @Sendable () async -> Void
    ) {
        self.store = store
        self.sqlite = sqlite
        self.closing = closing
    }

    func close() async {
        await closing()
    }

    /// Runs `body` and closes the store whatever happens.
    func closed<Result>(after body: (OpenedStore) async throws -> Result) async throws -> Result {
        let result: Result
        do {
            result = try await body(self)
        } catch {
            await close()
            if let error = error as? StoreError { throw Failure(error) }
            throw error
        }
        await close()
        return result
    }

    /// The store as a file, for a command that works on nothing else.
    /// - Parameter instead: what to do with a server.
    func file(instead: String) throws(Failure) -> SQLiteStore {
        guard let sqlite else {
            throw Failure(.failed, "This is done to a SQLite file only. With a server, \(instead).")
        }
        return sqlite
    }

    /// Goes through all rows, with a line of progress.
    func forEachPage(_ task: String, _ body: (StorePage) async throws -> Void) async throws {
        let progress = Progress(task)
        defer { progress.end() }
        var rows = 0
        var cursor: StoreCursor?
        repeat {
            let page = try await store.page(after: cursor, limit: 1_000)
            try await body(page)
            rows += page.records.count + page.unreadable
            progress.note("\(grouped(rows)) rows")
            cursor = page.next
        } while cursor != nil
    }
}
