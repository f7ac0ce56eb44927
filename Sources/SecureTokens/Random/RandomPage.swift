import COpenSSL
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A thread's stock of random bytes.
///
/// OpenSSL's private generator takes 660 ns a call, so the bytes are drawn a page at a time and wiped as they are
/// handed out. The page is wiped by the kernel in a child of fork(). What says how many bytes are left lies **in** the
/// page, with zero for none: a child starts empty. With that number outside the child would hand out zeros.
@safe struct RandomPage: ~Copyable {
    /// The start of the page; the stock follows it.
    private struct Header {
        /// Unused bytes, at the end of the stock.
        var remaining: Int
        /// Changes with every fork and discard; 0 in a fresh or wiped page.
        var generation: UInt64
        /// `SecureRandom.discard()` had been called this often.
        var discards: UInt64
        /// When the stock was drawn, in nanoseconds of real time.
        var drawn: Int64
    }

    private static let headerLength = 64
    private static let stockLength = 4096 - headerLength
    /// A copy of this machine's memory that wakes up later must not go on with the same stock for long.
    private static let maximumAge: Int64 = 1_000_000_000

    static let discards = Atomic<UInt64>(0)
    private static let generations = Atomic<UInt64>(0)

    private let base: UnsafeMutableRawPointer
    private let length: Int
    /// Where the kernel cannot wipe in children, nothing is kept.
    private let isKept: Bool

    init() throws(TokenError) {
        let length = max(4096, Int(sysconf(Int32(_SC_PAGESIZE))))
        guard let base = unsafe hardtack_map(length, PROT_READ | PROT_WRITE) else { throw .unavailable(.memory) }
        unsafe self.base = base
        self.length = length
        unsafe isKept = hardtack_wipe_on_fork(base, length) == 0
        unsafe _ = hardtack_exclude_from_dumps(base, length)
    }

    deinit {
        unsafe OPENSSL_cleanse(base, length)
        unsafe munmap(base, length)
    }

    /// Fills `output` with fresh random bytes and returns the generation they belong to.
    ///
    /// What was derived from bytes of another generation may exist in another process and must be made anew.
    @discardableResult
    mutating func fill(_ output: inout MutableSpan<UInt8>) throws(TokenError) -> UInt64 {
        let header = unsafe base.assumingMemoryBound(to: Header.self)
        let wanted = output.count
        if unsafe header.pointee.remaining < wanted || isStale(header) {
            try unsafe refill(header)
            guard wanted <= Self.stockLength, isKept else {
                // Large requests are drawn straight; the refill above has mixed the kernel's bytes in.
                try unsafe output.withUnsafeMutableBytes { (output) throws(TokenError) in
                    try unsafe Self.draw(output)
                }
                // A page that survives forks cannot tell one, so nothing derived may be kept.
                guard isKept else { return Self.generations.add(1, ordering: .relaxed).newValue }
                return unsafe header.pointee.generation
            }
        }
        unsafe output.withUnsafeMutableBytes { output in
            guard let target = output.baseAddress else { return }
            let source = unsafe base + (4096 - header.pointee.remaining)
            unsafe header.pointee.remaining -= wanted
            if wanted == 32 {
                // An ID or a key. In four registers: half the time of two calls into the C library.
                let bytes = unsafe source.loadUnaligned(as: SIMD4<UInt64>.self)
                unsafe source.storeBytes(of: SIMD4(repeating: 0), as: SIMD4<UInt64>.self)
                unsafe target.storeBytes(of: bytes, as: SIMD4<UInt64>.self)
                return
            }
            unsafe target.copyMemory(from: source, byteCount: wanted)
            unsafe memset(source, 0, wanted)
        }
        return unsafe header.pointee.generation
    }

    /// Bytes of the page, for tests that look whether it was wiped.
    func contents(_ range: Range<Int>) -> [UInt8] {
        unsafe [UInt8](UnsafeRawBufferPointer(start: base, count: length)[range])
    }

    private func isStale(_ header: UnsafeMutablePointer<Header>) -> Bool {
        guard unsafe header.pointee.generation != 0,
            unsafe header.pointee.discards == Self.discards.load(ordering: .acquiring)
        else { return true }
        let age = unsafe hardtack_coarse_realtime() - header.pointee.drawn
        return age < 0 || age > Self.maximumAge
    }

    private mutating func refill(_ header: UnsafeMutablePointer<Header>) throws(TokenError) {
        let stock = unsafe UnsafeMutableRawBufferPointer(start: base + Self.headerLength, count: Self.stockLength)
        // Before the bytes are drawn, so that a failure in between leaves an empty stock.
        unsafe header.pointee.remaining = 0
        let discards = Self.discards.load(ordering: .acquiring)
        if unsafe header.pointee.generation == 0 || header.pointee.discards != discards {
            unsafe header.pointee.generation = Self.generations.add(1, ordering: .relaxed).newValue
            unsafe header.pointee.discards = discards
        }
        try Self.stir()
        guard isKept else { return }
        try unsafe Self.draw(stock)
        unsafe header.pointee.drawn = hardtack_coarse_realtime()
        unsafe header.pointee.remaining = Self.stockLength
    }

    /// Feeds 32 bytes of the kernel into the private generator as additional input (SP 800-90A §9.3).
    ///
    /// `RAND_priv_bytes` takes none, so a few bytes are generated and thrown away: the generator's state has absorbed
    /// the input before the next ones.
    private static func stir() throws(TokenError) {
        guard Algorithms.shared.isComplete else { throw .unavailable(.random) }
        var kernel = InlineArray<32, UInt8>(repeating: 0)
        var output = InlineArray<32, UInt8>(repeating: 0)
        defer { wipe(&kernel) }
        defer { wipe(&output) }
        var kernelSpan = kernel.mutableSpan
        var outputSpan = output.mutableSpan
        let stirred = unsafe kernelSpan.withUnsafeMutableBytes { kernel in
            guard let start = kernel.baseAddress, unsafe getentropy(start, kernel.count) == 0 else { return false }
            return unsafe outputSpan.withUnsafeMutableBytes { output in
                guard let generator = unsafe RAND_get0_private(nil) else { return false }
                return unsafe EVP_RAND_generate(
                    generator,
                    output.baseAddress,
                    output.count,
                    256,
                    0,
                    start,
                    kernel.count
                ) == 1
            }
        }
        guard stirred else { throw .unavailable(.random) }
    }

    private static func draw(_ buffer: UnsafeMutableRawBufferPointer) throws(TokenError) {
        var rest = unsafe buffer[...]
        while unsafe !rest.isEmpty {
            // The generator gives at most 64 KiB a request.
            let piece = unsafe UnsafeMutableRawBufferPointer(rebasing: rest.prefix(1 << 16))
            guard unsafe RAND_priv_bytes_ex(nil, piece.baseAddress, piece.count, 256) == 1 else {
                unsafe OPENSSL_cleanse(buffer.baseAddress, buffer.count)
                throw .unavailable(.random)
            }
            unsafe rest = rest.dropFirst(piece.count)
        }
    }
}
