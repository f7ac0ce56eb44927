import SecureTokens

/// Looks at a key's memory before and after its release.
enum WipingTest {
    /// Secrets of one page have these bits of their address in common.
    private static let page = 4096

    static func run() -> SelfTestResult {
        let name = "released key is wiped"
        func failed(_ detail: String) -> SelfTestResult { SelfTestResult(name: name, passed: false, detail: detail) }
        // Several, so that one shares a page with another: the page must outlive the key, or a look would be a fault.
        var keys: [RootKey?] = []
        do throws(KeyError) {
            for _ in 0..<130 { keys.append(try RootKey.generate()) }
        } catch {
            return failed(error.description)
        }
        let addresses = keys.map { $0.map(address) ?? 0 }
        let neighbour = addresses.indices.dropFirst().first { addresses[$0] / page == addresses[0] / page }
        guard let neighbour else { return failed("no two keys share a page, so nothing could be looked at") }
        let before = unsafe look(addresses[0])
        // Without this the test could pass by looking at the wrong place.
        let isShown = keys[0]?.secret.withBytes { bytes in bytes.indices.allSatisfy { bytes[$0] == before[$0] } }
        guard isShown == true else { return failed("the key is not where it was looked for") }
        keys[0] = nil
        let after = unsafe look(addresses[0])
        withExtendedLifetime(keys[neighbour]) {}
        // Another thread may have a key of its own there by now; of this one not even eight bytes may be left.
        for start in stride(from: 0, to: before.count, by: 8)
        where before[start..<start + 8] == after[start..<start + 8] {
            return failed("bytes of the key are still there")
        }
        return SelfTestResult(name: name, passed: true, detail: "32 bytes looked at before and after")
    }

    private static func address(_ key: RootKey) -> Int {
        key.secret.withBytes { bytes in unsafe bytes.withUnsafeBytes { Int(bitPattern: $0.baseAddress) } }
    }

    @unsafe private static func look(_ address: Int) -> [UInt8] {
        guard let pointer = unsafe UnsafePointer<UInt8>(bitPattern: address) else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: pointer, count: RootKey.length))
    }
}
