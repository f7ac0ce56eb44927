import COpenSSL
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What a thread keeps between operations: its random page and OpenSSL contexts.
///
/// Contexts are not thread-safe and cost more to make than most operations cost. All of it is freed, and by that wiped,
/// when the thread ends. No method calls out of the module, so none can be entered twice.
struct ThreadState: ~Copyable {
    var random: RandomPage
    var digest = DigestContext()

    // For keys that come with the call. They stay keyed with the last one until the next call.
    var blockScratch = BlockContext()
    var sealScratch = GCMContext(.seal)
    var openScratch = GCMContext(.open)

    // For the keys of a ring.
    var macs = KeptContexts<8, MACContext> { MACContext() }
    var deriving = KeptContexts<4, DerivingContext> { DerivingContext() }
    var sealing = KeptContexts<4, SealingContext> { SealingContext() }
    var opening = KeptContexts<16, GCMContext> { GCMContext(.open) }
    private var releases: UInt64

    /// How often a ring's keys have been released.
    static let keyReleases = Atomic<UInt64>(0)

    private init() throws(TokenError) {
        random = try RandomPage()
        releases = Self.keyReleases.load(ordering: .acquiring)
    }

    /// Drops all kept contexts if a ring is gone since: its keys must not outlive it for long.
    mutating func dropStaleContexts() {
        let current = Self.keyReleases.load(ordering: .acquiring)
        guard current != releases else { return }
        releases = current
        macs = KeptContexts { MACContext() }
        deriving = KeptContexts { DerivingContext() }
        sealing = KeptContexts { SealingContext() }
        opening = KeptContexts { GCMContext(.open) }
    }
}

extension ThreadState {
    /// The way to the current thread's state. Valid on this thread only, so it is never stored.
    @safe struct Handle: ~Copyable {
        fileprivate let pointer: UnsafeMutablePointer<ThreadState>

        var state: ThreadState {
            _read { yield unsafe pointer.pointee }
            nonmutating _modify { yield unsafe &pointer.pointee }
        }
    }

    /// The current thread's state, made at its first use.
    static func current() throws(TokenError) -> Handle {
        if let existing = unsafe load() { return unsafe Handle(pointer: existing) }
        return unsafe Handle(pointer: try make())
    }

    // Not inlined: each object file that calls the shim would get a thread-local slot of its own.
    @inline(never)
    private static func load() -> UnsafeMutablePointer<ThreadState>? {
        unsafe hardtack_thread_slot().pointee?.assumingMemoryBound(to: ThreadState.self)
    }

    @inline(never)
    private static func make() throws(TokenError) -> UnsafeMutablePointer<ThreadState> {
        guard let key = exitKey else { throw .unavailable(.memory) }
        let fresh = try ThreadState()
        let state = UnsafeMutablePointer<ThreadState>.allocate(capacity: 1)
        unsafe state.initialize(to: fresh)
        guard unsafe pthread_setspecific(key, state) == 0 else {
            unsafe state.deinitialize(count: 1)
            unsafe state.deallocate()
            throw .unavailable(.memory)
        }
        unsafe hardtack_thread_slot().pointee = UnsafeMutableRawPointer(state)
        return unsafe state
    }

    /// Only its destructor is wanted: the state is found through the cheaper thread-local slot.
    private static let exitKey: pthread_key_t? = {
        var key = pthread_key_t()
        let result = unsafe pthread_key_create(&key) { pointer in
            // Emptied first: a later destructor of the same thread may ask for random bytes and then gets a new state.
            unsafe hardtack_thread_slot().pointee = nil
            #if canImport(Darwin)
                let state = unsafe pointer.assumingMemoryBound(to: ThreadState.self)
            #else
                guard let state = unsafe pointer?.assumingMemoryBound(to: ThreadState.self) else { return }
            #endif
            unsafe state.deinitialize(count: 1)
            unsafe state.deallocate()
        }
        return result == 0 ? key : nil
    }()
}
