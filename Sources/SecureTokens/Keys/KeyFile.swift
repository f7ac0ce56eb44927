import COpenSSL

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Files of keys, and who may read them.
public enum KeyFile {
    /// Which files are accepted.
    public enum Access: Sendable {
        /// Only a file that none but its owner can read or write. The default, everywhere.
        case ownerOnly
        /// Any file: for mounts whose mode cannot be set, where something else keeps others out.
        case anyMode
    }

    /// Far above a ring of the most keys with comments.
    static let maximumLength = 1 << 16

    /// Reads a whole file and lends its bytes from memory that is wiped.
    static func withContents<R>(
        of path: String,
        access: Access,
        _ body: (Span<UInt8>) throws(KeyError) -> R
    ) throws(KeyError) -> R {
        let descriptor = Self.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw failure(errno, "read", path) }
        defer { _ = close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw failure(errno, "read", path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw KeyError(.notAFile, "\(path) is a directory or no regular file; name the key file itself")
        }
        guard access == .anyMode || status.st_mode & 0o077 == 0 else {
            throw KeyError(.readableByOthers, "others than its owner can use \(path); run: chmod 600 \(path)")
        }
        guard status.st_size <= maximumLength else {
            throw KeyError(.tooLarge, "\(path) has more than \(maximumLength) bytes; it is no key file")
        }
        var count = 0
        let contents: SecretBytes
        do {
            contents = try SecretBytes(count: maximumLength) { (span) throws(TokenError) in
                while count < span.count {
                    var rest = span._mutatingExtracting(droppingFirst: count)
                    let got = unsafe rest.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
                    if got < 0, errno == EINTR { continue }
                    guard got >= 0 else { throw .unavailable(.memory) }
                    if got == 0 { break }
                    count += got
                }
            }
        } catch {
            throw KeyError(.system, "\(path) could not be read")
        }
        return try contents.withBytes { (bytes) throws(KeyError) in try body(bytes.extracting(first: count)) }
    }

    /// Makes a file that only its owner can use. Never overwrites; others see it whole or not at all.
    static func create(_ path: String, _ contents: [UInt8], _ end: [UInt8]) throws(KeyError) {
        var status = stat()
        guard unsafe lstat(path, &status) != 0 else { throw failure(EEXIST, "write", path) }
        // Written under a name of its own first: of two programs that start at once, one reads what the other makes.
        let temporary = "\(path).\(try temporarySuffix())"
        var code = writeNew(temporary, contents, end)
        guard code == 0 else { throw failure(code, "write", path) }
        // Unlike a renaming, a second link refuses a name that is taken.
        code = unsafe link(temporary, path) == 0 ? 0 : errno
        unsafe unlink(temporary)
        if code == EPERM || code == ENOTSUP || code == ENOSYS {
            // A file system without links: not at once, but still never over another file.
            code = writeNew(path, contents, end)
        }
        guard code == 0 else { throw failure(code, "write", path) }
        synchronizeDirectory(of: path)
    }

    /// Puts new contents in a file's place at once: after a crash there is the old file or the new one, whole.
    ///
    /// The new file belongs to the owner of the old one, who has to read it. Symbolic links are refused: the superuser
    /// must not be led to another file.
    package static func replace(_ path: String, with contents: [UInt8]) throws(KeyError) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { throw failure(errno, "replace", path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw KeyError(.notAFile, "\(path) is a symbolic link or no regular file; name the key file itself")
        }
        // One name, so that two programs cannot replace at once and lose one's keys.
        let temporary = path + ".new"
        var code = writeNew(temporary, contents, [], owner: (status.st_uid, status.st_gid))
        guard code != EEXIST else {
            throw KeyError(
                .exists,
                "\(path) is being replaced, or a replacement was cut short; if none runs, remove \(temporary)"
            )
        }
        if code == 0, unsafe rename(temporary, path) != 0 {
            code = errno
            unsafe unlink(temporary)
        }
        guard code == 0 else { throw failure(code, "replace", path) }
        synchronizeDirectory(of: path)
    }

