/// The name under which a store keeps a session: a hash of its ID, never the ID itself.
///
/// The hash is SHA-256 over the manager's namespace and the 32 bytes of the ID, so that whoever reads the store cannot
/// present what he finds there as a cookie (OS-03, T3). The tag is the one part of an ID that survives a rotation: it
/// tells a store that is spread over several machines which of them holds the session, and is of no other use.
public struct StoreKey: Hashable, Sendable, CustomStringConvertible {
    /// The first four bytes of the ID, big-endian: shard or hash slot. Single-machine stores may ignore it.
    public let tag: UInt32

    /// The 32 bytes of the hash.
    public let hash: InlineArray<32, UInt8>

    /// Makes a key from what a store has read back.
    /// - Parameters:
    ///   - tag: the routing tag.
    ///   - hash: the 32 bytes of the hash.
    public init(tag: UInt32, hash: InlineArray<32, UInt8>) {
        self.tag = tag
        self.hash = hash
    }

    /// Makes a key from bytes that a store has read back; `nil` unless there are exactly 32 of them.
    public init?(tag: UInt32, hash bytes: Span<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.init(tag: tag, hash: InlineArray { bytes[$0] })
    }

    /// Equal tag and hash. Not constant-time: a hash is no secret that a client could guess byte by byte.
    public static func == (lhs: StoreKey, rhs: StoreKey) -> Bool {
        // Without a way out of the loop, which becomes one comparison of all bytes; by spans, since every index into an
        // inline array of a parameter copies the array.
        let ours = lhs.hash.span
        let theirs = rhs.hash.span
        var difference: UInt8 = 0
        for index in 0..<32 { difference |= ours[index] ^ theirs[index] }
        return difference == 0 && lhs.tag == rhs.tag
    }

    /// Feeds the first eight bytes only: they come out of SHA-256, and Swift's hasher is seeded.
    public func hash(into hasher: inout Hasher) {
        let bytes = self.hash.span
        var word: UInt64 = 0
        for index in 0..<8 { word = word << 8 | UInt64(bytes[index]) }
        hasher.combine(word)
    }

    /// Redacted: the hash of an ID is nothing to put in a log.
    public var description: String { "StoreKey(redacted)" }
}
