import Testing

@testable import SecureTokens

@Suite struct SecretBytesTests {
    @Test("every count holds its bytes", arguments: [0, 1, 32, 48, 64, 65, 4096, 4097, 70_000])
    func counts(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let secret = try SecretBytes(bytes.span)
        #expect(secret.count == count)
        #expect(secret.withBytes { [UInt8](copying: $0) } == bytes)
    }

    @Test("many secrets do not overlap, share pages, and give them back") func sharing() throws {
        let before = SecretMemory.report
        var secrets = try (0..<1000).map { try SecretBytes([UInt8](repeating: UInt8($0 % 128), count: 32).span) }
        for (index, secret) in secrets.enumerated() {
            #expect(secret.withBytes { [UInt8](copying: $0) } == [UInt8](repeating: UInt8(index % 128), count: 32))
        }
        // 1,000 of them fill 16 pages; other tests hold a few meanwhile.
        #expect(SecretMemory.report.bytes - before.bytes < 200 * 4096)
        secrets.removeAll()
        #expect(SecretMemory.report.bytes - before.bytes < 180 * 4096)
    }

    @Test("TR-6 released memory is wiped") func wiped() throws {
        func address(_ secret: SecretBytes) -> Int {
            secret.withBytes { span in unsafe span.withUnsafeBytes { Int(bitPattern: $0.baseAddress) } }
        }
        // Two of one page, which the second keeps: a look at a page that is gone would end the tests.
        var pages: [Int: SecretBytes] = [:]
        var pair: [SecretBytes] = []
        while pair.isEmpty {
            let secret = try SecretBytes([UInt8](repeating: 0xa5, count: 64).span)
            if let other = pages.updateValue(secret, forKey: address(secret) / 4096) { pair = [secret, other] }
        }
        pages = [:]
        let place = address(pair[0])
        // A control, so that the check below can fail.
        #expect(unsafe Self.read(place).allSatisfy { $0 == 0xa5 })
        pair.removeFirst()
        // Another test may have taken the place since.
        let after = unsafe Self.read(place)
        #expect(after.filter { $0 == 0xa5 }.count < 16)
        withExtendedLifetime(pair) {}
    }

    @Test("a failed fill leaves nothing behind") func failure() {
        #expect(throws: TokenError.rejected) {
            try SecretBytes(count: 32) { (span) throws(TokenError) in
                span[0] = 1
                throw .rejected
            }
        }
    }

    @Test("prints and mirrors show nothing") func redacted() throws {
        let secret = try SecretBytes([1, 2, 3].span)
        var dump = ""
        Swift.dump(secret, to: &dump)
        #expect("\(secret)" == "SecretBytes(redacted)")
        #expect(Mirror(reflecting: secret).children.isEmpty)
        #expect(!dump.contains("0x"))
    }

    @Test("the report tells what is locked") func report() throws {
        let secret = try SecretBytes([1].span)
        let report = SecretMemory.report
        #expect(report.bytes >= 4096)
        #expect((0...report.bytes).contains(report.lockedBytes))
        withExtendedLifetime(secret) {}
    }

    @unsafe private static func read(_ address: Int) -> [UInt8] {
        guard let pointer = unsafe UnsafePointer<UInt8>(bitPattern: address) else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: pointer, count: 64))
    }
}