    /// Writes a new file to the disk; one half written is removed. 0, or the error number.
    private static func writeNew(
        _ path: String,
        _ contents: [UInt8],
        _ end: [UInt8],
        owner: (user: uid_t, group: gid_t)? = nil
    ) -> Int32 {
        let descriptor = Self.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return errno }
        var code: Int32 = 0
        if let owner, owner.user != geteuid(), fchown(descriptor, owner.user, owner.group) != 0 { code = errno }
        if code == 0 { code = writeAll(descriptor, contents) }
        if code == 0 { code = writeAll(descriptor, end) }
        if code == 0, fsync(descriptor) != 0 { code = errno }
        if close(descriptor) != 0, code == 0 { code = errno }
        if code != 0 { unsafe unlink(path) }
        return code
    }

    /// Brings a file's name to the disk too, or tokens would outlive their key in a crash. Not all file systems can.
    private static func synchronizeDirectory(of path: String) {
        let end = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let directory = end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = Self.open(directory, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
        guard descriptor >= 0 else { return }
        _ = fsync(descriptor)
        _ = close(descriptor)
    }

    /// A name that no other program uses.
    private static func temporarySuffix() throws(KeyError) -> String {
        do {
            let bytes = try SecureRandom.bytes(count: 9)
            return Base64URL.encode(bytes.span)
        } catch {
            throw KeyError(error)
        }
    }

    /// 0, or the error number.
    private static func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) -> Int32 {
        unsafe bytes.withUnsafeBytes { bytes in
            var rest = unsafe bytes[...]
            while unsafe !rest.isEmpty {
                let piece = unsafe UnsafeRawBufferPointer(rebasing: rest)
                let count = unsafe write(descriptor, piece.baseAddress, piece.count)
                guard count >= 0 else {
                    if errno == EINTR { continue }
                    return errno
                }
                unsafe rest = rest.dropFirst(count)
            }
            return 0
        }
    }

    private static func failure(_ code: Int32, _ verb: String, _ path: String) -> KeyError {
        switch code {
        case ENOENT: KeyError(.missing, "\(path) does not exist; make a key there, or name another file")
        case EEXIST: KeyError(.exists, "\(path) exists; a key file is never overwritten, so name another")
        case EACCES, EPERM: KeyError(.permission, "no permission to \(verb) \(path); check its owner and directory")
        case EISDIR: KeyError(.notAFile, "\(path) is a directory; name the key file itself")
        default: KeyError(.system, "\(path) could not be used to \(verb) (errno \(code))")
        }
    }

    private static func open(_ path: String, _ flags: Int32, _ mode: mode_t = 0) -> Int32 {
        while true {
            #if canImport(Darwin)
                let descriptor = unsafe Darwin.open(path, flags, mode)
            #elseif canImport(Musl)
                let descriptor = unsafe Musl.open(path, flags, mode)
            #else
                let descriptor = unsafe Glibc.open(path, flags, mode)
            #endif
            if descriptor >= 0 || errno != EINTR { return descriptor }
        }
    }
}

extension RootKey {
    /// A key from a file that holds one, in text form; `#` begins a comment line.
    ///
    /// - Throws: `KeyError`, which says what to do.
    public init(contentsOf path: String, access: KeyFile.Access = .ownerOnly) throws(KeyError) {
        let keys = try RootKey.all(in: path, access: access)
        guard keys.count == 1 else {
            throw KeyError(.tooLarge, "\(path) holds \(keys.count) keys; read it as a key ring")
        }
        self = keys[0]
    }

    /// Writes the key to a new file with mode 0600. An existing file is never touched.
    ///
    /// - Throws: `KeyError` with code `exists`, `permission`, `missing` or `system`.
    public func write(toNewFile path: String) throws(KeyError) {
        var text = try exposedBytes()
        defer { wipe(&text) }
        try KeyFile.create(path, text, [0x0a])
    }

    /// The keys of a file, one a line, in order. Blank lines and lines that begin with `#` do not count.
    static func all(in path: String, access: KeyFile.Access) throws(KeyError) -> [RootKey] {
        let keys = try KeyFile.withContents(of: path, access: access) { (contents) throws(KeyError) in
            var keys: [RootKey] = []
            var start = 0
            var number = 0
            while start < contents.count {
                var end = start
                while end < contents.count, contents[end] != 0x0a { end += 1 }
                number += 1
                let line = contents.extracting(trimmed(contents, start..<end))
                start = end + 1
                guard !line.isEmpty, line[0] != UInt8(ascii: "#") else { continue }
                guard keys.count < KeyRing.maximumCount else {
                    throw KeyError(.tooLarge, "\(path) holds over \(KeyRing.maximumCount) keys; remove the oldest")
                }
                do throws(KeyError) {
                    keys.append(try RootKey(text: line))
                } catch {
                    throw KeyError(error.code, "\(path), line \(number): \(error.description)")
                }
            }
            return keys
        }
        guard !keys.isEmpty else { throw KeyError(.empty, "\(path) holds no key; make one") }
        return keys
    }
}

extension KeyRing {
    /// A ring from a file: one key a line, the first is the primary; `#` begins a comment line.
    ///
    /// - Throws: `KeyError`, which says what to do.
    public init(contentsOf path: String, access: KeyFile.Access = .ownerOnly) throws(KeyError) {
        let keys = try RootKey.all(in: path, access: access)
        try self.init(primary: keys[0], accepted: Array(keys.dropFirst()))
    }

    /// A ring from a file, which is made with a fresh key and mode 0600 if it is missing.
    ///
    /// For one machine. Several need the same file: make it once and hand it out.
    ///
    /// - Throws: `KeyError`, which says what to do.
    public static func loadOrCreate(_ path: String) throws(KeyError) -> KeyRing {
        do {
            return try KeyRing(contentsOf: path)
        } catch  where error.code == .missing {
            do {
                try RootKey.generate().write(toNewFile: path)
            } catch  where error.code == .exists {
                // Another process was first: its key counts.
            }
            return try KeyRing(contentsOf: path)
        }
    }
}
