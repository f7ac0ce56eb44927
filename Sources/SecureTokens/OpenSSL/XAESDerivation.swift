/// The key of one XAES-256-GCM message: SP 800-108 in counter mode with CMAC-AES-256, by C2SP's XAES-256-GCM.
enum XAESDerivation {
    /// The number of nonce bytes that go into the key; GCM takes the other 12.
    static let prefixLength = 12

    /// CMAC's K1 (SP 800-38B §6.1) from a keyed context, into 16 zero bytes.
    static func subkey(_ output: inout MutableSpan<UInt8>, with block: borrowing BlockContext) throws(TokenError) {
        for index in output.indices { output[index] = 0 }
        try block.encrypt(&output)
        // Doubling in GF(2^128), without a branch on the secret bit.
        let carry = output[0] >> 7
        for index in 0..<15 { output[index] = output[index] << 1 | output[index + 1] >> 7 }
        output[15] = output[15] << 1 ^ (0x87 & (0 &- carry))
    }

    /// The 32-byte key for a nonce prefix of 12 bytes.
    static func derive(
        _ output: inout InlineArray<32, UInt8>,
        prefix: Span<UInt8>,
        subkey: Span<UInt8>,
        with block: borrowing BlockContext
    ) throws(TokenError) {
        guard prefix.count == prefixLength, subkey.count == 16 else { throw .invalid(.nonceLength) }
        // M1 and M2: counter 1 or 2 in two bytes, label "X", a zero byte, the prefix; one CMAC block each.
        for half in 0..<2 {
            let start = half * 16
            output[start] = subkey[0]
            output[start + 1] = subkey[1] ^ UInt8(half + 1)
            output[start + 2] = subkey[2] ^ 0x58
            output[start + 3] = subkey[3]
            for index in 0..<12 { output[start + 4 + index] = subkey[4 + index] ^ prefix[index] }
        }
        var span = output.mutableSpan
        try block.encrypt(&span)
    }
}
