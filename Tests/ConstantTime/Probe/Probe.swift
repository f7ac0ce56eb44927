import SecureTokens

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Handles secrets that valgrind takes for undefined memory: it then reports each branch on one.
///
/// Usage: `ConstantTimeProbe LIBRARY control|compare|decode|encode|verify|open`. What an operation returns, whether it
/// succeeded, is public and marked so.
@main
@safe struct Probe {
    private typealias Mark = @convention(c) (UnsafeMutableRawPointer?, Int) -> Void

    private let markSecret, markPublic: Mark

    static func main() throws {
        guard CommandLine.arguments.count == 3, let probe = unsafe Probe(library: CommandLine.arguments[1]) else {
            print("usage: ConstantTimeProbe LIBRARY control|compare|decode|encode|verify|open, under valgrind")
            exit(64)
        }
        let right: Bool
        switch CommandLine.arguments[2] {
        case "control": right = probe.control()
        case "compare": right = probe.compare()
        case "decode": right = probe.decode()
        case "encode": right = probe.encode()
        case "verify": right = try probe.verify()
        case "open": right = try probe.open()
        default: exit(64)
        }
        print(right ? "right" : "wrong")
        exit(right ? 0 : 1)
    }

    @unsafe private init?(library: String) {
        guard let handle = unsafe dlopen(library, RTLD_NOW), let secret = unsafe dlsym(handle, "hardtack_mark_secret"),
            let open = unsafe dlsym(handle, "hardtack_mark_public"),
            let watched = unsafe dlsym(handle, "hardtack_is_watched")
        else { return nil }
        unsafe markSecret = unsafeBitCast(secret, to: Mark.self)
        unsafe markPublic = unsafeBitCast(open, to: Mark.self)
        guard unsafe unsafeBitCast(watched, to: (@convention(c) () -> Int32).self)() != 0 else { return nil }
    }

    /// Stops at the first difference: valgrind must report it, or it sees nothing at all.
    private func control() -> Bool {
        var (secret, other) = (bytes(32), bytes(32))
        hide(&secret)
        for index in secret.indices where secret[index] != other[index] { return false }
        other[0] ^= 1
        return true
    }

    private func compare() -> Bool {
        var (secret, equal, different) = (bytes(32), bytes(32), bytes(32))
        different[0] ^= 1
        hide(&secret)
        hide(&equal)
        hide(&different)
        return shown(constantTimeEquals(secret.span, equal.span))
            && !shown(constantTimeEquals(secret.span, different.span))
    }

    private func decode() -> Bool {
        var text = Array(Base64URL.encode(bytes(100).span).utf8)
        var bad = text
        bad[17] = UInt8(ascii: "=")
        hide(&text)
        hide(&bad)
        var output = [UInt8](repeating: 0, count: 100)
        var span = output.mutableSpan
        let (good, refused) = (Base64URL.decode(text.span, into: &span), Base64URL.decode(bad.span, into: &span))
        return shown(good) && !shown(refused)
    }

    private func encode() -> Bool {
        var secret = bytes(100)
        hide(&secret)
        var output = [UInt8](repeating: 0, count: Base64URL.encodedLength(100))
        var span = output.mutableSpan
        Base64URL.encode(secret.span, into: &span)
        show(&output)
        return Base64URL.decode(output.span) == bytes(100)
    }

    private func verify() throws -> Bool {
        let context = try TokenContext(purpose: "p", name: "n")
        let token = try TokenSigner(keys: ring(), context: context).sign(bytes(40).span, for: .unlimited)
        let signer = TokenSigner(keys: try hiddenRing(), context: context)
        return try signer.verify(token, allowingUnlimited: true) == bytes(40)
    }

    private func open() throws -> Bool {
        let context = try TokenContext(purpose: "p", name: "n")
        let token = try TokenSealer(keys: ring(), context: context).seal(bytes(40).span, for: .unlimited)
        let sealer = TokenSealer(keys: try hiddenRing(), context: context)
        var payload = try sealer.open(token, allowingUnlimited: true)
        show(&payload)
        return payload == bytes(40)
    }

    private func ring() throws -> KeyRing {
        let root = bytes(32)
        return try KeyRing(primary: RootKey(root.span))
    }

    /// The same keys in memory of their own, for which no context has been keyed yet, and secret.
    private func hiddenRing() throws -> KeyRing {
        let ring = try ring()
        hideSubkeys(of: ring)
        return ring
    }

    /// Marks what the reading of a token starts from: the sub-keys, and CMAC's subkey with the one that seals.
    private func hideSubkeys(of ring: KeyRing) {
        guard let key = ring.sealingKey(.application, of: ring.primaryID) else { return }
        for secret in [ring.subkey(.seal, of: ring.primaryID), ring.subkey(.sign, of: ring.primaryID), key.secret] {
            secret?.withBytes { bytes in
                unsafe bytes.withUnsafeBytes {
                    unsafe markSecret(UnsafeMutableRawPointer(mutating: $0.baseAddress), $0.count)
                }
            }
        }
    }

    private func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) } }

    private func hide(_ bytes: inout [UInt8]) {
        unsafe bytes.withUnsafeMutableBytes { unsafe markSecret($0.baseAddress, $0.count) }
    }

    private func show(_ bytes: inout [UInt8]) {
        unsafe bytes.withUnsafeMutableBytes { unsafe markPublic($0.baseAddress, $0.count) }
    }

    private func shown(_ outcome: Bool) -> Bool {
        var outcome = outcome
        unsafe withUnsafeMutableBytes(of: &outcome) { unsafe markPublic($0.baseAddress, $0.count) }
        return outcome
    }
}
