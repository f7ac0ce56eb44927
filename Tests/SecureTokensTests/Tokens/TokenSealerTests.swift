import Glibc
import Synchronization
import Testing

@testable import SecureTokens

@Suite struct TokenSealerTests {
    private let keys: KeyRing
    private let context: TokenContext

    init() throws {
        keys = try KeyRing(primary: fixedKey())
        context = try TokenContext(purpose: "login", name: "__Host-id", audience: "shop")
    }

    @Test("a token made by another implementation opens, and one made here is plain XAES-256-GCM") func format() throws
    {
        let sealer = TokenSealer(keys: keys, context: context, clock: clock(at: 1_700_000_000))
        let theirs = "AU4WrFtlU_EAZVPxPGRlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e_fkEfN_fiSlJOXECBJijUlcW9ppxQ"
        let opened = try sealer.open(theirs.utf8.span)
        #expect(opened.payload == Array("hello".utf8))
        #expect(opened.issued == 1_700_000_000)
        #expect(opened.expires == 1_700_000_060)
        #expect(opened.key == keys.primaryID)

        let ours = try #require(Base64URL.decode(try sealer.seal(Array("hello".utf8))))
        let subkey = try #require(keys.subkey(.seal, of: keys.primaryID))
        var bound: [UInt8] = []
        bound.appendLengthPrefixed("hardtack.token.v1".utf8)
        bound += ours[..<13]
        for piece in ["login", "__Host-id", "shop"] { bound.appendLengthPrefixed(piece.utf8) }
        let key = subkey.withBytes { [UInt8](copying: $0) }
        let payload = try XAES256GCM.open(
            Array(ours[37...]).span,
            key: key.span,
            nonce: Array(ours[13..<37]).span,
            associatedData: bound.span
        )
        #expect(payload == Array("hello".utf8))
        #expect(Array(ours[..<13]) == Array(try #require(Base64URL.decode(theirs))[..<13]))
    }

    @Test("T10 the cipher text does not show the payload, and no two tokens are alike") func hidden() throws {
        let sealer = TokenSealer(keys: keys, context: context)
        let payload = [UInt8](repeating: 0x41, count: 64)
        var seen = Set<[UInt8]>()
        for _ in 0..<1000 {
            let bytes = try #require(Base64URL.decode(try sealer.seal(payload)))
            #expect(Array(bytes[37..<101]) != payload)
            #expect(seen.insert(Array(bytes[13..<37])).inserted)
            #expect(seen.insert(Array(bytes[37..<101])).inserted)
        }
    }

    @Test("the derived key is kept for 2^18 messages and no more, and not beyond a discard") func renewal() throws {
        let key = try XAESKey([UInt8](repeating: 9, count: 32).span)
        func prefix() throws -> [UInt8] {
            Array(try XAES256GCM.seal(Span(), key: key, associatedData: Span())[..<12])
        }
        // Another test may discard or release a ring in between, which renews too: look for the bound from above.
        var last = try prefix()
        var run = 1
        var longest = 1
        for _ in 0..<(SealingContext.maximumMessages + 10) {
            let next = try prefix()
            run = next == last ? run + 1 : 1
            longest = max(longest, run)
            last = next
        }
        #expect(longest <= SealingContext.maximumMessages)
        #expect(longest > 1)
        SecureRandom.discard()
        #expect(try prefix() != last)
    }

    @Test("the message after 2^18 has a derived key of its own, whatever other tests discard meanwhile") func bound()
        throws
    {
        let key = try XAESKey([UInt8](repeating: 11, count: 32).span)
        let thread = try ThreadState.current()
        func prefix() throws -> [UInt8] {
            Array(try XAES256GCM.seal(Span(), key: key, associatedData: Span())[..<12])
        }
        var kept = 0
        for _ in 0..<100 {
            let first = try prefix()
            guard let index = thread.state.sealing.find(KeptKey(identity: key.identity)) else { continue }
            thread.state.sealing.slots[index].context.messages = SealingContext.maximumMessages - 1
            // Else another test has discarded, or released a ring.
            guard try prefix() == first else { continue }
            kept += 1
            #expect(try prefix() != first)
        }
        #expect(kept > 0)
    }

