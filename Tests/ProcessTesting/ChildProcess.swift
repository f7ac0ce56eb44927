public import Foundation
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A program in a process of its own, that inherits no file and no blocked signal.
///
/// Not Foundation's `Process`: when that one starts a program on Linux, it goes through the files that are open here, and reads
/// behind its buffer once there are more than 1,350 (swift-corelibs-foundation, pull request 5472). The tests of the SQLite
/// store have as many open, and ended with a signal now and then.
public final class ChildProcess: Sendable {
    /// What one of the standard streams is.
    public enum Stream {
        case null
        case inherited
        case file(FileHandle)
        /// Its other end is here; this one is closed once the program has it.
        case pipe(Pipe)
    }

    /// There is no such program, or the system gives it no process.
    public struct NotStarted: Error, CustomStringConvertible {
        /// Which program, and why.
        public let description: String
    }

    /// By which signals find it.
    public let identifier: pid_t
    private let status = Mutex<Int32?>(nil)

    /// - Parameters:
    ///   - command: the program, looked for in `PATH` unless it has a slash, and its arguments.
    ///   - environment: `nil` for that of this process.
    public init(
        _ command: [String],
        environment: [String: String]? = nil,
        input: Stream = .null,
        output: Stream = .inherited,
        error: Stream = .inherited
    ) throws {
        #if canImport(Darwin)
            var (actions, attributes) = unsafe (posix_spawn_file_actions_t?.none, posix_spawnattr_t?.none)
        #else
            var (actions, attributes) = unsafe (posix_spawn_file_actions_t(), posix_spawnattr_t())
        #endif
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        let streams = [(input, STDIN_FILENO), (output, STDOUT_FILENO), (error, STDERR_FILENO)]
        for (stream, descriptor) in streams {
            switch stream {
            case .inherited: break
            case .null: unsafe posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
            case .file(let file): unsafe posix_spawn_file_actions_adddup2(&actions, file.fileDescriptor, descriptor)
            case .pipe(let pipe):
                let end = pipe.childEnd(for: descriptor).fileDescriptor
                unsafe posix_spawn_file_actions_adddup2(&actions, end, descriptor)
            }
        }
        // Tests run on threads where nearly all signals are blocked, and a shell that hears of no child waits for ever.
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        #if canImport(Darwin)
            unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_CLOEXEC_DEFAULT))
        #else
            unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
            // In the C library since glibc 2.34, and not in the module map.
            guard let function = unsafe dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else {
                throw NotStarted(description: "These tests need glibc 2.34 or later.")
            }
            typealias CloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
            _ = unsafe unsafeBitCast(function, to: CloseFrom.self)(&actions, STDERR_FILENO + 1)
        #endif
        let variables = (environment ?? ProcessInfo.processInfo.environment).map { "\($0)=\($1)" }
        var identifier: pid_t = 0
        let result = unsafe withStrings(command) { arguments in
            unsafe withStrings(variables) { variables in
                unsafe posix_spawnp(&identifier, command[0], &actions, &attributes, arguments, variables)
            }
        }
        guard result == 0 else {
            throw NotStarted(description: "\(command[0]): \(unsafe String(cString: strerror(result)))")
        }
        self.identifier = identifier
        for (stream, descriptor) in streams {
            if case .pipe(let pipe) = stream { try? pipe.childEnd(for: descriptor).close() }
        }
    }

    /// Waits for its end and gives its exit status, or the number of the signal that ended it with a minus.
    @discardableResult
    public func waitForEnd() -> Int32 {
        status.withLock { known in
            if let known { return known }
            var status: Int32 = 0
            while unsafe waitpid(identifier, &status, 0) == -1, errno == EINTR {}
            let signal = status & 0x7F
            let end = signal == 0 ? status >> 8 & 0xFF : -signal
            known = end
            return end
        }
    }

    /// Runs a program to its end and gives its exit status, and what it wrote to standard output and standard error.
    public static func run(_ command: [String]) throws -> (status: Int32, output: String) {
        let output = Pipe()
        let process = try ChildProcess(command, output: .pipe(output), error: .pipe(output))
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        return (process.waitForEnd(), String(decoding: bytes, as: UTF8.self))
    }
}

extension Pipe {
    /// The first line that a program writes, when it has written it; `nil` if it ends before. What is behind may be read along.
    public func firstLine() -> String? {
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            let more = fileHandleForReading.availableData
            guard !more.isEmpty else { return nil }
            line += more
        }
        return String(decoding: line.dropLast(), as: UTF8.self)
    }

    fileprivate func childEnd(for descriptor: Int32) -> FileHandle {
        descriptor == STDIN_FILENO ? fileHandleForReading : fileHandleForWriting
    }
}

/// Lends the strings as C has them, with a null pointer behind the last.
private func withStrings<R>(
    _ strings: [String],
    _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> R
) -> R {
    let copies = unsafe strings.map { unsafe strdup($0) } + [nil]
    defer { unsafe copies.forEach { unsafe free($0) } }
    return unsafe body(copies)
}
