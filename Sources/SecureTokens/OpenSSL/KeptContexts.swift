/// What a kept context was keyed for.
struct KeptKey: Equatable {
    /// ``SecretBytes/identity``; 0 is nobody's.
    var identity: UInt64
    /// The nonce bytes that went into a derived key, else zero.
    var prefixHead: UInt64 = 0
    var prefixTail: UInt32 = 0

    init(identity: UInt64) {
        self.identity = identity
    }

    /// - Parameter prefix: 12 bytes.
    init(identity: UInt64, prefix: Span<UInt8>) {
        self.identity = identity
        let bytes = unsafe prefix.bytes
        prefixHead = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self)
        prefixTail = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 8, as: UInt32.self)
    }
}

/// A thread's few keyed contexts. One that was not used for a while makes room: a hand goes round the places and takes the
/// first that has not been used since it last came by, which costs less than to look for the oldest.
struct KeptContexts<let capacity: Int, Context: ~Copyable>: ~Copyable {
    struct Slot: ~Copyable {
        var key = KeptKey(identity: 0)
        var isRecent = false
        var context: Context
    }

    var slots: InlineArray<capacity, Slot>
    private var hand = 0

    init(_ make: () -> Context) {
        slots = InlineArray { _ in Slot(context: make()) }
    }

    /// The place of a key's context.
    mutating func find(_ key: KeptKey) -> Int? {
        for index in slots.indices where slots[index].key == key {
            slots[index].isRecent = true
            return index
        }
        return nil
    }

    /// A place to key anew. It belongs to nobody until ``assign(_:to:)``.
    mutating func vacate() -> Int {
        while slots[hand].isRecent {
            slots[hand].isRecent = false
            advance()
        }
        let index = hand
        advance()
        forget(index)
        return index
    }

    private mutating func advance() {
        hand = hand + 1 == capacity ? 0 : hand + 1
    }

    /// Makes a place nobody's, before its context is keyed anew: a failure half-way must leave no wrong entry.
    mutating func forget(_ index: Int) {
        slots[index].key = KeptKey(identity: 0)
        slots[index].isRecent = false
    }

    /// Records for what the context at `index` is keyed.
    mutating func assign(_ key: KeptKey, to index: Int) {
        slots[index].key = key
        // Not yet recent: a key that is never asked for again is the first to go.
        slots[index].isRecent = false
    }
}
