import Sessions

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The file as the system sees it, before SQLite does.
enum DatabaseFile {
    /// Makes the file if it is missing, for its owner alone (0600). SQLite gives its side files the same mode.
    ///
    /// Left to SQLite it would be readable by everybody under the usual umask.
    /// - Throws: `StoreError.Code.invalidConfiguration` if there can be no file at that path.
    static func create(at path: String) throws(StoreError) {
        guard !path.isEmpty, path != ":memory:", !path.utf8.contains(0) else {
            throw StoreError(
                .invalidConfiguration,
                "The session database needs a path to a file; for sessions in memory there is MemoryStore."
            )
        }
        if makeFile(path) == 0 { return }
        let failure = errno
        guard failure != EEXIST else { return try requireRegularFile(at: path) }
        throw refusal(failure, path: path)
    }

    /// Makes an empty file of mode 0600; -1 with EEXIST if there is anything of that name.
    ///
    /// An existing database is never opened and closed here: closing any descriptor of a file gives up all locks that
    /// this process holds on it, those of another store included.
    private static func makeFile(_ path: String) -> Int32 {
        #if canImport(Darwin)
            // mknod is for the superuser there. Nothing but this process's other threads can be hurt, and only if one opens
            // the file between these two calls.
            let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            return descriptor < 0 ? -1 : close(descriptor)
        #else
            return unsafe mknod(path, S_IFREG | 0o600, 0)
        #endif
    }

    private static func requireRegularFile(at path: String) throws(StoreError) {
        var status = stat()
        // stat follows links: a data folder that lies elsewhere is common.
        guard unsafe stat(path, &status) == 0 else { throw refusal(errno, path: path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StoreError(.invalidConfiguration, "The path of the session database is not a file (\(path)).")
        }
        guard unsafe faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) == 0 else { throw refusal(errno, path: path) }
    }

    static func refusal(_ failure: Int32, path: String) -> StoreError {
        switch failure {
        case ENOENT, ENOTDIR:
            StoreError(.invalidConfiguration, "The folder of the session database does not exist (\(path)).")
        case EISDIR, ELOOP, ENAMETOOLONG, EINVAL:
            StoreError(.invalidConfiguration, "There can be no session database at that path (\(path)).")
        case EACCES, EPERM, EROFS:
            StoreError(.readOnly, "This process may not read and write the session database (\(path)).")
        case ENOSPC, EDQUOT:
            StoreError(.full, "No room is left for the session database (\(path)).")
        default:
            StoreError(.unavailable, "The session database cannot be opened (\(path), system error \(failure)).")
        }
    }
}
