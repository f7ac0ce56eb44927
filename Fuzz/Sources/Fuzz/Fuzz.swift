import CookieHeaders
import Foundation
import SecureTokens

/// What libFuzzer calls with each of its inputs; `FUZZ_TARGET` names what is fed.
///
/// A target fails by trapping: a property that does not hold stops the process, and libFuzzer keeps the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    target(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

private let targets: [String: @Sendable ([UInt8]) -> Void] = [
    "cookie": fuzzCookie,
    "set-cookie": fuzzSetCookie,
    "jar": fuzzJar,
    "audit": fuzzAudit,
    "date": fuzzDate,
    "base64url": fuzzBase64URL,
    "token": fuzzToken,
    "key": fuzzKey,
    "session": fuzzSession,
    "record": fuzzRecord,
    "csrf": fuzzCSRF,
]

private let target: @Sendable ([UInt8]) -> Void = {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
    guard let target = targets[name] else {
        fatalError("FUZZ_TARGET must be one of \(targets.keys.sorted().joined(separator: ", "))")
    }
    return target
}()

/// A Cookie header: whatever it is, lookups agree with the list of pairs.
private func fuzzCookie(_ bytes: [UInt8]) {
    let cookies = RequestCookies(bytes: bytes)
    for pair in cookies.pairs {
        guard let name = pair.name else { continue }
        precondition(cookies.count(named: name) >= 1, "a pair that cannot be found by its name")
        precondition(!pair.valueBytes.contains(UInt8(ascii: ";")), "a value that runs over its end")
    }
}

/// A Set-Cookie line: what the strict parser accepts is built again to the byte, and the lenient one accepts it too.
private func fuzzSetCookie(_ bytes: [UInt8]) {
    let lenient = try? ParsedSetCookie(bytes: bytes.span)
    guard let line = String(validating: bytes, as: UTF8.self), let cookie = try? SetCookie(strictly: line) else {
        return
    }
    precondition(cookie.serialized.utf8.elementsEqual(line.utf8), "a strict line that is not built again as it was")
    precondition(lenient != nil, "a strict line that the lenient parser refuses")
    precondition(!cookie.serialized.utf8.contains { $0 < 0x20 || $0 == 0x7F }, "a control character in a header")
}

/// A date: what is written is read as the same time.
private func fuzzDate(_ bytes: [UInt8]) {
    guard let date = CookieDate(parsing: bytes.span) else { return }
    precondition(CookieDate(parsing: date.imfFixdate) == date, "a date that is not read as it was written")
}

/// base64url: there is one text for some bytes.
private func fuzzBase64URL(_ bytes: [UInt8]) {
    let text = Base64URL.encode(bytes.span)
    precondition(Base64URL.decode(text) == bytes, "bytes that do not come back")
    if let decoded = Base64URL.decode(bytes.span) {
        precondition(Base64URL.encode(decoded.span).utf8.elementsEqual(bytes), "a text that is not canonical")
    }
}

let keys: KeyRing = {
    guard let key = try? RootKey.generate(), let ring = try? KeyRing(primary: key) else { fatalError("no key") }
    return ring
}()

/// Tokens: nothing that was not made here is accepted.
private func fuzzToken(_ bytes: [UInt8]) {
    guard let context = try? TokenContext(purpose: "fuzz", name: "token", audience: "") else {
        fatalError("no context")
    }
    let sealer = TokenSealer(keys: keys, context: context)
    let signer = TokenSigner(keys: keys, context: context)
    precondition((try? sealer.open(bytes.span, allowingUnlimited: true)) == nil, "a forged token was opened")
    precondition((try? signer.verify(bytes.span, allowingUnlimited: true)) == nil, "a forged token was verified")
    // As the bytes behind the text, too, so that the fuzzer need not learn base64url.
    let text = Base64URL.encode(bytes.span)
    precondition((try? sealer.open(text, allowingUnlimited: true)) == nil, "a forged token was opened")
    precondition((try? signer.verify(text, allowingUnlimited: true)) == nil, "a forged token was verified")
}

/// A key's text form: what is read is written again.
private func fuzzKey(_ bytes: [UInt8]) {
    guard let key = try? RootKey(text: bytes.span), let text = try? key.exposedText() else { return }
    precondition((try? RootKey(text: text))?.id == key.id, "a key that does not come back")
}
