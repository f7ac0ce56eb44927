#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A queue that any thread fills and one thread empties, asleep while there is nothing to do.
///
/// A POSIX mutex and condition: the standard library's Mutex has nothing to wait on.
@safe final class WorkQueue<Item: Sendable>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let filled = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    // Both guarded by the mutex.
    private var items: [Item] = []
    private var isClosed = false

    init() {
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe filled.initialize(to: pthread_cond_t())
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(filled, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(filled)
        unsafe pthread_mutex_destroy(mutex)
        unsafe filled.deallocate()
        unsafe mutex.deallocate()
    }

    /// Adds an item; false, and nothing is added, once the queue is closed.
    func add(_ item: Item) -> Bool {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        guard !isClosed else { return false }
        items.append(item)
        unsafe pthread_cond_signal(filled)
        return true
    }

    /// Waits for items and takes those in front: at most `limit`, and none after one that is `last`. `nil` once the
    /// queue is closed and empty.
    func take(upTo limit: Int, last: (Item) -> Bool) -> [Item]? {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while items.isEmpty {
            if isClosed { return nil }
            unsafe pthread_cond_wait(filled, mutex)
        }
        let front = items.prefix(limit)
        let end = front.firstIndex(where: last).map { $0 + 1 } ?? front.endIndex
        let taken = Array(items[..<end])
        items.removeFirst(end)
        return taken
    }

    /// Lets nothing more in. What is inside can still be taken.
    func close() {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        isClosed = true
        unsafe pthread_cond_signal(filled)
    }
}
