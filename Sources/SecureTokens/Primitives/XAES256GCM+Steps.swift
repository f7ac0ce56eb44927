/// The steps of the derivation one by one, to be held against published figures. Nothing else uses them.
extension XAES256GCM {
    /// AES-256 on whole blocks, each by itself.
    package static func encryptBlocks(_ blocks: Span<UInt8>, key: Span<UInt8>) throws(TokenError) -> [UInt8] {
        let thread = try ThreadState.current()
        try thread.state.blockScratch.setKey(key)
        var output = [UInt8](copying: blocks)
        var span = output.mutableSpan
        try thread.state.blockScratch.encrypt(&span)
        return output
    }

    /// CMAC's first subkey, 16 bytes.
    package static func subkey(of key: Span<UInt8>) throws(TokenError) -> [UInt8] {
        let thread = try ThreadState.current()
        try thread.state.blockScratch.setKey(key)
        var output = [UInt8](repeating: 0, count: 16)
        var span = output.mutableSpan
        try XAESDerivation.subkey(&span, with: thread.state.blockScratch)
        return output
    }
}
