import Sessions
import SessionsSQLite

/// Where sessions are kept, as it is written on a command line. The one place that tells kinds of stores apart.
struct StoreLocation {
    private let path: String
    /// Of a kind that is written `name:`, and that this tool does not know.
    private let unknown: String?

    /// - Parameter text: `sqlite:PATH`, or a path. `./a:b` is the file `a:b`.
    init(_ text: String) {
        let name = text.prefix { $0 != ":" }
        let isNamed =
            name.utf8.count > 1 && name.utf8.count < text.utf8.count && name.allSatisfy { $0.isLetter || $0.isNumber }
        path = isNamed && name == "sqlite" ? String(text.dropFirst(name.count + 1)) : text
        unknown = isNamed && name != "sqlite" ? String(name) : nil
    }

    /// Opens what is there. Nothing is made and nothing migrated: that is the server's to do.
    func open(table: String) throws(StoreError) -> OpenedStore {
        if let unknown {
            throw StoreError(
                .invalidConfiguration,
                "There is no kind of session store called \(unknown): give a file, or sqlite:FILE."
            )
        }
        var configuration = SQLiteStore.Configuration()
        configuration.table = table
        configuration.makesTables = false
        configuration.readers = 2
        return OpenedStore(sqlite: try SQLiteStore(path: path, configuration: configuration))
    }
}

/// A store that a command works on.
struct OpenedStore {
    let store: any IterableSessionStore
    /// If it is one: for what only a file can have done to it.
    let sqlite: SQLiteStore

    init(sqlite: SQLiteStore) {
        store = sqlite
        self.sqlite = sqlite
    }

    func close() async {
        await sqlite.close()
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
