/// What sealed and signed tokens have in common: header, context, text form and limits.
///
/// The path of a token counts no references. Threads that share a sealer would contend for the counts, and two of them
/// would do no more than one. What the path reads lies in memory of the frame's own, reached by a plain pointer; the
/// objects behind it are asked only where a thread has kept no context for a key yet.
@safe struct TokenFrame: @unchecked Sendable {
    // Sendable: nothing changes after the initialiser.
    private let owner: Owner
    /// Valid for as long as `owner` lives.
    private let plan: UnsafePointer<Plan>

    /// - Parameters:
    ///   - overhead: bytes of a token with an empty payload.
    ///   - identity: by what a thread finds the context that it keeps for a key.
    init(
        _ version: TokenHeader.Version,
        overhead: Int,
        keys: KeyRing,
        context: TokenContext,
        maximumLength: Int,
        clock: WallClock,
        identity: (KeyRing.Key) -> UInt64
    ) {
        owner = Owner(keys.storage, clock: clock, context: context)
        let references = keys.storage.keys.map { key in
            unsafe KeyReference(id: key.id, identity: identity(key), key: .passUnretained(key))
        }
        unsafe plan = owner.keep(
            Plan(
                version: version,
                overhead: overhead,
                // EVP counts in Int32.
                maximumLength: min(maximumLength, 1 << 30),
                bound: UnsafeBufferPointer(owner.bound),
                keys: owner.keep(references),
                clock: clock.isSystem ? nil : .passUnretained(owner)
            )
        )
    }

    /// Makes a token; `fill` writes what follows the header.
    @inline(__always)
    func make(
        payload count: Int,
        for lifetime: TokenLifetime,
        _ fill: (inout MutableSpan<UInt8>, _ bound: Span<UInt8>, KeyReference) throws(TokenError) -> Void
    ) throws(TokenError) -> String {
        // The compiler knows nothing of the plan's owner and may else let it go with the last use of `self`.
        defer { withExtendedLifetime(owner) {} }
        let plan = unsafe plan
        let key = unsafe plan.pointee.keys[0]
        let header = try TokenHeader(
            unsafe plan.pointee.version,
            key: key.id,
            lifetime: lifetime,
            now: unsafe plan.pointee.seconds
        )
        let (overhead, maximumLength) = unsafe (plan.pointee.overhead, plan.pointee.maximumLength)
        // The first comparison keeps the sums from overflowing.
        guard count <= maximumLength, Base64URL.encodedLength(count + overhead) <= maximumLength else {
            throw .invalid(.inputLength)
        }
        let boundCount = unsafe plan.pointee.bound.count
        return try withScratch(boundCount, count + overhead) { (bound, token) throws(TokenError) in
            header.write(to: &token, at: 0)
            unsafe plan.pointee.fillBound(&bound, token.span.extracting(first: TokenHeader.length))
            var body = token._mutatingExtracting(droppingFirst: TokenHeader.length)
            try fill(&body, bound.span, key)
            return Base64URL.encode(token.span)
        }
    }

    /// Reads a token; `authenticate` gets what follows the header and returns the payload, authentic.
    @inline(__always)
    func read(
        _ text: Span<UInt8>,
        allowingUnlimited: Bool,
        _ authenticate: (Span<UInt8>, _ bound: Span<UInt8>, KeyReference) throws(TokenError) -> [UInt8]
    ) throws(TokenError) -> OpenedToken {
        defer { withExtendedLifetime(owner) {} }
        let plan = unsafe plan
        let (overhead, maximumLength) = unsafe (plan.pointee.overhead, plan.pointee.maximumLength)
        guard text.count <= maximumLength, let count = Base64URL.decodedLength(text.count), count >= overhead else {
            throw .rejected
        }
        let boundCount = unsafe plan.pointee.bound.count
        return try withScratch(boundCount, count) { (bound, token) throws(TokenError) in
            guard Base64URL.decode(text, into: &token),
                let header = unsafe TokenHeader(plan.pointee.version, from: token.span),
                let key = unsafe plan.pointee.key(header.key)
            else { throw .rejected }
            unsafe plan.pointee.fillBound(&bound, token.span.extracting(first: TokenHeader.length))
            let body = token.span.extracting(droppingFirst: TokenHeader.length)
            var payload = try authenticate(body, bound.span, key)
            do throws(TokenError) {
                try header.check(now: unsafe plan.pointee.seconds, allowingUnlimited: allowingUnlimited)
            } catch {
                wipe(&payload)
                throw error
            }
            return OpenedToken(payload: payload, header: header)
        }
    }
}

extension TokenFrame {
    /// A key as the path of a token knows it: no reference to count.
    @safe struct KeyReference {
        let id: KeyID
        /// By what a thread finds the context that it keeps for the key.
        let identity: UInt64
        fileprivate let key: Unmanaged<KeyRing.Key>

        /// The key itself, for a thread that has kept no context for it. Valid while the frame is in use.
        var object: KeyRing.Key { unsafe key.takeUnretainedValue() }
    }

    /// All that the path reads, in one place.
    @safe private struct Plan {
        let version: TokenHeader.Version
        let overhead: Int
        let maximumLength: Int
        /// The context's bytes, with room for the header.
        let bound: UnsafeBufferPointer<UInt8>
        /// The primary first.
        let keys: UnsafeBufferPointer<KeyReference>
        /// Whose clock is asked; `nil` for the system's.
        let clock: Unmanaged<Owner>?

        var seconds: Int64 {
            guard let clock = unsafe clock else { return WallClock.systemSeconds }
            return unsafe clock.takeUnretainedValue().clock.seconds
        }

        func key(_ id: KeyID) -> KeyReference? {
            for index in 0..<(unsafe keys.count) where unsafe keys[index].id == id { return unsafe keys[index] }
            return nil
        }

        func fillBound(_ output: inout MutableSpan<UInt8>, _ header: Span<UInt8>) {
            output.copy(unsafe Span(_unsafeElements: bound), to: 0)
            output.copy(header, to: TokenContext.headerOffset)
        }
    }

    /// Keeps alive what the plan points to.
    @safe private final class Owner {
        let clock: WallClock
        let bound: UnsafeMutableBufferPointer<UInt8>
        private let ring: KeyRing.Storage
        private var keys: UnsafeMutableBufferPointer<KeyReference>?
        private var plan: UnsafeMutablePointer<Plan>?

        init(_ ring: KeyRing.Storage, clock: WallClock, context: TokenContext) {
            self.ring = ring
            self.clock = clock
            let bound = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: context.bound.count)
            _ = unsafe bound.initialize(from: context.bound)
            unsafe self.bound = bound
            unsafe keys = nil
            unsafe plan = nil
        }

        deinit {
            unsafe bound.deallocate()
            unsafe keys?.deallocate()
            unsafe plan?.deallocate()
        }

        func keep(_ references: [KeyReference]) -> UnsafeBufferPointer<KeyReference> {
            let memory = UnsafeMutableBufferPointer<KeyReference>.allocate(capacity: references.count)
            _ = unsafe memory.initialize(from: references)
            unsafe keys = memory
            return UnsafeBufferPointer(memory)
        }

        func keep(_ plan: Plan) -> UnsafePointer<Plan> {
            let memory = UnsafeMutablePointer<Plan>.allocate(capacity: 1)
            unsafe memory.initialize(to: plan)
            unsafe self.plan = memory
            return unsafe UnsafePointer(memory)
        }
    }
}
