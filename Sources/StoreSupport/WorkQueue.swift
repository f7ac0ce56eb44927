#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A queue that any thread fills and one thread or several empty, asleep while there is nothing to do.
///
/// A POSIX mutex and condition: the standard library's Mutex has nothing to wait on.
@safe package final class WorkQueue<Item: Sendable>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let filled = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    // All guarded by the mutex.
    private var items: [Item] = []
    /// How many items have ever been taken: what number the first one in `items` has.
    private var taken = 0
    /// The numbers of those that are to be alone, in order. Hardly ever any: to take what has gathered is then to hand
    /// the array over.
    private var alone: [Int] = []
    private var isClosed = false
    /// How many items whoever waits is woken for.
    private var wanted = 1

    package init() {
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe filled.initialize(to: pthread_cond_t())
        unsafe pthread_mutex_init(mutex, nil)
        unsafe Self.initialize(filled)
    }

    deinit {
        unsafe pthread_cond_destroy(filled)
        unsafe pthread_mutex_destroy(mutex)
        unsafe filled.deallocate()
        unsafe mutex.deallocate()
    }

    /// Adds an item; false, and nothing is added, once the queue is closed.
    /// - Parameter isAlone: whether the item is to be taken by itself.
    package func add(_ item: Item, isAlone: Bool = false) -> Bool {
        unsafe pthread_mutex_lock(mutex)
        let isOpen = !isClosed
        if isOpen {
            if isAlone { alone.append(taken + items.count) }
            items.append(item)
        }
        let isEnough = isOpen && items.count >= wanted
        unsafe pthread_mutex_unlock(mutex)
        // Whoever wakes up needs the lock.
        if isEnough { unsafe pthread_cond_signal(filled) }
        return isOpen
    }

    /// Waits for an item and takes those in front: at most `limit`, and one that is to be alone by itself. `nil` once the
    /// queue is closed and empty.
    package func take(upTo limit: Int) -> [Item]? {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while items.isEmpty {
            if isClosed { return nil }
            unsafe pthread_cond_wait(filled, mutex)
        }
        guard alone.first == taken else { return takeFront(limit) }
        alone.removeFirst()
        return takeFront(1)
    }

    /// Takes those in front as ``take(upTo:)`` does, or none if the first is to be alone or none has come. For queues that
    /// one thread empties.
    /// - Parameters:
    ///   - expected: how many are worth waiting for.
    ///   - patience: for how long. After that what is there is enough.
    package func takeMore(upTo limit: Int, expecting expected: Int, for patience: Duration) -> [Item] {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        if patience > .zero, items.count < expected { wait(for: expected, atMost: patience) }
        return takeFront(limit)
    }

    /// Takes everything, without waiting for anything.
    package func takeAll() -> [Item] {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        alone = []
        return takeFront(.max)
    }

    /// Takes at most `limit` items, and none behind the next that is to be alone.
    private func takeFront(_ limit: Int) -> [Item] {
        let count = min(limit, items.count, alone.first.map { $0 - taken } ?? .max)
        // The room stays for those to come.
        guard count > 0 else { return [] }
        taken += count
        guard count == items.count else {
            let front = Array(items[..<count])
            items.removeFirst(count)
            return front
        }
        // Nothing is copied while those who add wait for the lock. As many are likely to come again.
        let all = items
        items = []
        items.reserveCapacity(count)
        return all
    }

    private func wait(for expected: Int, atMost patience: Duration) {
        wanted = expected
        defer { wanted = 1 }
        let end = ContinuousClock.now + patience
        while items.count < expected, !isClosed {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { return }
            unsafe Self.wait(filled, mutex, atMost: left)
        }
    }

    // A wait that ends by itself is measured by a clock that nobody sets. Which function does so depends on the system.

    @unsafe private static func initialize(_ condition: UnsafeMutablePointer<pthread_cond_t>) {
        #if canImport(Darwin)
            unsafe pthread_cond_init(condition, nil)
        #else
            var attributes = pthread_condattr_t()
            unsafe pthread_condattr_init(&attributes)
            unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
            unsafe pthread_cond_init(condition, &attributes)
            unsafe pthread_condattr_destroy(&attributes)
        #endif
    }

    @unsafe private static func wait(
        _ condition: UnsafeMutablePointer<pthread_cond_t>,
        _ mutex: UnsafeMutablePointer<pthread_mutex_t>,
        atMost patience: Duration
    ) {
        let (seconds, attoseconds) = patience.components
        var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        #if canImport(Darwin)
            unsafe pthread_cond_timedwait_relative_np(condition, mutex, &time)
        #else
            var now = timespec()
            unsafe clock_gettime(CLOCK_MONOTONIC, &now)
            let nanoseconds = time.tv_nsec + now.tv_nsec
            time = timespec(
                tv_sec: time.tv_sec + now.tv_sec + nanoseconds / 1_000_000_000,
                tv_nsec: nanoseconds % 1_000_000_000
            )
            unsafe pthread_cond_timedwait(condition, mutex, &time)
        #endif
    }

    /// Lets nothing more in. What is inside can still be taken.
    package func close() {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        isClosed = true
        unsafe pthread_cond_broadcast(filled)
    }
}
