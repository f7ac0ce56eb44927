import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Runs `body` on a thread that may not do what only root may, so that permissions count when tests run as root.
func asNobody<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread {
            #if canImport(Glibc)
                // Changes this thread's user for files alone; the other threads keep theirs. Not in the module map.
                if let function = unsafe dlsym(nil, "setfsuid") {
                    typealias SetFileSystemUser = @convention(c) (uid_t) -> Int32
                    _ = unsafe unsafeBitCast(function, to: SetFileSystemUser.self)(65_534)
                }
            #endif
            continuation.resume(returning: body())
        }
    }
}
