/// A key of XAES-256-GCM with its CMAC subkey, for which contexts are kept.
package final class XAESKey: Sendable {
    /// The key, 32 bytes, and CMAC's K1, 16.
    package let secret: SecretBytes
    /// That of the secret, at hand without a reference to it: threads that share a key contend for its count.
    let identity: UInt64

    /// - Parameter key: 32 bytes.
    package init(_ key: Span<UInt8>) throws(TokenError) {
        guard key.count == 32 else { throw .invalid(.keyLength) }
        let thread = try ThreadState.current()
        let secret = try SecretBytes(count: 48) { (span) throws(TokenError) in
            for index in 0..<32 { span[index] = key[index] }
            var subkey = span._mutatingExtracting(32..<48)
            try thread.state.blockScratch.setKey(key)
            try XAESDerivation.subkey(&subkey, with: thread.state.blockScratch)
        }
        self.secret = secret
        identity = secret.identity
    }
}
