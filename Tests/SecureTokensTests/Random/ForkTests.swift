import Testing

@testable import SecureTokens

@Suite struct ForkTests {
    @Test("F9 parent and child draw different bytes from a full stock, and so do two children") func bytes() throws {
        _ = try SecureRandom.bytes(count: 16)
        var ours: [UInt8] = []
        let first = try ChildProcess.run(
            parent: { ours = (try? SecureRandom.bytes(count: 2048)) ?? [] },
            { (try? SecureRandom.bytes(count: 2048)) ?? [] }
        )
        let second = try ChildProcess.run { (try? SecureRandom.bytes(count: 2048)) ?? [] }
        for bytes in [ours, first, second] { #expect(bytes.count == 2048) }
        // Any eight bytes in a row: two processes that share a stock would show the same stretch, shifted or not.
        let windows = [ours, first, second].map { bytes in Set((0...2040).map { Array(bytes[$0..<$0 + 8]) }) }
        #expect(windows.allSatisfy { $0.count == 2041 })
        #expect(windows[0].isDisjoint(with: windows[1]))
        #expect(windows[0].isDisjoint(with: windows[2]))
        #expect(windows[1].isDisjoint(with: windows[2]))
    }

    @Test("F9 parent and child never share a derived key or a nonce") func nonces() throws {
        let ring = try KeyRing(primary: fixedKey())
        let sealer = TokenSealer(keys: ring, context: try TokenContext(purpose: "p", name: "n"))
        func nonces() -> [[UInt8]] {
            (0..<50).compactMap { _ in
                guard let token = try? sealer.seal([1]), let bytes = Base64URL.decode(token) else { return nil }
                return Array(bytes[13..<37])
            }
        }
        let before = nonces()
        var ours: [[UInt8]] = []
        let output = try ChildProcess.run(parent: { ours = nonces() }, { nonces().flatMap { $0 } })
        let child = stride(from: 0, to: output.count, by: 24).map { Array(output[$0..<$0 + 24]) }
        #expect(before.count == 50 && ours.count == 50 && child.count == 50)
        #expect(Set(before + ours + child).count == 150)
        let childPrefixes = Set(child.map { Array($0[..<12]) })
        #expect(childPrefixes.isDisjoint(with: (before + ours).map { Array($0[..<12]) }))
        #expect(childPrefixes.count < 50)
    }

    @Test("F9 the child starts with an empty page") func page() throws {
        var page = try RandomPage()
        _ = try page.draw(32)
        let seen = try ChildProcess.run { page.contents(0..<4096) }
        #expect(seen == [UInt8](repeating: 0, count: 4096))
        #expect(Set(page.contents(128..<4096)).count > 200)
    }
}
