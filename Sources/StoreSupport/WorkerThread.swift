package import Sessions

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A thread outside the cooperative pool, for what may block: waiting for work, locks and the disk.
package enum WorkerThread {
    /// Runs `body` on a new thread, which ends with it.
    /// - Throws: `StoreError.Code.unavailable` if the system grants no thread; `body` is then not run.
    package static func start(_ body: @escaping @Sendable () -> Void) throws(StoreError) {
        let body = unsafe Unmanaged.passRetained(Body(run: body)).toOpaque()
        let result = unsafe create(body)
        guard result == 0 else {
            unsafe Unmanaged<Body>.fromOpaque(body).release()
            throw StoreError(.unavailable, "The system grants no thread for the session store (error \(result)).")
        }
    }

    /// How many processors there are.
    package static var processors: Int { sysconf(Int32(_SC_NPROCESSORS_ONLN)) }

    /// Blocks this thread. For threads of our own, and for the one that opens a store.
    package static func pause(milliseconds: UInt32) {
        usleep(milliseconds * 1_000)
    }

    /// Runs `body` on a thread of its own and gives its result without blocking the caller's.
    package static func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            do throws(StoreError) {
                try start { continuation.resume(returning: Result(catching: body)) }
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
        return try result.get()
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    /// Starts a detached thread; gives the error number of the system, or 0.
    @unsafe private static func create(_ body: UnsafeMutableRawPointer) -> Int32 {
        #if canImport(Darwin)
            var thread: pthread_t?
            let result = unsafe pthread_create(&thread, nil, { unsafe WorkerThread.enter($0) }, body)
            if result == 0, let thread = unsafe thread { unsafe pthread_detach(thread) }
        #else
            var thread = pthread_t()
            let result = unsafe pthread_create(&thread, nil, { unsafe WorkerThread.enter($0) }, body)
            if result == 0 { pthread_detach(thread) }
        #endif
        return result
    }

    @unsafe private static func enter(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        if let context = unsafe context { unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
        return nil
    }
}
