public import Sessions
import StoreSupport

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension SQLiteStore {
    /// Copies the store into a new file, as it is at one moment, while this process and others go on reading and writing.
    ///
    /// The copy is a database of its own without side files, readable by its owner alone, and holds nothing of what was
    /// deleted before. It is on the disk when this returns. Whoever restores it brings back what was logged out or revoked
    /// since, until each session's absolute deadline.
    /// - Parameter path: the file to make. Nothing may be there.
    /// - Throws: `StoreError.Code.invalidConfiguration` if the path cannot be used or there is something already, otherwise
    ///   as reading and writing do. A copy that was not completed is removed.
    public func backup(to path: String) async throws(StoreError) {
        let (source, settings) = (self.path, settings)
        // A closed store makes no copy.
        try readers.read { _ in }
        try await WorkerThread.run { () throws(StoreError) in
            try DatabaseFile.makeNew(at: path)
            do throws(StoreError) {
                let connection = try Self.connect(source, settings)
                // As for opening: no name of a file may be read as a URI.
                let name = path.hasPrefix("/") ? path : "./" + path
                let quoted = name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
                try connection.execute("VACUUM INTO '\(quoted)'")
                // VACUUM INTO leaves that to whoever asks for it.
                try DatabaseFile.synchronize(path)
            } catch {
                unsafe unlink(path)
                throw error
            }
        }
    }
}
