import SecureTokens

/// Looks at a key's memory before and after its release.
enum WipingTest {
    /// Secrets of one page have these bits of their address in common.
    private static let page = 4096

    static func run() -> SelfTestResult {
        let name = "released key is wiped"
        func failed(_ detail: String) -> SelfTestResult { SelfTestResult(name: name, passed: false, detail: detail) }
        var keys: [RootKey]
        do throws(KeyError) {
            keys = try keysOfOnePage()
        } catch {
            return failed(error.description)
        }
        let address = address(keys[0])
        let before = unsafe look(address)
        // Without this the test could pass by looking at the wrong place.
        let isShown = keys[0].secret.withBytes { bytes in bytes.indices.allSatisfy { bytes[$0] == before[$0] } }
        guard isShown else { return failed("the key is not where it was looked for") }
        keys.removeFirst()
        let after = unsafe look(address)
        withExtendedLifetime(keys) {}
        // Another thread may have a key of its own there by now; of this one not even eight bytes may be left.
        for start in stride(from: 0, to: before.count, by: 8)
        where before[start..<start + 8] == after[start..<start + 8] {
            return failed("bytes of the key are still there")
        }
        return SelfTestResult(name: name, passed: true, detail: "32 bytes looked at before and after")
    }

    /// Two keys: the second keeps the page when the first goes, for a look at a page that is gone would be a fault. Where a
    /// process has left single places on several pages, as many keys have a page each before two share one.
    private static func keysOfOnePage() throws(KeyError) -> [RootKey] {
        var keys: [Int: RootKey] = [:]
        while true {
            let key = try RootKey.generate()
            if let other = keys.updateValue(key, forKey: address(key) / page) { return [key, other] }
        }
    }

    private static func address(_ key: RootKey) -> Int {
        key.secret.withBytes { bytes in unsafe bytes.withUnsafeBytes { Int(bitPattern: $0.baseAddress) } }
    }

    @unsafe private static func look(_ address: Int) -> [UInt8] {
        guard let pointer = unsafe UnsafePointer<UInt8>(bitPattern: address) else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: pointer, count: RootKey.length))
    }
}