    @Test("T1 only authentic tokens fill the opening cache") func cache() throws {
        // A key of its own, so that no other test of this thread touches its entries.
        let key = try XAESKey([UInt8](repeating: 10, count: 32).span)
        let thread = try ThreadState.current()
        func seal() throws -> [UInt8] {
            SecureRandom.discard()
            return try XAES256GCM.seal([7].span, key: key, associatedData: Span())
        }
        func open(_ sealed: [UInt8]) throws -> [UInt8] {
            try XAES256GCM.open(sealed.span, key: key, associatedData: Span())
        }
        func isKept(_ sealed: [UInt8]) -> Bool {
            let wanted = KeptKey(identity: key.identity, prefix: sealed.span.extracting(first: 12))
            return thread.state.opening.slots.indices.contains { thread.state.opening.slots[$0].key == wanted }
        }
        let good = try seal()
        var forged = try seal()
        forged[40] ^= 1
        #expect(throws: TokenError.rejected) { try open(forged) }
        #expect(!isKept(forged))
        #expect(try open(good) == [7])
        #expect(isKept(good))
        // A kept key does not make a forgery with its prefix good.
        var sibling = good
        sibling[30] ^= 1
        #expect(throws: TokenError.rejected) { try open(sibling) }
        #expect(try open(good) == [7])
        // More prefixes than are kept: all open, the oldest made room.
        let many = try (0..<40).map { _ in try seal() }
        for _ in 0..<2 { for sealed in many { #expect(try open(sealed) == [7]) } }
        #expect(!isKept(good))
        #expect(try open(good) == [7])
    }

    @Test("contexts of a released ring are dropped at the thread's next use") func released() throws {
        let thread = try ThreadState.current()
        var ring: KeyRing? = try KeyRing(primary: fixedKey(77))
        let identity = try #require(ring?.sealingKey(.application, of: fixedKey(77).id)).identity
        if let ring { _ = try TokenSealer(keys: ring, context: context).seal([1]) }
        func isKept() -> Bool {
            thread.state.sealing.slots.indices.contains { thread.state.sealing.slots[$0].key.identity == identity }
        }
        #expect(isKept())
        ring = nil
        _ = try TokenSealer(keys: keys, context: context).seal([1])
        #expect(!isKept())
    }

    @Test("1,000 threads sealing at once neither fail nor use up locked memory") func threads() throws {
        let work = ThreadWork(TokenSealer(keys: keys, context: context))
        let before = SecretMemory.report
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        unsafe pthread_attr_setstacksize(&attributes, 128 * 1024)
        var threads: [pthread_t] = []
        for _ in 0..<1000 {
            var thread = pthread_t()
            let context = unsafe Unmanaged.passRetained(work).toOpaque()
            let status = unsafe pthread_create(
                &thread,
                &attributes,
                { context in
                    guard let context = unsafe context else { return nil }
                    unsafe Unmanaged<ThreadWork>.fromOpaque(context).takeRetainedValue().run()
                    return nil
                },
                context
            )
            try #require(status == 0)
            threads.append(thread)
        }
        // All are inside and wait: their pages and contexts exist at once.
        while work.waiting.load(ordering: .acquiring) < 1000 { usleep(1000) }
        let during = SecretMemory.report
        work.isOpen.store(true, ordering: .releasing)
        for thread in threads { pthread_join(thread, nil) }
        #expect(work.failures.load(ordering: .acquiring) == 0)
        #expect(work.tokens.withLock { $0.count } == 2000)
        // Other tests hold some secrets meanwhile; a page a thread would be 4 MB.
        #expect(during.bytes - before.bytes < 1_000_000)
    }
}

/// What each of many threads does: seal, wait for the others, seal and open again.
private final class ThreadWork: Sendable {
    let waiting = Atomic<Int>(0)
    let failures = Atomic<Int>(0)
    let isOpen = Atomic<Bool>(false)
    let tokens = Mutex(Set<String>())
    private let sealer: TokenSealer

    init(_ sealer: TokenSealer) {
        self.sealer = sealer
    }

    func run() {
        let first = try? sealer.seal([1, 2, 3])
        waiting.add(1, ordering: .acquiringAndReleasing)
        while !isOpen.load(ordering: .acquiring) { usleep(50_000) }
        let second = try? sealer.seal([1, 2, 3])
        guard let first, let second, (try? sealer.open(first)) == [1, 2, 3], (try? sealer.open(second)) == [1, 2, 3]
        else {
            failures.add(1, ordering: .relaxed)
            return
        }
        tokens.withLock { _ = $0.insert(first) }
        tokens.withLock { _ = $0.insert(second) }
    }
}
