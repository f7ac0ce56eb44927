// A key is named by its identity, and asked for only where no context is kept for it: threads that share a key would
// contend for its reference count.
extension ThreadState {
    /// HMAC-SHA256 with a ring's key, from a kept context.
    mutating func authenticate(
        _ first: Span<UInt8>,
        _ second: Span<UInt8> = .init(),
        identity: UInt64,
        with key: @autoclosure () -> SecretBytes
    ) throws(TokenError) -> InlineArray<32, UInt8> {
        dropStaleContexts()
        let wanted = KeptKey(identity: identity)
        if let index = macs.find(wanted) {
            return try macs.slots[index].context.authenticate(first, second)
        }
        let index = macs.vacate()
        try key().withBytes { (key) throws(TokenError) in try macs.slots[index].context.setKey(key) }
        macs.assign(wanted, to: index)
        return try macs.slots[index].context.authenticate(first, second)
    }

    /// Seals as XAES-256-GCM into `output`: nonce 24, cipher text, tag 16.
    ///
    /// The derived key and the nonce's first half are kept for many messages; the second half is fresh for each.
    mutating func seal(
        _ plaintext: Span<UInt8>,
        associatedData: Span<UInt8>,
        identity: UInt64,
        with key: @autoclosure () -> XAESKey,
        into output: inout MutableSpan<UInt8>
    ) throws(TokenError) {
        guard output.count == plaintext.count + 40 else { throw .invalid(.outputLength) }
        dropStaleContexts()
        // The nonce first: after a fork or discard the draw tells that the kept key is stale.
        var fresh = output._mutatingExtracting(12..<24)
        var generation = try random.fill(&fresh)
        let index = try sealingIndex(for: key(), identity, &generation)
        for byte in 0..<12 { output[byte] = sealing.slots[index].context.prefix[byte] }
        let nonce = InlineArray<12, UInt8> { output[12 + $0] }
        var body = output._mutatingExtracting(droppingFirst: 24)
        sealing.slots[index].context.messages += 1
        try sealing.slots[index].context.gcm.seal(
            plaintext,
            nonce: nonce.span,
            associatedData: associatedData,
            into: &body
        )
    }

    private mutating func sealingIndex(
        for key: @autoclosure () -> XAESKey,
        _ identity: UInt64,
        _ generation: inout UInt64
    ) throws(TokenError) -> Int {
        let wanted = KeptKey(identity: identity)
        if let index = sealing.find(wanted),
            sealing.slots[index].context.messages < SealingContext.maximumMessages,
            sealing.slots[index].context.generation == generation
        {
            return index
        }
        let index = sealing.find(wanted) ?? sealing.vacate()
        sealing.forget(index)
        var prefix = InlineArray<12, UInt8>(repeating: 0)
        var span = prefix.mutableSpan
        generation = try random.fill(&span)
        var derived = InlineArray<32, UInt8>(repeating: 0)
        defer { wipe(&derived) }
        try derive(&derived, prefix: prefix.span, identity: identity, from: key())
        try sealing.slots[index].context.gcm.setKey(derived.span)
        sealing.slots[index].context.prefix = prefix
        sealing.slots[index].context.messages = 0
        sealing.slots[index].context.generation = generation
        sealing.assign(wanted, to: index)
        return index
    }

    /// Opens XAES-256-GCM from nonce 24, cipher text, tag 16, into `output`, 40 bytes shorter.
    mutating func open(
        _ sealed: Span<UInt8>,
        associatedData: Span<UInt8>,
        identity: UInt64,
        with key: @autoclosure () -> XAESKey,
        into output: inout MutableSpan<UInt8>
    ) throws(TokenError) {
        guard sealed.count >= 40, output.count == sealed.count - 40 else { throw .rejected }
        dropStaleContexts()
        let prefix = sealed.extracting(first: 12)
        let nonce = sealed.extracting(12..<24)
        let body = sealed.extracting(droppingFirst: 24)
        let wanted = KeptKey(identity: identity, prefix: prefix)
        if let index = opening.find(wanted) {
            try opening.slots[index].context.open(body, nonce: nonce, associatedData: associatedData, into: &output)
            return
        }
        var derived = InlineArray<32, UInt8>(repeating: 0)
        defer { wipe(&derived) }
        try derive(&derived, prefix: prefix, identity: identity, from: key())
        try openScratch.open(body, key: derived.span, nonce: nonce, associatedData: associatedData, into: &output)
        // Only now: forged tokens must not push out the contexts of authentic ones.
        let index = opening.vacate()
        swap(&openScratch, &opening.slots[index].context)
        opening.assign(wanted, to: index)
    }

    private mutating func derive(
        _ derived: inout InlineArray<32, UInt8>,
        prefix: Span<UInt8>,
        identity: UInt64,
        from key: @autoclosure () -> XAESKey
    ) throws(TokenError) {
        let wanted = KeptKey(identity: identity)
        if let index = deriving.find(wanted) {
            return try deriving.slots[index].context.derive(&derived, prefix: prefix)
        }
        let index = deriving.vacate()
        try deriving.slots[index].context.setKey(key())
        deriving.assign(wanted, to: index)
        try deriving.slots[index].context.derive(&derived, prefix: prefix)
    }
}
