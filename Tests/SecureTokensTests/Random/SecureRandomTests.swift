import COpenSSL
import Glibc
import Synchronization
import Testing

@testable import SecureTokens

@Suite struct SecureRandomTests {
    @Test("every count gives so many bytes", arguments: [0, 1, 32, 4031, 4032, 4033, 70_000, 200_000])
    func counts(count: Int) throws {
        let first = try SecureRandom.bytes(count: count)
        let second = try SecureRandom.bytes(count: count)
        #expect(first.count == count)
        // Below 16 bytes equal draws are possible by chance.
        if count >= 16 { #expect(first != second) }
        // 4,031 bytes without one of the values: 256 * (255/256)^4031 < 2^-14; 70,000: < 2^-380.
        if count >= 70_000 { #expect(Set(first).count == 256) }
    }

    @Test("counts out of range are typed errors", arguments: [-1, Int.min, (1 << 30) + 1, Int.max])
    func wrongCounts(count: Int) {
        #expect(throws: TokenError.invalid(.outputLength)) { try SecureRandom.bytes(count: count) }
    }

    @Test("no value of 100,000 draws repeats, across refills and discards") func repeats() throws {
        var seen = Set<[UInt8]>()
        for round in 0..<100_000 {
            if round % 1000 == 0 { SecureRandom.discard() }
            let bytes: InlineArray<16, UInt8> = try SecureRandom.inline()
            #expect(seen.insert(bytes.indices.map { bytes[$0] }).inserted)
        }
    }

    @Test("what was handed out is gone from the page") func wiped() throws {
        let zeros = [UInt8](repeating: 0, count: 64)
        for _ in 0..<100 {
            var page = try RandomPage()
            let first = try page.draw(64).bytes
            let rest = page.contents(128..<4096)
            #expect(page.contents(64..<128) == zeros)
            #expect(first != zeros)
            // The rest of the stock is still there, and is what comes next, unless another test discards meanwhile.
            #expect(Set(rest).count > 200)
            guard try page.draw(64).bytes == Array(rest[..<64]) else { continue }
            #expect(page.contents(128..<192) == zeros)
            return
        }
        Issue.record("the stock never lasted for two draws")
    }

    @Test(
        "what an ID or a key is made of is gone from the page, and so is any other count",
        arguments: [1, 12, 24, 32, 33]
    )
    func wipedCounts(count: Int) throws {
        var page = try RandomPage()
        let drawn = try page.draw(count).bytes
        #expect(page.contents(64..<64 + count) == [UInt8](repeating: 0, count: count))
        // In 16 bytes there is no chance of zeros by chance.
        #expect(count < 16 || drawn != [UInt8](repeating: 0, count: count))
        #expect(Set(page.contents(64 + count..<4096)).count > 200)
    }

    @Test("discard() drops the stock and begins a generation; a refill alone does not") func generations() throws {
        var page = try RandomPage()
        // discard() is the process's: if another test calls it in between, the first half says nothing.
        let discards = RandomPage.discards.load(ordering: .relaxed)
        let first = try page.draw(4000).generation
        let second = try page.draw(4000).generation
        if RandomPage.discards.load(ordering: .relaxed) == discards { #expect(second == first) }
        let stock = page.contents(4064..<4096)
        SecureRandom.discard()
        #expect(try page.draw(32).generation > second)
        #expect(page.contents(4064..<4096) != stock)
    }

    @Test("T8 NG-08 a failing generator throws, and nothing else fills the gap") func failure() throws {
        // In a child: the fault is the whole process's.
        let ring = try KeyRing(primary: fixedKey())
        let sealer = TokenSealer(keys: ring, context: try TokenContext(purpose: "p", name: "n"))
        _ = try sealer.seal([1])
        let report = try ChildProcess.run {
            guard failRandom() else { return [255] }
            var memory = [UInt8](repeating: 0xee, count: 32)
            var outcomes: [UInt8] = []
            for attempt in 0..<6 {
                do throws(TokenError) {
                    switch attempt {
                    case 0:
                        var span = memory.mutableSpan
                        try SecureRandom.fill(&span)
                    case 1: _ = try SecureRandom.bytes(count: 32)
                    case 2: _ = try SecureRandom.bytes(count: 100_000)
                    case 3:
                        let _: InlineArray<4, UInt8> = try SecureRandom.inline()
                    case 4: _ = try sealer.seal([1].span, for: .unlimited)
                    default:
                        SecureRandom.discard()
                        _ = try sealer.seal([1].span, for: .unlimited)
                    }
                    outcomes.append(1)
                } catch {
                    outcomes.append(error == .unavailable(.random) ? 0 : 2)
                }
            }
            return outcomes + memory
        }
        #expect(report == [0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0xee, count: 32))
    }

    @Test("T8 no key is made from a failing generator") func keyFailure() throws {
        _ = try RootKey.generate()
        let report = try ChildProcess.run {
            guard failRandom() else { return [255] }
            do throws(KeyError) {
                _ = try RootKey.generate()
                return [1]
            } catch {
                return error.code == .cryptography ? [0] : [2]
            }
        }
        #expect(report == [0])
    }
}

extension RandomPage {
    mutating func draw(_ count: Int) throws(TokenError) -> (bytes: [UInt8], generation: UInt64) {
        var bytes = [UInt8](repeating: 0, count: count)
        var span = bytes.mutableSpan
        let generation = try fill(&span)
        return (bytes, generation)
    }
}

/// Makes OpenSSL's generator fail from now on, with OpenSSL's own way to replace it.
private func failRandom() -> Bool {
    // By name: the declaration is deprecated, and a warning is an error here.
    guard let symbol = unsafe dlsym(nil, "RAND_set_rand_method") else { return false }
    let replace = unsafe unsafeBitCast(symbol, to: (@convention(c) (UnsafePointer<RAND_METHOD>?) -> Int32).self)
    let method = UnsafeMutablePointer<RAND_METHOD>.allocate(capacity: 1)
    unsafe method.initialize(to: RAND_METHOD())
    unsafe method.pointee.bytes = { _, _ in 0 }
    unsafe method.pointee.pseudorand = { _, _ in 0 }
    unsafe method.pointee.status = { 0 }
    return unsafe replace(method) == 1
}
