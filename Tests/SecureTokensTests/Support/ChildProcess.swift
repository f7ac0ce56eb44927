import Glibc
import Testing

/// Runs code in a child made by fork(2).
///
/// Swift hides fork because a child has one thread and may inherit a lock that another held. The alarm ends a child that
/// met one, and another is made; a child that fails otherwise fails the test.
enum ChildProcess {
    struct Failure: Error {
        let status: Int32
    }

    /// What `body` returned in the child. Both halves run on the calling thread; `parent` runs while the child lives.
    static func run(parent: () -> Void = {}, _ body: () -> [UInt8]) throws -> [UInt8] {
        var attempt = 0
        while true {
            attempt += 1
            var descriptors: [Int32] = [0, 0]
            guard unsafe pipe(&descriptors) == 0 else { throw Failure(status: -1) }
            let child = try fork()
            if child == 0 {
                // Tests run on threads where the alarm's signal is blocked.
                var none = sigset_t()
                unsafe sigemptyset(&none)
                unsafe pthread_sigmask(SIG_SETMASK, &none, nil)
                alarm(10)
                let bytes = body()
                let written = unsafe write(descriptors[1], bytes, bytes.count)
                _exit(written == bytes.count ? 0 : 1)
            }
            close(descriptors[1])
            if attempt == 1 { parent() }
            var output: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 4096)
            while case let count = unsafe read(descriptors[0], &chunk, chunk.count), count != 0 {
                if count > 0 { output += chunk[..<count] }
            }
            close(descriptors[0])
            var status: Int32 = 0
            while unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
            if status == 0 { return output }
            guard status & 0x7f == SIGALRM, attempt < 3 else { throw Failure(status: status) }
        }
    }

    private static func fork() throws -> pid_t {
        guard let symbol = unsafe dlsym(nil, "fork") else { throw Failure(status: -1) }
        let function = unsafe unsafeBitCast(symbol, to: (@convention(c) () -> pid_t).self)
        let child = function()
        guard child >= 0 else { throw Failure(status: -1) }
        return child
    }
}
