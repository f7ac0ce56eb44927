/// A derived XAES key that a thread seals with, and the nonce bytes it was derived from.
struct SealingContext: ~Copyable {
    /// Renewed after so many messages: with 96 random bits each, a repeated nonce has probability 2^-61 until then.
    static let maximumMessages = 1 << 18

    var gcm = GCMContext(.seal)
    var prefix = InlineArray<12, UInt8>(repeating: 0)
    var messages = 0
    /// Of the random bytes that made the prefix. Another one may be in another process's hands.
    var generation: UInt64 = 0
}
