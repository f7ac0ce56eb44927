import Sessions

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension DatabaseFile {
    /// Throws `StoreError.Code.invalidConfiguration` if there is nothing of that name.
    static func requireExistence(at path: String) throws(StoreError) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 || errno != ENOENT else {
            throw StoreError(.invalidConfiguration, "There is no session database at that path (\(path)).")
        }
    }

    /// Makes an empty file of mode 0600 for a copy. Throws `StoreError.Code.invalidConfiguration` if there is anything at
    /// that path already, a link that leads nowhere included.
    static func makeNew(at path: String) throws(StoreError) {
        guard !path.isEmpty, path != ":memory:", !path.utf8.contains(0) else {
            throw StoreError(.invalidConfiguration, "A copy of the session database needs a path to a file.")
        }
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor < 0 else {
            close(descriptor)
            return
        }
        guard errno != EEXIST else {
            throw StoreError(.invalidConfiguration, "There is something at the path of the copy already (\(path)).")
        }
        throw refusal(errno, path: path)
    }

    /// Says of the file and its side files which of them others than the owner may read or write.
    static func warnings(at path: String) -> [String] {
        ["", "-wal", "-shm"].compactMap { suffix in
            var status = stat()
            guard unsafe stat(path + suffix, &status) == 0, status.st_mode & 0o077 != 0 else { return nil }
            let mode = String(status.st_mode & 0o777, radix: 8)
            return "The session database can be used by others than its owner (\(path)\(suffix) has mode 0\(mode)): "
                + "chmod 600."
        }
    }

    /// Waits until the disk has a file that is complete, and its name. Not for a file that a store has open: closing any
    /// descriptor of it gives up all locks that this process holds.
    static func synchronize(_ path: String) throws(StoreError) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        for (name, flags) in [(path, O_RDONLY | O_CLOEXEC), (folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY)] {
            let descriptor = unsafe open(name, flags)
            let result = descriptor < 0 ? -1 : fsync(descriptor)
            let failure = errno
            if descriptor >= 0 { close(descriptor) }
            guard result == 0 else {
                throw StoreError(.unavailable, "The disk has not got the copy (\(name), system error \(failure)).")
            }
        }
    }
}
